package perfcmp.workload.errors;

/** The JSON of every error. */
public record ErrorAnswer(String error, int status) {}
