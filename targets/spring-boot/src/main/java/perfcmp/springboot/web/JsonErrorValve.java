package perfcmp.springboot.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Errors of Tomcat itself, such as a path that cannot be decoded: JSON instead of its HTML page. */
public class JsonErrorValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) return;
        HttpStatus known = HttpStatus.resolve(status);
        String text = known == null ? "Error" : known.getReasonPhrase();
        byte[] body = "{\"error\":\"%s\",\"status\":%d}".formatted(text, status).getBytes(StandardCharsets.UTF_8);
        try {
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        } catch (IOException | IllegalStateException gone) {
            // The client has left, or half an answer is already written.
        }
    }
}
