package perfcmp.workload.process;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** RFC 3339 in UTC with milliseconds. */
public final class Timestamp {
    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Timestamp() {}

    public static String now() {
        return FORM.format(Instant.now());
    }
}
