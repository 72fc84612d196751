package perfcmp.httpserver;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** One path and the only method it answers. */
record Endpoint(String method, Work work) {
    /** From a request to its answer. */
    @FunctionalInterface
    interface Work {
        Answer answer(HttpExchange exchange) throws IOException;
    }

    static Endpoint get(Work work) {
        return new Endpoint("GET", work);
    }

    static Endpoint post(Work work) {
        return new Endpoint("POST", work);
    }
}
