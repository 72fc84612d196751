package perfcmp.workload.profiler;

/** One timed span of GET /profiler/stats. */
public record SpanStats(
        String functionName, long callCount, long totalTimeNs, double avgTimeNs, long minTimeNs, long maxTimeNs) {}
