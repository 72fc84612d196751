package perfcmp.workload.cache;

/** GET /cache/stats. */
public record CacheStatsAnswer(
        long cacheHits,
        long cacheMisses,
        double hitRatePercent,
        double averageAccessTimeNs,
        long totalOperations,
        int entries) {}
