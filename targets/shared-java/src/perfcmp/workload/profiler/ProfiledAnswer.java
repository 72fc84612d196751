package perfcmp.workload.profiler;

/** GET /profiled. */
public record ProfiledAnswer(String uri, int headersCount, long computationResult, String timestamp) {}
