package perfcmp.workload.benchmark;

/** GET /stats. */
public record StatsAnswer(
        long totalRequests,
        double averageResponseTimeUs,
        double requestsPerSecond,
        long memoryUsage,
        double cpuUsage,
        double uptimeSeconds,
        long cpuUserUs,
        long cpuSystemUs,
        long pid) {}
