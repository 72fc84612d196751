package perfcmp.workload.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import perfcmp.workload.errors.ContractError;
import perfcmp.workload.errors.ContractException;
import perfcmp.workload.process.Timestamp;
import perfcmp.workload.process.Wait;

/** GET /cached/{key}: serialised answers, the least recently used thrown out first. */
public final class ResponseCache {
    public static final String DEFAULT_KEY = "default";

    private static final Pattern VALID_KEY = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    /** The bytes of an answer, and whether they were stored before. */
    public record Lookup(byte[] bytes, boolean isHit) {
        public String state() {
            return isHit ? "HIT" : "MISS";
        }
    }

    private final long delayMs;
    private final Function<CachedAnswer, byte[]> serializer;
    private final Map<String, byte[]> entries;
    private long hits;
    private long misses;
    private long lookUpNs;

    /** @param serializer the framework's own way from an answer to its bytes */
    public ResponseCache(long delayMs, int maxEntries, Function<CachedAnswer, byte[]> serializer) {
        this.delayMs = delayMs;
        this.serializer = serializer;
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
                return size() > maxEntries;
            }
        };
    }

    /** Parallel misses each pay: the last write wins. */
    public Lookup get(String key) {
        if (!VALID_KEY.matcher(key).matches()) throw new ContractException(ContractError.INVALID_KEY);
        byte[] stored = lookUp(key);
        if (stored != null) return new Lookup(stored, true);
        Wait.atLeast(delayMs * 1_000_000);
        byte[] computed = serializer.apply(
                new CachedAnswer(key, "Expensive data for " + key, Timestamp.now(), delayMs + "ms"));
        store(key, computed);
        return new Lookup(computed, false);
    }

    public synchronized void reset() {
        entries.clear();
        hits = 0;
        misses = 0;
        lookUpNs = 0;
    }

    public synchronized CacheStatsAnswer stats() {
        long operations = hits + misses;
        return new CacheStatsAnswer(
                hits,
                misses,
                operations == 0 ? 0 : 100.0 * hits / operations,
                operations == 0 ? 0 : (double) lookUpNs / operations,
                operations,
                entries.size());
    }

    private byte[] lookUp(String key) {
        long startedNs = System.nanoTime();
        // A look-up changes the order of use, so it needs the lock as much as a store; waiting for it is part of the time.
        synchronized (this) {
            byte[] stored = entries.get(key);
            if (stored == null) misses++;
            else hits++;
            lookUpNs += System.nanoTime() - startedNs;
            return stored;
        }
    }

    private synchronized void store(String key, byte[] bytes) {
        entries.put(key, bytes);
    }
}
