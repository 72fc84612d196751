package perfcmp.workload.process;

/** The waits of the contract; the calling thread is held meanwhile, as in any servlet. */
public final class Wait {
    private Wait() {}

    /**
     * Never shorter than asked for: before JDK 21 {@link Thread#sleep} rounds to whole milliseconds, downwards too.
     *
     * @return the wait as measured, in nanoseconds
     */
    public static long atLeast(long durationNs) {
        if (durationNs <= 0) return 0;
        long startedNs = System.nanoTime();
        long waitedNs = 0;
        while (waitedNs < durationNs) {
            long remainingNs = durationNs - waitedNs;
            try {
                Thread.sleep(remainingNs / 1_000_000, (int) (remainingNs % 1_000_000));
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting", interruption);
            }
            waitedNs = System.nanoTime() - startedNs;
        }
        return waitedNs;
    }
}
