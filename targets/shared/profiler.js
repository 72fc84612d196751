// GET /profiled and GET /profiler/stats: a profiler of constant memory, and the work it times.
/** In the order of the answer. */
const SPANS = ['request_parsing', 'business_logic', 'response_serialization'];

export class Profiler {
  #spans = emptySpans();

  /**
   * @template T
   * @param {string} name one of the spans above
   * @param {() => T} work
   * @returns {T}
   */
  time(name, work) {
    const startedMs = performance.now();
    const outcome = work();
    const tookNs = Math.round((performance.now() - startedMs) * 1e6);
    const span = this.#spans.get(name);
    span.count++;
    span.totalNs += tookNs;
    if (tookNs < span.minNs) span.minNs = tookNs;
    if (tookNs > span.maxNs) span.maxNs = tookNs;
    return outcome;
  }

  reset() {
    this.#spans = emptySpans();
  }

  stats() {
    const called = [...this.#spans].filter(([, { count }]) => count > 0);
    return {
      profiler_stats: called.map(([name, { count, totalNs, minNs, maxNs }]) => ({
        function_name: name,
        call_count: count,
        total_time_ns: totalNs,
        avg_time_ns: totalNs / count,
        min_time_ns: minNs,
        max_time_ns: maxNs,
      })),
      total_functions_tracked: called.length,
      analysis_timestamp: new Date().toISOString(),
    };
  }
}

/**
 * Three timed steps: reading the request, a sum of squares, writing the answer.
 *
 * @param {Profiler} profiler
 * @param {{ url: string, headers: object }} request
 * @returns {string} the answer's JSON
 */
export function runProfiled(profiler, request) {
  const parsed = profiler.time('request_parsing', () => ({
    uri: request.url.split('?', 1)[0],
    headers_count: Object.keys(request.headers).length,
  }));
  const result = profiler.time('business_logic', sumOfSquares);
  return profiler.time('response_serialization', () =>
    JSON.stringify({ ...parsed, computation_result: result, timestamp: new Date().toISOString() }),
  );
}

/** 333283335000; V8 runs the loop as it is written. */
function sumOfSquares() {
  let sum = 0;
  for (let i = 0; i < 10_000; i++) sum += i * i;
  return sum;
}

/** @returns {Map<string, { count: number, totalNs: number, minNs: number, maxNs: number }>} */
function emptySpans() {
  return new Map(SPANS.map((name) => [name, { count: 0, totalNs: 0, minNs: Number.POSITIVE_INFINITY, maxNs: 0 }]));
}
