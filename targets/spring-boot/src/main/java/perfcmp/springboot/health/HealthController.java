package perfcmp.springboot.health;

import org.springframework.boot.SpringBootVersion;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import perfcmp.workload.health.GreetingAnswer;
import perfcmp.workload.health.HealthAnswer;

@RestController
class HealthController {
    @GetMapping("/health")
    HealthAnswer health() {
        return HealthAnswer.of("spring-boot", SpringBootVersion.getVersion());
    }

    @GetMapping(path = "/plaintext", produces = MediaType.TEXT_PLAIN_VALUE)
    String plaintext() {
        return GreetingAnswer.GREETING;
    }

    @GetMapping("/json")
    GreetingAnswer json() {
        return GreetingAnswer.create();
    }
}
