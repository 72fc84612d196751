package perfcmp.workload.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import perfcmp.workload.process.ProcessFigures;

/** GET /memory/stats; totals are null where the JDK does not tell them. */
public record MemoryStatsAnswer(
        long rssBytes,
        long heapUsedBytes,
        long heapTotalBytes,
        Long totalAllocatedBytes,
        Long totalDeallocatedBytes,
        long currentUsageBytes,
        double currentUsageMb) {

    private static final double BYTES_PER_MIB = 1 << 20;

    public static MemoryStatsAnswer now() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        long used = heap.getUsed();
        AllocationTotals.Totals totals = AllocationTotals.now(used);
        return new MemoryStatsAnswer(
                ProcessFigures.rssBytes(),
                used,
                heap.getCommitted(),
                totals.allocatedBytes(),
                totals.freedBytes(),
                used,
                used / BYTES_PER_MIB);
    }
}
