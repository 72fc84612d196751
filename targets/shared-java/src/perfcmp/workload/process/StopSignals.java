package perfcmp.workload.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import sun.misc.Signal;

/** The ways in which a target is asked to end. */
public final class StopSignals {
    private StopSignals() {}

    /**
     * Ends the process with 0 by SIGTERM, by SIGINT, or because the parent holds stdin no longer: no server is left
     * behind by whoever started it. What is in flight is finished by the shutdown hooks. Without a handler of its own
     * a JVM runs the same hooks, but ends with 143.
     */
    public static void exitWhenAsked() {
        Signal.handle(new Signal("TERM"), signal -> exit());
        Signal.handle(new Signal("INT"), signal -> exit());
        if (isPipe(Path.of("/proc/self/fd/0"))) startDaemon("stdin", StopSignals::exitAtEndOfStdin);
    }

    private static void exitAtEndOfStdin() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // As good as its end.
        }
        exit();
    }

    /** Signals are handled by one thread, which must not wait for the hooks. */
    private static void exit() {
        startDaemon("exit", () -> System.exit(0));
    }

    private static void startDaemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** A terminal or /dev/null says nothing about whether someone still wants this server; a pipe does. */
    private static boolean isPipe(Path descriptor) {
        try {
            String place = Files.readSymbolicLink(descriptor).toString();
            return place.startsWith("pipe:") || place.startsWith("socket:");
        } catch (IOException | RuntimeException unknown) {
            return false;
        }
    }
}
