package perfcmp.workload.zerocopy;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** CRC-32 over views of 1024 bytes: slices of one buffer, which copy nothing. */
public record ChecksumWalk(int chunks, long checksum) {
    private static final int VIEW_BYTES = 1_024;

    public static ChecksumWalk over(ByteBuffer buffer) {
        CRC32 crc = new CRC32();
        int size = buffer.limit();
        int chunks = 0;
        for (int at = 0; at < size; at += VIEW_BYTES) {
            crc.update(buffer.slice(at, Math.min(VIEW_BYTES, size - at)));
            chunks++;
        }
        return new ChecksumWalk(chunks, crc.getValue());
    }
}
