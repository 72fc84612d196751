package perfcmp.springboot.zerocopy;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import perfcmp.springboot.web.BodyReader;
import perfcmp.workload.zerocopy.ZeroCopyAnswer;

@RestController
class ZeroCopyController {
    private final BodyReader bodies;

    ZeroCopyController(BodyReader bodies) {
        this.bodies = bodies;
    }

    @PostMapping("/zero-copy")
    ZeroCopyAnswer zeroCopy(HttpServletRequest request) throws IOException {
        return ZeroCopyAnswer.of(bodies.read(request));
    }
}
