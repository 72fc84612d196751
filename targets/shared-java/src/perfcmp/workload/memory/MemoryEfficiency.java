package perfcmp.workload.memory;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import perfcmp.workload.process.OneAtATime;
import perfcmp.workload.zerocopy.ChecksumWalk;

/** GET /memory/efficiency: the walk of /zero-copy, many times over ready buffers of several sizes. */
public final class MemoryEfficiency {
    private static final int[] SIZES_BYTES = {1_024, 4_096, 16_384, 65_536, 262_144};
    private static final int ITERATIONS = 1_000;
    private static final double BYTES_PER_MIB = 1 << 20;

    private static volatile long sink;

    private final OneAtATime gate = new OneAtATime();

    public record Answer(List<Pass> memoryEfficiencyTest, String testDescription) {}

    public record Pass(
            int dataSizeBytes, int iterations, double totalTimeMs, double avgTimePerOpUs, double throughputMbPerSec) {}

    public Answer run() {
        return gate.run(() -> new Answer(
                IntStream.of(SIZES_BYTES).mapToObj(MemoryEfficiency::measure).toList(),
                "CRC-32 over views of 1024 bytes of a ready buffer"));
    }

    private static Pass measure(int sizeBytes) {
        ByteBuffer buffer = ByteBuffer.wrap(pattern(sizeBytes));
        long startedNs = System.nanoTime();
        for (int pass = 0; pass < ITERATIONS; pass++) sink = ChecksumWalk.over(buffer).checksum();
        // A clock with coarse steps must not make the throughput infinite.
        double elapsedNs = Math.max(1, System.nanoTime() - startedNs);
        double mebibytes = (double) sizeBytes * ITERATIONS / BYTES_PER_MIB;
        return new Pass(
                sizeBytes, ITERATIONS, elapsedNs / 1e6, elapsedNs / 1e3 / ITERATIONS, mebibytes / (elapsedNs / 1e9));
    }

    private static byte[] pattern(int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        for (int i = 0; i < sizeBytes; i++) bytes[i] = (byte) i;
        return bytes;
    }
}
