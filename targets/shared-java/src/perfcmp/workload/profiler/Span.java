package perfcmp.workload.profiler;

/** Count, sum and extremes of one part of a request: the same memory however many there were. */
final class Span {
    private final String name;
    private long count;
    private long totalNs;
    private long minNs = Long.MAX_VALUE;
    private long maxNs;

    Span(String name) {
        this.name = name;
    }

    synchronized void record(long durationNs) {
        count++;
        totalNs += durationNs;
        minNs = Math.min(minNs, durationNs);
        maxNs = Math.max(maxNs, durationNs);
    }

    /** Null when there were none. */
    synchronized SpanStats stats() {
        if (count == 0) return null;
        return new SpanStats(name, count, totalNs, (double) totalNs / count, minNs, maxNs);
    }
}
