package perfcmp.workload.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Everything a target reads from its environment: HOST, PORT and PERFCMP_*. */
public record Settings(
        String host,
        int port,
        long benchDelayUs,
        long cacheDelayMs,
        int cacheMaxEntries,
        long fileDelayMs,
        int fileConcurrency,
        int maxBodyBytes,
        /** Null where nobody made a folder for us. */
        Path dataDir) {

    private static final Pattern LOOPBACK = Pattern.compile("127\\.\\d+\\.\\d+\\.\\d+|::1|localhost");
    private static final int MOST_WORKERS = 1_024;
    private static final int MOST_PARALLEL_FILES = 1_024;
    /** Twice this is still an array's length. */
    private static final int MOST_BODY_BYTES = (1 << 30) - 1;

    /** PERFCMP_DATA_DIR, or a temporary folder that goes with the process. */
    public Path sandboxFolder() {
        return dataDir == null ? PrivateFolder.createForProcess(null, "perfcmp-data-") : dataDir;
    }

    /** Ends the process with 2 and one line for each wrong variable. */
    public static Settings fromEnvironment() {
        Reader reader = new Reader(System.getenv());
        Settings settings = new Settings(
                reader.host(),
                (int) reader.integer("PORT", null, 1, 65_535),
                reader.integer("PERFCMP_BENCH_DELAY_US", 100L, 0, Integer.MAX_VALUE),
                reader.integer("PERFCMP_CACHE_DELAY_MS", 50L, 0, Integer.MAX_VALUE),
                (int) reader.integer("PERFCMP_CACHE_MAX", 10_000L, 1, Integer.MAX_VALUE),
                reader.integer("PERFCMP_FILE_DELAY_MS", 10L, 0, Integer.MAX_VALUE),
                (int) reader.integer("PERFCMP_FILE_CONCURRENCY", 50L, 1, MOST_PARALLEL_FILES),
                (int) reader.integer("PERFCMP_MAX_BODY", 1_048_576L, 0, MOST_BODY_BYTES),
                reader.dataDir());
        // All threads share one memory: counters and cache hold for any number, which -XX:ActiveProcessorCount sets.
        reader.integer("PERFCMP_WORKERS", 1L, 1, MOST_WORKERS);
        if (reader.problems.isEmpty()) return settings;
        reader.problems.forEach(System.err::println);
        System.exit(2);
        throw new AssertionError("the process has ended");
    }

    private static final class Reader {
        private final Map<String, String> environment;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        private String text(String name) {
            return environment.getOrDefault(name, "");
        }

        String host() {
            String host = text("HOST").isEmpty() ? "127.0.0.1" : text("HOST");
            if (!LOOPBACK.matcher(host).matches() && !text("PERFCMP_ALLOW_REMOTE").equals("1")) {
                problems.add("HOST: " + host + " is not loopback; PERFCMP_ALLOW_REMOTE=1 allows it");
            }
            return host;
        }

        long integer(String name, Long byDefault, long lowest, long highest) {
            String text = text(name);
            if (text.isEmpty() && byDefault != null) return byDefault;
            // Ten digits hold every value that is allowed anywhere.
            long value = text.matches("\\d{1,10}") ? Long.parseLong(text) : -1;
            if (value >= lowest && value <= highest) return value;
            problems.add(name + ": expected a whole number from " + lowest + " to " + highest + ", got \"" + text + "\"");
            return lowest;
        }

        Path dataDir() {
            String text = text("PERFCMP_DATA_DIR");
            if (text.isEmpty()) return null;
            Path folder = Path.of(text).toAbsolutePath();
            if (!Files.isDirectory(folder)) problems.add("PERFCMP_DATA_DIR: " + text + " is not a folder");
            return folder;
        }
    }
}
