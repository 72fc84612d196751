package perfcmp.workload.health;

/** GET /json, made anew for each request. */
public record GreetingAnswer(String message) {
    public static final String GREETING = "Hello, World!";

    public static GreetingAnswer create() {
        return new GreetingAnswer(GREETING);
    }
}
