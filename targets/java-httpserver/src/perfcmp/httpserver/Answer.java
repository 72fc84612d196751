package perfcmp.httpserver;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import perfcmp.httpserver.json.JsonWriter;
import perfcmp.workload.errors.ContractError;

/** What an endpoint answers; no bytes: an empty body. */
record Answer(int status, String mediaType, byte[] bytes, Map<String, String> headers) {
    private static final String JSON = "application/json";

    static Answer json(Record body) {
        return json(JsonWriter.bytes(body), Map.of());
    }

    static Answer json(byte[] bytes, Map<String, String> headers) {
        return new Answer(200, JSON, bytes, headers);
    }

    static Answer text(String text) {
        return new Answer(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Answer noContent() {
        return new Answer(204, null, new byte[0], Map.of());
    }

    static Answer error(ContractError error, Map<String, String> headers) {
        return new Answer(error.status(), JSON, JsonWriter.bytes(error.answer()), headers);
    }
}
