package perfcmp.springboot.web;

import java.io.File;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;
import perfcmp.workload.files.Sandbox;
import perfcmp.workload.process.PrivateFolder;

/** What no property of Spring Boot says. */
@Component
class TomcatConfiguration implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final Sandbox sandbox;

    TomcatConfiguration(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        // Its own folders would stay in the system's temporary folder after a kill.
        File folder = PrivateFolder.createForProcess(sandbox.root(), ".tomcat-").toFile();
        factory.setBaseDirectory(folder);
        factory.setDocumentRoot(folder);
        factory.addContextCustomizers(context ->
                ((StandardHost) context.getParent()).setErrorReportValveClass(JsonErrorValve.class.getName()));
        // A key with an encoded slash is an invalid key, not a malformed request.
        factory.addConnectorCustomizers(connector ->
                connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
    }
}
