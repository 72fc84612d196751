package perfcmp.httpserver;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import perfcmp.workload.process.Settings;
import perfcmp.workload.process.StopSignals;

/** The HTTP server of the JDK, without a framework. */
public final class HttpServerTarget {
    /** As many as Tomcat has; by default the server answers in its only thread, one request after the other. */
    private static final int THREADS = 200;

    private static final int ACCEPT_QUEUE = 4_096;

    private HttpServerTarget() {}

    public static void main(String[] args) {
        Settings settings = Settings.fromEnvironment();
        ServerProperties.set();
        Router router = new Router(Endpoints.create(settings));
        try {
            start(settings, router);
        } catch (IOException refused) {
            System.err.println(settings.host() + ":" + settings.port() + ": " + refused.getMessage());
            System.exit(1);
        }
        StopSignals.exitWhenAsked();
    }

    private static void start(Settings settings, Router router) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), ACCEPT_QUEUE);
        server.createContext("/", router);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Farewell.say(server, router)));
        server.start();
    }
}
