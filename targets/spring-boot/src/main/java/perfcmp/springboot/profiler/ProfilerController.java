package perfcmp.springboot.profiler;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import perfcmp.workload.profiler.Profiler;
import perfcmp.workload.profiler.ProfilerStatsAnswer;

@RestController
class ProfilerController {
    private final Profiler profiler;

    ProfilerController(Profiler profiler) {
        this.profiler = profiler;
    }

    @GetMapping(path = "/profiled", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] profiled(HttpServletRequest request) {
        // Tomcat names a header once, however often and in whatever case it came.
        return profiler.profile(request::getRequestURI, () -> Collections.list(request.getHeaderNames()).size());
    }

    @GetMapping("/profiler/stats")
    ProfilerStatsAnswer stats() {
        return profiler.stats();
    }
}
