package perfcmp.springboot.memory;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import perfcmp.workload.memory.MemoryEfficiency;
import perfcmp.workload.memory.MemoryStatsAnswer;

@RestController
class MemoryController {
    private final MemoryEfficiency efficiency;

    MemoryController(MemoryEfficiency efficiency) {
        this.efficiency = efficiency;
    }

    @GetMapping("/memory/stats")
    MemoryStatsAnswer stats() {
        return MemoryStatsAnswer.now();
    }

    @GetMapping("/memory/efficiency")
    MemoryEfficiency.Answer efficiency() {
        return efficiency.run();
    }
}
