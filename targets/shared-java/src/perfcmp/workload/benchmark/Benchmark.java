package perfcmp.workload.benchmark;

import java.util.concurrent.atomic.AtomicLong;
import perfcmp.workload.process.Timestamp;
import perfcmp.workload.process.Wait;

/** The work of GET /benchmark: a fixed sum, then a wait. */
public final class Benchmark {
    /** Volatile, so that the compiler can know neither how long the loop is nor that nobody needs its outcome. */
    private static volatile int terms = 1_000;

    private static volatile long sink;

    private final AtomicLong lastRequestId = new AtomicLong();
    private final long delayNs;

    public Benchmark(long delayUs) {
        delayNs = delayUs * 1_000;
    }

    public BenchmarkAnswer run() {
        long startedNs = System.nanoTime();
        long requestId = lastRequestId.incrementAndGet();
        long result = sumOfDoubles();
        long waitedNs = Wait.atLeast(delayNs);
        long elapsedUs = (System.nanoTime() - startedNs) / 1_000;
        return new BenchmarkAnswer(result, elapsedUs, waitedNs / 1_000, requestId, Timestamp.now());
    }

    private static long sumOfDoubles() {
        long sum = 0;
        for (int i = 0, end = terms; i < end; i++) sum += 2L * i;
        sink = sum;
        return sum;
    }
}
