package perfcmp.workload.files;

import java.util.List;

/** POST /files/process. */
public final class FileProcessor {
    private final FileGate gate;

    public FileProcessor(FileGate gate) {
        this.gate = gate;
    }

    public record Answer(Result processingResult, int concurrencyLimit, int peakConcurrency) {}

    /** Totals of one request. */
    public record Result(
            int totalFiles,
            int successfulFiles,
            int failedFiles,
            double totalTimeMs,
            long totalBytesProcessed,
            double throughputFilesPerSec) {}

    public Answer process(FileRequest request) {
        List<String> paths = request.paths();
        if (paths.isEmpty()) return new Answer(new Result(0, 0, 0, 0, 0, 0), gate.limit(), 0);
        long startedNs = System.nanoTime();
        FileGate.Outcome outcome = gate.readAll(paths);
        long elapsedNs = Math.max(1, System.nanoTime() - startedNs);
        Result result = new Result(
                paths.size(),
                outcome.successful(),
                paths.size() - outcome.successful(),
                elapsedNs / 1e6,
                outcome.bytes(),
                paths.size() / (elapsedNs / 1e9));
        return new Answer(result, gate.limit(), outcome.peakConcurrency());
    }
}
