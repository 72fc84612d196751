package perfcmp.springboot.benchmark;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import perfcmp.workload.benchmark.Benchmark;
import perfcmp.workload.benchmark.BenchmarkAnswer;
import perfcmp.workload.benchmark.RequestStats;
import perfcmp.workload.benchmark.StatsAnswer;

@RestController
class BenchmarkController {
    private final Benchmark benchmark;
    private final RequestStats stats;

    BenchmarkController(Benchmark benchmark, RequestStats stats) {
        this.benchmark = benchmark;
        this.stats = stats;
    }

    @GetMapping("/benchmark")
    BenchmarkAnswer benchmark() {
        BenchmarkAnswer answer = benchmark.run();
        stats.record(answer.processingTimeUs());
        return answer;
    }

    @GetMapping("/stats")
    StatsAnswer stats() {
        return stats.snapshot();
    }
}
