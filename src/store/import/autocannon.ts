import { z } from 'zod';
import type { ImportedResult } from '../../model/imported-result.js';
import type { LatencySummary } from '../../model/measurement.js';
import { Damage } from './damage.js';
import { documentsOf, type Importer, statusCode } from './importer.js';
import { acceptedOf, importedResult, sumOf } from './result.js';

const count = z.number().int().nonnegative();
const amount = z.number().nonnegative();

const figures = z.looseObject({ average: amount, stddev: amount, max: amount });
const resultSchema = z.looseObject({
  url: z.union([z.string(), z.array(z.string())]).optional(),
  connections: count.optional(),
  sampleInt: amount.optional(),
  pipelining: count.optional(),
  workers: count.optional(),
  duration: amount,
  start: z.string().optional(),
  errors: count,
  timeouts: count,
  mismatches: count.default(0),
  '1xx': count,
  '2xx': count,
  '3xx': count,
  '4xx': count,
  '5xx': count,
  statusCodeStats: z.record(statusCode, z.looseObject({ count })).default({}),
  latency: figures.extend({
    min: amount,
    p50: amount,
    p75: amount,
    p90: amount,
    p99: amount,
    p99_9: amount.optional(),
    p0_001: amount.optional(),
    totalCount: count.optional(),
  }),
  requests: figures.extend({ total: count, sent: count.optional() }),
  throughput: z.looseObject({ total: count }),
});
type Result = z.infer<typeof resultSchema>;

const WHOLE_MS = 'autocannon rounds each latency down to whole milliseconds: they are up to 1 ms longer';
const BELOW_MS = 'autocannon rounds each latency down to whole milliseconds, so that 0 says nothing: it is left out';
const UNTOLD = 'of failures that are no timeouts autocannon does not say whether a connection was refused or lost';
const SILENT = 'requests that are lost when the server closes a connection are in no count of autocannon';
const BOTH =
  'answers with a wrong body and answers with a failed status are counted as different ones: autocannon does not say how many were both';

/** autocannon's `-j`: a JSON object a line. */
export const autocannon: Importer = {
  tool: 'autocannon',
  reads: 'the JSON of -j',
  looksLike: ({ has, text }) => has('sampleInt') || (has('non2xx') && has('latency')) || isTable(text),
  read: (source) => {
    if (isTable(source.text)) throw new Damage('is its table, which has too little in it', 'autocannon -j prints JSON');
    return documentsOf(source, resultSchema).map(resultOf);
  },
};

/** What it prints without -j. */
function isTable(text: string): boolean {
  return /^Req\/Bytes counts sampled/m.test(text);
}

function resultOf(found: Result): ImportedResult {
  const { timeouts, errors, mismatches, requests, throughput, duration } = found;
  const answers = found['1xx'] + found['2xx'] + found['3xx'] + found['4xx'] + found['5xx'];
  const badStatus = found['1xx'] + found['4xx'] + found['5xx'];
  const accepted = found['2xx'] + found['3xx'];
  const ok = Math.max(0, accepted - mismatches);
  const lost = acceptedOf(errors, timeouts);
  const perSecond = 1000 / (found.sampleInt || 1000);
  const url = Array.isArray(found.url) ? found.url : [found.url ?? null];
  return importedResult({
    tool: 'autocannon',
    url: url.length === 1 ? (url[0] ?? null) : null,
    load: { connections: found.connections ?? null, pipelining: found.pipelining ?? null },
    // 0 is its main thread alone.
    threads: found.workers === undefined ? null : Math.max(1, found.workers),
    startedAt: found.start ?? null,
    seconds: duration,
    requests: {
      sent: requests.sent ?? null,
      measured: found.latency.totalCount ?? null,
      ok,
      failed: answers - ok + errors,
    },
    latencyUs: latencyOf(found),
    errors: { timeout: timeouts, status: badStatus, mismatch: mismatches, ...(lost === 0 && NONE_LOST) },
    statuses: statusesOf(found, answers),
    topErrors: [
      ...(lost > 0 ? [{ kind: 'read' as const, message: 'connections refused or lost', count: lost }] : []),
      ...(timeouts > 0 ? [{ kind: 'timeout' as const, message: 'no answer in time', count: timeouts }] : []),
    ],
    bytes: { read: throughput.total },
    reqPerSec: {
      mean: requests.average * perSecond,
      stdev: requests.stddev * perSecond,
      max: requests.max * perSecond,
    },
    notes: [
      ...(isWhole(found) ? [isBelowMs(found) ? BELOW_MS : WHOLE_MS] : []),
      ...(lost > 0 ? [UNTOLD] : []),
      ...(mismatches > 0 && badStatus > 0 ? [BOTH] : []),
      ...(isWhole(found) ? [SILENT] : []),
    ],
  });
}

const NONE_LOST = { connect: 0, tls: 0, read: 0, write: 0, protocol: 0 };

/** Other programs write the same JSON with finer latencies. */
function isWhole({ latency }: Result): boolean {
  return [latency.p50, latency.p75, latency.p90, latency.p99, latency.max].every(Number.isInteger);
}

function isBelowMs({ latency }: Result): boolean {
  return latency.p50 === 0;
}

function latencyOf(found: Result): Partial<LatencySummary> {
  const { latency } = found;
  // 0 is anything below a millisecond, and of no use; the least is the least that is not 0.
  const us = (ms: number | undefined): number | null => (ms === undefined || ms === 0 ? null : ms * 1000);
  const hasZeros = isWhole(found) && (latency.p0_001 ?? 0) === 0;
  // The mean of what was rounded down to 0 is that of the few that were not.
  const isMeanless = isWhole(found) && isBelowMs(found);
  return {
    min: hasZeros ? null : us(latency.min),
    mean: isMeanless ? null : us(latency.average),
    stddev: isMeanless ? null : us(latency.stddev),
    max: us(latency.max),
    p50: us(latency.p50),
    p75: us(latency.p75),
    p90: us(latency.p90),
    p99: us(latency.p99),
    p999: us(latency.p99_9),
  };
}

function statusesOf(found: Result, answers: number): Record<string, number> {
  const codes = Object.entries(found.statusCodeStats).map(([code, { count: times }]) => [code, times] as const);
  if (sumOf(codes.map(([, times]) => times)) === answers) return Object.fromEntries(codes);
  const classes = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;
  return Object.fromEntries(classes.map((name) => [name, found[name]]));
}
