package perfcmp.workload.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import perfcmp.workload.process.Wait;

/** Reads files in parallel, over all requests no more at a time than there are slots. */
public final class FileGate {
    private final Sandbox sandbox;
    private final long delayNs;
    private final int limit;
    /** Its threads are the slots. */
    private final ExecutorService pool;

    private final AtomicInteger taken = new AtomicInteger();

    /** What one call has read. */
    record Outcome(int successful, long bytes, int peakConcurrency) {}

    public FileGate(Sandbox sandbox, long delayMs, int limit) {
        this.sandbox = sandbox;
        this.limit = limit;
        delayNs = delayMs * 1_000_000;
        pool = Executors.newFixedThreadPool(limit, task -> {
            Thread thread = new Thread(task, "file");
            thread.setDaemon(true);
            return thread;
        });
    }

    int limit() {
        return limit;
    }

    Outcome readAll(List<String> paths) {
        AtomicInteger peak = new AtomicInteger();
        List<Future<Long>> reads = new ArrayList<>(paths.size());
        for (String path : paths) reads.add(pool.submit(() -> read(path, peak)));
        int successful = 0;
        long bytes = 0;
        for (Future<Long> read : reads) {
            long size = sizeOf(read);
            if (size < 0) continue;
            successful++;
            bytes += size;
        }
        return new Outcome(successful, bytes, peak.get());
    }

    /** The file's size, negative when it could not be read. */
    private long read(String path, AtomicInteger peak) {
        peak.accumulateAndGet(taken.incrementAndGet(), Math::max);
        try {
            byte[] bytes = sandbox.read(path);
            Wait.atLeast(delayNs);
            return bytes.length;
        } catch (IOException unreadable) {
            return -1;
        } finally {
            taken.decrementAndGet();
        }
    }

    private static long sizeOf(Future<Long> read) {
        try {
            return read.get();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading files", interruption);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }
}
