package perfcmp.httpserver;

import java.util.Map;

/** What the JDK's server reads once from system properties. */
final class ServerProperties {
    private static final Map<String, String> PROPERTIES = Map.of(
            // Head and body are two writes: without this the second waits for the first one's acknowledgement.
            "sun.net.httpserver.nodelay", "true",
            // By default 200 connections stay open when idle, for 30 s.
            "sun.net.httpserver.maxIdleConnections", "65536",
            "sun.net.httpserver.idleInterval", "75",
            // A body that is refused unread is swallowed up to here, so that the connection lives and the answer arrives.
            "sun.net.httpserver.drainAmount", String.valueOf(8 << 20));

    private ServerProperties() {}

    static void set() {
        PROPERTIES.forEach(System::setProperty);
    }
}
