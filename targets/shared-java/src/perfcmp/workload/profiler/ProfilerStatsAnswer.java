package perfcmp.workload.profiler;

import java.util.List;

/** GET /profiler/stats. */
public record ProfilerStatsAnswer(List<SpanStats> profilerStats, int totalFunctionsTracked, String analysisTimestamp) {}
