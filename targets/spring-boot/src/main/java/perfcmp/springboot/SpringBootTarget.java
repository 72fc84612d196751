package perfcmp.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import perfcmp.workload.process.Settings;
import perfcmp.workload.process.StopSignals;

/** Errors are answered by our advice and by a valve of Tomcat, so there is no page behind /error. */
@SpringBootApplication(exclude = ErrorMvcAutoConfiguration.class)
public class SpringBootTarget {
    public static void main(String[] args) {
        Settings settings = Settings.fromEnvironment();
        StopSignals.exitWhenAsked();
        SpringApplication application = new SpringApplication(SpringBootTarget.class);
        application.addInitializers(
                context -> context.getBeanFactory().registerSingleton("settings", settings));
        // As arguments they win over whatever else Spring would read an address from.
        application.run("--server.address=" + settings.host(), "--server.port=" + settings.port());
    }
}
