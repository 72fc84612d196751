package perfcmp.springboot.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import perfcmp.springboot.web.BodyReader;
import perfcmp.workload.benchmark.RequestStats;
import perfcmp.workload.cache.ResponseCache;
import perfcmp.workload.profiler.Profiler;

@RestController
class AdminController {
    private final RequestStats stats;
    private final ResponseCache cache;
    private final Profiler profiler;
    private final BodyReader bodies;

    AdminController(RequestStats stats, ResponseCache cache, Profiler profiler, BodyReader bodies) {
        this.stats = stats;
        this.cache = cache;
        this.profiler = profiler;
        this.bodies = bodies;
    }

    @PostMapping("/admin/reset")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset(HttpServletRequest request) throws IOException {
        bodies.read(request);
        stats.reset();
        cache.reset();
        profiler.reset();
    }
}
