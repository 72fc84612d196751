package perfcmp.httpserver;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import perfcmp.httpserver.json.JsonReader;
import perfcmp.httpserver.json.JsonWriter;
import perfcmp.workload.benchmark.Benchmark;
import perfcmp.workload.benchmark.BenchmarkAnswer;
import perfcmp.workload.benchmark.RequestStats;
import perfcmp.workload.cache.ResponseCache;
import perfcmp.workload.files.FileGate;
import perfcmp.workload.files.FileProcessor;
import perfcmp.workload.files.FileRequest;
import perfcmp.workload.files.IoBenchmark;
import perfcmp.workload.files.Sandbox;
import perfcmp.workload.health.GreetingAnswer;
import perfcmp.workload.health.HealthAnswer;
import perfcmp.workload.memory.MemoryEfficiency;
import perfcmp.workload.memory.MemoryStatsAnswer;
import perfcmp.workload.process.Settings;
import perfcmp.workload.profiler.Profiler;
import perfcmp.workload.zerocopy.RequestBody;
import perfcmp.workload.zerocopy.ZeroCopyAnswer;

/** The endpoints of the contract by their path, over the workload that all Java targets share. */
final class Endpoints {
    /** Stands before a key; the rest of the path is the key. */
    static final String CACHED_PREFIX = "/cached/";

    private final Settings settings;
    private final Benchmark benchmark;
    private final RequestStats stats = new RequestStats();
    private final ResponseCache cache;
    private final Profiler profiler = new Profiler(JsonWriter::bytes);
    private final MemoryEfficiency memoryEfficiency = new MemoryEfficiency();
    private final FileProcessor fileProcessor;
    private final IoBenchmark ioBenchmark;

    private Endpoints(Settings settings) {
        this.settings = settings;
        benchmark = new Benchmark(settings.benchDelayUs());
        cache = new ResponseCache(settings.cacheDelayMs(), settings.cacheMaxEntries(), JsonWriter::bytes);
        Sandbox sandbox = new Sandbox(settings.sandboxFolder());
        FileGate gate = new FileGate(sandbox, settings.fileDelayMs(), settings.fileConcurrency());
        fileProcessor = new FileProcessor(gate);
        ioBenchmark = new IoBenchmark(sandbox, gate);
    }

    static Map<String, Endpoint> create(Settings settings) {
        return new Endpoints(settings).byPath();
    }

    private Map<String, Endpoint> byPath() {
        Map<String, Endpoint> found = new HashMap<>();
        found.put("/health", Endpoint.get(exchange -> Answer.json(health())));
        found.put("/plaintext", Endpoint.get(exchange -> Answer.text(GreetingAnswer.GREETING)));
        found.put("/json", Endpoint.get(exchange -> Answer.json(GreetingAnswer.create())));
        found.put("/benchmark", Endpoint.get(exchange -> Answer.json(benchmark())));
        found.put("/stats", Endpoint.get(exchange -> Answer.json(stats.snapshot())));
        found.put("/cached", Endpoint.get(exchange -> cached(ResponseCache.DEFAULT_KEY)));
        found.put(CACHED_PREFIX, Endpoint.get(exchange -> cached(pathOf(exchange).substring(CACHED_PREFIX.length()))));
        found.put("/cache/stats", Endpoint.get(exchange -> Answer.json(cache.stats())));
        found.put("/memory/stats", Endpoint.get(exchange -> Answer.json(MemoryStatsAnswer.now())));
        found.put("/memory/efficiency", Endpoint.get(exchange -> Answer.json(memoryEfficiency.run())));
        found.put("/profiled", Endpoint.get(this::profiled));
        found.put("/profiler/stats", Endpoint.get(exchange -> Answer.json(profiler.stats())));
        found.put("/zero-copy", Endpoint.post(exchange -> Answer.json(ZeroCopyAnswer.of(body(exchange)))));
        found.put("/files/process", Endpoint.post(exchange -> Answer.json(processFiles(exchange))));
        found.put("/io-benchmark", Endpoint.get(exchange -> Answer.json(ioBenchmark.run())));
        found.put("/admin/reset", Endpoint.post(this::reset));
        return Map.copyOf(found);
    }

    /** As it was sent: nothing is decoded. */
    static String pathOf(HttpExchange exchange) {
        return exchange.getRequestURI().getRawPath();
    }

    private static HealthAnswer health() {
        return HealthAnswer.of("java-httpserver", HealthAnswer.javaVersion());
    }

    private BenchmarkAnswer benchmark() {
        BenchmarkAnswer answer = benchmark.run();
        stats.record(answer.processingTimeUs());
        return answer;
    }

    private Answer cached(String key) {
        ResponseCache.Lookup found = cache.get(key);
        return Answer.json(found.bytes(), Map.of("X-Cache", found.state()));
    }

    private Answer profiled(HttpExchange exchange) {
        // A map by name, in which every name has one case.
        byte[] bytes = profiler.profile(() -> pathOf(exchange), () -> exchange.getRequestHeaders().size());
        return Answer.json(bytes, Map.of());
    }

    private FileProcessor.Answer processFiles(HttpExchange exchange) throws IOException {
        return fileProcessor.process(FileRequest.of(JsonReader.read(body(exchange).bytes())));
    }

    private Answer reset(HttpExchange exchange) throws IOException {
        body(exchange);
        stats.reset();
        cache.reset();
        profiler.reset();
        return Answer.noContent();
    }

    /** The server has checked both headers; a chunked body has no length. */
    private RequestBody body(HttpExchange exchange) throws IOException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        boolean isChunked = exchange.getRequestHeaders().containsKey("Transfer-Encoding");
        long announcedBytes = length == null || isChunked ? -1 : Long.parseLong(length.trim());
        return RequestBody.read(exchange.getRequestBody(), announcedBytes, settings.maxBodyBytes());
    }
}
