import type { ImportedResult } from '../../model/imported-result.js';
import type { LatencySummary } from '../../model/measurement.js';
import { formatCount } from '../../units/rate.js';
import { Damage, required } from './damage.js';
import { acceptedOf, importedResult } from './result.js';

/** Metrics of k6 by name, each with its values by name: counts, shares, bytes, milliseconds. */
export type K6Metrics = ReadonlyMap<string, ReadonlyMap<string, number>>;

const FAILED_UNKNOWN =
  'http_req_failed is missing, so how many of http_reqs were accepted is not known, and neither is a throughput';
const ALL_COUNTED = 'http_reqs of k6 counts failed requests, too: they are left out here';
const NO_CONNECTING = 'latency is http_req_duration, in which waiting for a connection, connecting and TLS are not';
const TIME = 'its time has setup, pauses and teardown of the script in it';
const NO_P99 = "p99 is missing: --summary-trend-stats 'avg,min,med,max,p(90),p(95),p(99)'";

/** A value of a metric under the first of its names that is there; versions of k6 differ in them. */
type ValueOf = (metric: string, ...names: readonly string[]) => number | null;

/** The requests of a k6 test; `seconds` null where only its rates tell how long it took. */
export function k6Result(metrics: K6Metrics, seconds: number | null): ImportedResult {
  const value: ValueOf = (metric, ...names) => {
    const values = metrics.get(metric);
    return names.map((name) => values?.get(name)).find((known) => known !== undefined) ?? null;
  };
  if (!metrics.has('http_reqs')) {
    throw new Damage('has no metric http_reqs', 'only tests that send HTTP requests can be read');
  }
  const sent = required(value('http_reqs', 'count'), 'count of http_reqs');
  const perSec = value('http_reqs', 'rate');
  const took = seconds ?? (perSec === null || perSec === 0 ? null : sent / perSec);
  // `passes` are the requests for which "failed" was true.
  const failed = value('http_req_failed', 'passes', 'matches');
  const dropped = value('dropped_iterations', 'count') ?? 0;
  const latencyUs: Partial<LatencySummary> = sent === 0 ? {} : latencyOf(value);
  return importedResult({
    tool: 'k6',
    load: { virtualUsers: value('vus_max', 'max', 'value') },
    seconds: took,
    requests: {
      // Those of iterations that were cut off at the end are not told.
      sent: null,
      measured: sent,
      ok: failed === null ? null : acceptedOf(sent, failed),
      failed,
    },
    latencyUs,
    bytes: { read: value('data_received', 'count'), written: value('data_sent', 'count') },
    notes: [
      failed === null ? FAILED_UNKNOWN : ALL_COUNTED,
      NO_CONNECTING,
      TIME,
      ...(latencyUs.p99 === null ? [NO_P99] : []),
      ...(dropped > 0
        ? [`k6 dropped ${formatCount(dropped)} iterations, so the rate that was asked for was not kept`]
        : []),
    ],
  });
}

/** In milliseconds there. */
function latencyOf(value: ValueOf): Partial<LatencySummary> {
  const latency = (...names: readonly string[]): number | null => {
    const ms = value('http_req_duration', ...names);
    return ms === null ? null : ms * 1000;
  };
  return {
    min: latency('min'),
    mean: latency('avg'),
    max: latency('max'),
    p50: latency('med', 'p(50)'),
    p75: latency('p(75)'),
    p90: latency('p(90)', 'p90'),
    p95: latency('p(95)', 'p95'),
    p99: latency('p(99)', 'p99'),
    p999: latency('p(99.9)'),
  };
}
