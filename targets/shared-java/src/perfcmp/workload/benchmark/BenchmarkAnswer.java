package perfcmp.workload.benchmark;

/** GET /benchmark. */
public record BenchmarkAnswer(long result, long processingTimeUs, long waitUs, long requestId, String timestamp) {}
