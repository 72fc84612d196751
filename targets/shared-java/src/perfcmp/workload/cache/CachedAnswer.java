package perfcmp.workload.cache;

/** What a miss of /cached computes; a hit is the same bytes again. */
public record CachedAnswer(String key, String data, String computedAt, String computationCost) {}
