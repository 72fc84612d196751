package perfcmp.workload.memory;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;

/** Bytes that threads have ever allocated on the heap, as the JVM itself counts them. */
final class AllocationTotals {
    /** Null in the first releases of JDK 17, which count only the threads that are still alive. */
    private static final Method TOTAL = findTotal();

    private static long mostAllocated;
    private static long mostFreed;

    private AllocationTotals() {}

    /** Both null where nobody knows. */
    record Totals(Long allocatedBytes, Long freedBytes) {}

    /** What is allocated and no longer in use was freed. */
    static synchronized Totals now(long heapUsedBytes) {
        if (TOTAL == null) return new Totals(null, null);
        try {
            mostAllocated = Math.max(mostAllocated, (Long) TOTAL.invoke(ManagementFactory.getThreadMXBean()));
            mostFreed = Math.max(mostFreed, mostAllocated - heapUsedBytes);
            return new Totals(mostAllocated, mostFreed);
        } catch (ReflectiveOperationException refused) {
            return new Totals(null, null);
        }
    }

    private static Method findTotal() {
        try {
            return com.sun.management.ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
        } catch (NoSuchMethodException older) {
            return null;
        }
    }
}
