package perfcmp.workload.benchmark;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;
import perfcmp.workload.process.ProcessFigures;

/** Counts of finished /benchmark requests, and what this process uses. */
public final class RequestStats {
    private static final double NS_PER_SECOND = 1e9;

    private final CpuWindow cpu = new CpuWindow();
    /** Replaced as a whole by a reset, so that no request counts half. */
    private volatile Counters counters = new Counters();

    private static final class Counters {
        final long sinceNs = System.nanoTime();
        final LongAdder requests = new LongAdder();
        final LongAdder totalUs = new LongAdder();
    }

    public void record(long processingTimeUs) {
        Counters present = counters;
        present.requests.increment();
        present.totalUs.add(processingTimeUs);
    }

    public void reset() {
        counters = new Counters();
    }

    public StatsAnswer snapshot() {
        Counters present = counters;
        long requests = present.requests.sum();
        double seconds = (System.nanoTime() - present.sinceNs) / NS_PER_SECOND;
        ProcessFigures.CpuTimes times = ProcessFigures.cpuTimes();
        return new StatsAnswer(
                requests,
                requests == 0 ? 0 : (double) present.totalUs.sum() / requests,
                requests == 0 ? 0 : requests / seconds,
                ProcessFigures.rssBytes(),
                cpu.percent(),
                ManagementFactory.getRuntimeMXBean().getUptime() / 1e3,
                times.userUs(),
                times.systemUs(),
                ProcessHandle.current().pid());
    }
}
