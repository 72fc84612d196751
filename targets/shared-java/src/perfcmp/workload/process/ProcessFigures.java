package perfcmp.workload.process;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel counts for this process. */
public final class ProcessFigures {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    /** Linux tells times to programs in steps of 10 ms, whatever its own are. */
    private static final long US_PER_TICK = 10_000;
    private static final long BYTES_PER_KIB = 1_024;

    private ProcessFigures() {}

    /** CPU time of all threads since the start. */
    public record CpuTimes(long userUs, long systemUs) {}

    /** Exact, but not split into user and system. */
    public static long cpuTimeNs() {
        return SYSTEM.getProcessCpuTime();
    }

    /** From /proc; all of it as user time where there is none. */
    public static CpuTimes cpuTimes() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            // The program's name stands in parentheses and may hold spaces and parentheses itself.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return new CpuTimes(Long.parseLong(fields[11]) * US_PER_TICK, Long.parseLong(fields[12]) * US_PER_TICK);
        } catch (IOException noProc) {
            return new CpuTimes(cpuTimeNs() / 1_000, 0);
        }
    }

    /** Resident memory from /proc; what the JVM has reserved of its heap where there is none. */
    public static long rssBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB)
                    .findFirst()
                    .orElseGet(() -> Runtime.getRuntime().totalMemory());
        } catch (IOException noProc) {
            return Runtime.getRuntime().totalMemory();
        }
    }
}
