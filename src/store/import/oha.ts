import { z } from 'zod';
import type { ImportedResult } from '../../model/imported-result.js';
import { Damage } from './damage.js';
import { countByKind, samplesOf, topOf } from './error-words.js';
import { documentsOf, type Importer, statusCode } from './importer.js';
import { importedResult, sumOf } from './result.js';

const count = z.number().int().nonnegative();
// What does not exist is NaN in oha, which its JSON writes as null.
const amount = z.number().nonnegative().nullable();

const resultSchema = z.looseObject({
  summary: z.looseObject({
    total: z.number().nonnegative(),
    slowest: amount,
    fastest: amount,
    average: amount,
    totalData: count,
    sizePerRequest: amount.optional(),
  }),
  latencyPercentiles: z.record(z.string(), amount),
  rps: z.looseObject({ mean: amount, stddev: amount, max: amount }).optional(),
  statusCodeDistribution: z.record(statusCode, count),
  errorDistribution: z.record(z.string(), count).default({}),
});
type Result = z.infer<typeof resultSchema>;

/** Not a failure of the server: its `-z` was over. */
const IN_FLIGHT = 'aborted due to deadline';
const NOTES = [
  'oha counts DNS and connecting into the latency of the first request of a connection, and no timeout into any',
  'requests/sec of oha counts failed requests, too: they are left out here',
];

/** oha's `--output-format json`. */
export const oha: Importer = {
  tool: 'oha',
  reads: 'the JSON of --output-format json',
  looksLike: ({ has, text, damage }) =>
    (has('summary') && (has('latencyPercentiles') || (damage !== null && has('successRate')))) || isText(text),
  read: (source) => {
    if (isText(source.text)) {
      throw new Damage('is its text', 'oha --output-format json (-j before 1.9) prints what can be read');
    }
    return documentsOf(source, resultSchema).map(resultOf);
  },
};

function isText(text: string): boolean {
  return /^Summary:/m.test(text) && /^ +Success rate:/m.test(text);
}

function resultOf({ summary, ...found }: Result): ImportedResult {
  const statuses = Object.entries(found.statusCodeDistribution);
  const answers = sumOf(statuses.map(([, times]) => times));
  const ok = sumOf(statuses.flatMap(([code, times]) => (/^[23]/.test(code) ? times : [])));
  const failures = samplesOf(Object.entries(found.errorDistribution).filter(([message]) => message !== IN_FLIGHT));
  const kinds = countByKind(failures);
  const lost = sumOf(failures.map((failure) => failure.count)) - kinds.connect - kinds.tls;
  const inFlightAtEnd = found.errorDistribution[IN_FLIGHT] ?? 0;
  const us = (seconds: number | null | undefined): number | null => (seconds ? seconds * 1e6 : null);
  const percentile = (name: string): number | null => us(found.latencyPercentiles[name]);
  return importedResult({
    tool: 'oha',
    load: {},
    seconds: summary.total,
    requests: {
      sent: answers + lost + inFlightAtEnd,
      measured: answers,
      ok,
      failed: answers - ok + lost,
      inFlightAtEnd,
    },
    latencyUs: {
      min: us(summary.fastest),
      mean: us(summary.average),
      max: us(summary.slowest),
      p50: percentile('p50'),
      p75: percentile('p75'),
      p90: percentile('p90'),
      p95: percentile('p95'),
      p99: percentile('p99'),
      p999: percentile('p99.9'),
    },
    errors: { ...kinds, status: answers - ok },
    statuses: found.statusCodeDistribution,
    topErrors: topOf(failures),
    bytes: { bodyPerResponse: summary.sizePerRequest ?? null },
    reqPerSec: {
      mean: found.rps?.mean ?? null,
      stdev: found.rps?.stddev ?? null,
      max: found.rps?.max ?? null,
    },
    notes: NOTES,
  });
}
