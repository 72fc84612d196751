package perfcmp.workload.profiler;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import perfcmp.workload.process.Timestamp;

/** GET /profiled: three spans of a request, timed. */
public final class Profiler {
    /** Volatile for the same reason as in the sum of /benchmark. */
    private static volatile int terms = 10_000;

    private static volatile long sink;

    private final Function<ProfiledAnswer, byte[]> serializer;
    private volatile Spans spans = new Spans();

    private static final class Spans {
        final Span parsing = new Span("request_parsing");
        final Span logic = new Span("business_logic");
        final Span serialization = new Span("response_serialization");
    }

    /** @param serializer the framework's own way from an answer to its bytes */
    public Profiler(Function<ProfiledAnswer, byte[]> serializer) {
        this.serializer = serializer;
    }

    /** @return the answer's bytes */
    public byte[] profile(Supplier<String> path, IntSupplier distinctHeaderNames) {
        Spans present = spans;
        long startedNs = System.nanoTime();
        String uri = path.get();
        int headersCount = distinctHeaderNames.getAsInt();
        long parsedNs = System.nanoTime();
        long result = sumOfSquares();
        long computedNs = System.nanoTime();
        byte[] bytes = serializer.apply(new ProfiledAnswer(uri, headersCount, result, Timestamp.now()));
        long serializedNs = System.nanoTime();
        present.parsing.record(parsedNs - startedNs);
        present.logic.record(computedNs - parsedNs);
        present.serialization.record(serializedNs - computedNs);
        return bytes;
    }

    public void reset() {
        spans = new Spans();
    }

    public ProfilerStatsAnswer stats() {
        Spans present = spans;
        List<SpanStats> called = Stream.of(present.parsing, present.logic, present.serialization)
                .map(Span::stats)
                .filter(Objects::nonNull)
                .toList();
        return new ProfilerStatsAnswer(called, called.size(), Timestamp.now());
    }

    private static long sumOfSquares() {
        long sum = 0;
        for (int i = 0, end = terms; i < end; i++) sum += (long) i * i;
        sink = sum;
        return sum;
    }
}
