package perfcmp.workload.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import perfcmp.workload.process.OneAtATime;
import perfcmp.workload.process.PrivateFolder;

/** GET /io-benchmark: the work of /files/process over files that it makes itself. */
public final class IoBenchmark {
    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("small_files", 100, 1_024),
            new Scenario("medium_files", 50, 10_240),
            new Scenario("large_files", 10, 102_400));
    private static final double BYTES_PER_MIB = 1 << 20;

    private final OneAtATime turn = new OneAtATime();
    private final Sandbox sandbox;
    private final FileGate gate;

    public IoBenchmark(Sandbox sandbox, FileGate gate) {
        this.sandbox = sandbox;
        this.gate = gate;
    }

    private record Scenario(String name, int files, int fileBytes) {}

    public record Answer(List<Result> ioBenchmarkResults) {}

    public record Result(
            String scenario,
            int fileCount,
            int fileSizeBytes,
            double processingTimeMs,
            double throughputFilesPerSec,
            double totalDataMb,
            double dataThroughputMbPerSec) {}

    public Answer run() {
        return turn.run(() -> new Answer(SCENARIOS.stream().map(this::measure).toList()));
    }

    private Result measure(Scenario scenario) {
        try {
            Path folder = PrivateFolder.create(sandbox.root(), "io-benchmark-");
            try {
                List<String> paths = writeFiles(scenario, folder);
                long startedNs = System.nanoTime();
                FileGate.Outcome outcome = gate.readAll(paths);
                long elapsedNs = Math.max(1, System.nanoTime() - startedNs);
                return describe(scenario, outcome, elapsedNs);
            } finally {
                PrivateFolder.remove(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Paths as a client would send them. */
    private List<String> writeFiles(Scenario scenario, Path folder) throws IOException {
        byte[] content = new byte[scenario.fileBytes()];
        List<String> paths = new ArrayList<>(scenario.files());
        for (int number = 0; number < scenario.files(); number++) {
            Path file = Files.write(folder.resolve("file-" + number), content);
            paths.add(sandbox.root().relativize(file).toString());
        }
        return paths;
    }

    private static Result describe(Scenario scenario, FileGate.Outcome outcome, long elapsedNs) {
        if (outcome.successful() != scenario.files()) throw new IllegalStateException("files of our own are missing");
        double seconds = elapsedNs / 1e9;
        double mebibytes = outcome.bytes() / BYTES_PER_MIB;
        return new Result(
                scenario.name(),
                scenario.files(),
                scenario.fileBytes(),
                elapsedNs / 1e6,
                scenario.files() / seconds,
                mebibytes,
                mebibytes / seconds);
    }
}
