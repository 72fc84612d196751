package perfcmp.workload.zerocopy;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** POST /zero-copy. */
public record ZeroCopyAnswer(
        String status,
        long inputSize,
        long outputSize,
        int chunks,
        String checksum,
        long bytesCopied,
        boolean zeroCopy,
        long processingTimeUs) {

    public static ZeroCopyAnswer of(RequestBody body) {
        long startedNs = System.nanoTime();
        ChecksumWalk walk = ChecksumWalk.over(ByteBuffer.wrap(body.bytes()));
        long size = body.bytes().length;
        String checksum = HexFormat.of().toHexDigits(walk.checksum(), 8);
        long elapsedUs = (System.nanoTime() - startedNs) / 1_000;
        return new ZeroCopyAnswer(
                "success", size, size, walk.chunks(), checksum, body.copiedBytes(), body.copiedBytes() == 0, elapsedUs);
    }
}
