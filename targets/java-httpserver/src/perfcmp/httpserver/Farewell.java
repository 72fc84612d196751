package perfcmp.httpserver;

import com.sun.net.httpserver.HttpServer;

/** The end of the server: nobody new, and time for those who wait for an answer. */
final class Farewell {
    /** Less than the 5 s after which perfcmp kills. */
    private static final int LONGEST_MS = 4_500;

    private static final int STEP_MS = 5;

    private Farewell() {}

    static void say(HttpServer server, Router router) {
        // It closes the listening socket at once, but some JDKs wait the whole time even when nobody is left.
        Thread stop = new Thread(() -> server.stop(LONGEST_MS / 1_000 + 1));
        stop.setDaemon(true);
        stop.start();
        long deadlineNs = System.nanoTime() + LONGEST_MS * 1_000_000L;
        while (router.inFlight() > 0 && System.nanoTime() < deadlineNs) {
            try {
                Thread.sleep(STEP_MS);
            } catch (InterruptedException interruption) {
                return;
            }
        }
    }
}
