// GET /memory/stats: what this process uses now.
const BYTES_PER_MB = 1_048_576;

/** Node counts no allocations over time: null, not a guess. */
export function describeMemory() {
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
  const inUseBytes = heapUsed + external;
  return {
    rss_bytes: rss,
    heap_used_bytes: heapUsed,
    heap_total_bytes: heapTotal,
    total_allocated_bytes: null,
    total_deallocated_bytes: null,
    current_usage_bytes: inUseBytes,
    current_usage_mb: inUseBytes / BYTES_PER_MB,
  };
}
