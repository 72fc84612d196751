package perfcmp.workload.health;

/** GET /health: what truly runs, told by itself. */
public record HealthAnswer(String status, String target, String version, String runtime, long pid) {
    public static HealthAnswer of(String target, String version) {
        return new HealthAnswer("ok", target, version, "java " + javaVersion(), ProcessHandle.current().pid());
    }

    /** Such as 17.0.15, without the build's number. */
    public static String javaVersion() {
        return System.getProperty("java.version");
    }
}
