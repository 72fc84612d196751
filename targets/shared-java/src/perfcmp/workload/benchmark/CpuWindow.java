package perfcmp.workload.benchmark;

import java.lang.management.ManagementFactory;
import perfcmp.workload.process.ProcessFigures;

/** Percent of one core since the previous question; the first time since the start of the process. */
final class CpuWindow {
    /** A shorter window would mostly show the clock's own steps. */
    private static final long SHORTEST_NS = 50_000_000;

    private long takenNs = System.nanoTime() - ManagementFactory.getRuntimeMXBean().getUptime() * 1_000_000;
    private long usedNs;
    private double percent;

    synchronized double percent() {
        long nowNs = System.nanoTime();
        if (nowNs - takenNs >= SHORTEST_NS) {
            long totalNs = ProcessFigures.cpuTimeNs();
            percent = 100.0 * (totalNs - usedNs) / (nowNs - takenNs);
            takenNs = nowNs;
            usedNs = totalNs;
        }
        return percent;
    }
}
