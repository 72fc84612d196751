package perfcmp.workload.zerocopy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import perfcmp.workload.errors.ContractError;
import perfcmp.workload.errors.ContractException;

/** A whole request body, and how many of its bytes were copied to bring it together. */
public record RequestBody(byte[] bytes, long copiedBytes) {
    private static final int FIRST_BUFFER_BYTES = 16 * 1_024;

    /**
     * @param announcedBytes the Content-Length, or a negative number for a chunked body
     * @throws ContractException when the body is longer than the limit
     */
    public static RequestBody read(InputStream stream, long announcedBytes, int limitBytes) throws IOException {
        if (announcedBytes > limitBytes) throw new ContractException(ContractError.PAYLOAD_TOO_LARGE);
        if (announcedBytes >= 0) return new RequestBody(readAnnounced(stream, (int) announcedBytes), 0);
        return readChunks(stream, limitBytes);
    }

    /** Into the only buffer there will be; a stream that makes its own, {@code readNBytes(length)}, joins small ones. */
    private static byte[] readAnnounced(InputStream stream, int announcedBytes) throws IOException {
        byte[] bytes = new byte[announcedBytes];
        if (stream.readNBytes(bytes, 0, announcedBytes) < announcedBytes) throw new EOFException();
        return bytes;
    }

    private static RequestBody readChunks(InputStream stream, int limitBytes) throws IOException {
        byte[] buffer = new byte[Math.min(FIRST_BUFFER_BYTES, limitBytes + 1)];
        int length = 0;
        long copied = 0;
        while (true) {
            int read = stream.readNBytes(buffer, length, buffer.length - length);
            length += read;
            if (length > limitBytes) throw new ContractException(ContractError.PAYLOAD_TOO_LARGE);
            if (length < buffer.length) break;
            copied += length;
            buffer = Arrays.copyOf(buffer, Math.min(2 * length, limitBytes + 1));
        }
        return new RequestBody(Arrays.copyOf(buffer, length), copied + length);
    }
}
