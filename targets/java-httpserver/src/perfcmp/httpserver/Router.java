package perfcmp.httpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import perfcmp.workload.errors.ContractError;
import perfcmp.workload.errors.ContractException;

/** Contexts of the JDK's server match every path below theirs, so one context asks this for the exact path. */
final class Router implements HttpHandler {
    private final Map<String, Endpoint> endpoints;
    private final AtomicInteger inFlight = new AtomicInteger();

    Router(Map<String, Endpoint> endpoints) {
        this.endpoints = endpoints;
    }

    int inFlight() {
        return inFlight.get();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        inFlight.incrementAndGet();
        try {
            send(exchange, answer(exchange));
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        Endpoint endpoint = find(Endpoints.pathOf(exchange));
        if (endpoint == null) return Answer.error(ContractError.NOT_FOUND, Map.of());
        if (!endpoint.method().equals(exchange.getRequestMethod())) {
            return Answer.error(ContractError.METHOD_NOT_ALLOWED, Map.of("Allow", endpoint.method()));
        }
        try {
            return endpoint.work().answer(exchange);
        } catch (ContractException refused) {
            boolean isBusy = refused.error() == ContractError.BUSY;
            return Answer.error(
                    refused.error(), isBusy ? Map.of("Retry-After", ContractError.RETRY_AFTER_SECONDS) : Map.of());
        } catch (RuntimeException failure) {
            System.err.println("a request failed: " + failure);
            return Answer.error(ContractError.INTERNAL_SERVER_ERROR, Map.of());
        }
    }

    private Endpoint find(String path) {
        if (path == null) return null;
        if (!path.startsWith(Endpoints.CACHED_PREFIX)) return endpoints.get(path);
        String key = path.substring(Endpoints.CACHED_PREFIX.length());
        return key.isEmpty() || key.indexOf('/') >= 0 ? null : endpoints.get(Endpoints.CACHED_PREFIX);
    }

    /** The stream is closed instead of the exchange, which would close the connection of an unread body. */
    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (answer.mediaType() != null) exchange.getResponseHeaders().set("Content-Type", answer.mediaType());
        boolean isEmpty = answer.bytes().length == 0 || exchange.getRequestMethod().equals("HEAD");
        // Zero would mean a chunked body here.
        exchange.sendResponseHeaders(answer.status(), isEmpty ? -1 : answer.bytes().length);
        try (OutputStream body = exchange.getResponseBody()) {
            if (!isEmpty) body.write(answer.bytes());
        }
    }
}
