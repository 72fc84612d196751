package perfcmp.workload.errors;

/** Everything the contract lets a server refuse: its status and the text of its answer. */
public enum ContractError {
    INVALID_KEY(400, "Invalid key"),
    INVALID_JSON(400, "Invalid JSON"),
    MISSING_FILES(400, "Missing 'files' array"),
    INVALID_FILES_ENTRY(400, "Invalid 'files' entry"),
    TOO_MANY_FILES(400, "Too many files"),
    INVALID_FILE_PATH(400, "Invalid file path"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    PAYLOAD_TOO_LARGE(413, "Payload Too Large"),
    INTERNAL_SERVER_ERROR(500, "Internal Server Error"),
    BUSY(503, "Service Unavailable");

    /** Seconds after which a busy endpoint may be asked again, the value of Retry-After. */
    public static final String RETRY_AFTER_SECONDS = "1";

    private final ErrorAnswer answer;

    ContractError(int status, String text) {
        answer = new ErrorAnswer(text, status);
    }

    public int status() {
        return answer.status();
    }

    public ErrorAnswer answer() {
        return answer;
    }
}
