package perfcmp.springboot.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.stereotype.Component;
import perfcmp.workload.process.Settings;
import perfcmp.workload.zerocopy.RequestBody;

/** Bodies as they come: Tomcat limits only those of forms, and {@code @RequestBody} looks at the Content-Type. */
@Component
public class BodyReader {
    private final int limitBytes;

    BodyReader(Settings settings) {
        limitBytes = settings.maxBodyBytes();
    }

    public RequestBody read(HttpServletRequest request) throws IOException {
        return RequestBody.read(request.getInputStream(), request.getContentLengthLong(), limitBytes);
    }
}
