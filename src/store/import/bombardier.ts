import { z } from 'zod';
import type { ImportedResult } from '../../model/imported-result.js';
import { formatCount } from '../../units/rate.js';
import { bombardierText, isBombardierText } from './bombardier-text.js';
import { countByKind, samplesOf, topOf } from './error-words.js';
import { documentsOf, type Importer } from './importer.js';
import { importedResult, sumOf } from './result.js';

const count = z.number().int().nonnegative();
const amount = z.number().nonnegative();

const resultSchema = z.looseObject({
  spec: z.looseObject({
    numberOfConnections: count,
    method: z.string().optional(),
    url: z.string().optional(),
    rate: count.optional(),
  }),
  result: z.looseObject({
    bytesRead: count,
    bytesWritten: count,
    timeTakenSeconds: amount,
    req1xx: count,
    req2xx: count,
    req3xx: count,
    req4xx: count,
    req5xx: count,
    others: count,
    errors: z.array(z.looseObject({ description: z.string(), count })).default([]),
    latency: z
      .looseObject({ mean: amount, max: amount, percentiles: z.record(z.string(), amount).optional() })
      .optional(),
    rps: z.looseObject({ mean: amount, max: amount }).optional(),
  }),
});
type Result = z.infer<typeof resultSchema>;

const FAILED_IN_LATENCY = 'bombardier counts failed requests into its latencies, with the time until they failed';
const DEVIATION =
  'the standard deviations of bombardier leave out how often each value occurs, so they are left out here';
const NO_PERCENTILES = 'percentiles are missing: bombardier -l';

/** What bombardier prints, as JSON (`-o json`) or as text. */
export const bombardier: Importer = {
  tool: 'bombardier',
  reads: 'the JSON of -o json, or its text',
  looksLike: ({ has, text }) =>
    (has('spec') && (has('result') || has('numberOfConnections'))) || isBombardierText(text),
  read: (source) => {
    // Its progress stands before its JSON unless -p says otherwise.
    if (source.documents.length === 0 && source.damage === null) return [bombardierResult(bombardierText(source.text))];
    return documentsOf(source, resultSchema).map((document) => bombardierResult(partsOf(document)));
  },
};

/** What its JSON and its text have in common. */
export interface BombardierParts {
  readonly url: string | null;
  readonly method: string | null;
  readonly connections: number | null;
  readonly ratePerSec: number | null;
  readonly seconds: number | null;
  /** 1xx to 5xx. */
  readonly classes: readonly [number, number, number, number, number];
  /** Without a status. */
  readonly others: number;
  readonly errors: readonly (readonly [message: string, count: number])[];
  readonly bytes: { readonly read: number | null; readonly written: number | null };
  /** Microseconds; percentiles by their number. */
  readonly latency: { readonly mean: number | null; readonly max: number | null } | null;
  readonly percentiles: Readonly<Record<string, number | null>> | null;
  readonly perSec: { readonly mean: number | null; readonly max: number | null };
  readonly notes: readonly string[];
}

function partsOf({ spec, result }: Result): BombardierParts {
  const { req1xx, req2xx, req3xx, req4xx, req5xx } = result;
  return {
    url: spec.url ?? null,
    method: spec.method ?? null,
    connections: spec.numberOfConnections,
    ratePerSec: spec.rate ?? null,
    seconds: result.timeTakenSeconds,
    classes: [req1xx, req2xx, req3xx, req4xx, req5xx],
    others: result.others,
    errors: result.errors.map(({ description, count: times }) => [description, times] as const),
    bytes: { read: result.bytesRead, written: result.bytesWritten },
    latency: result.latency ?? null,
    percentiles: result.latency?.percentiles ?? null,
    perSec: { mean: result.rps?.mean ?? null, max: result.rps?.max ?? null },
    notes: [],
  };
}

function bombardierResult(parts: BombardierParts): ImportedResult {
  const [informed, accepted, redirected, refused, broken] = parts.classes;
  const [ok, badStatus] = [accepted + redirected, informed + refused + broken];
  const failures = samplesOf(parts.errors);
  const kinds = countByKind(failures);
  // An error may come with a status, too, as one while a body is read does.
  const isToldApart = sumOf(failures.map((failure) => failure.count)) === parts.others;
  const outside = isToldApart ? kinds.connect + kinds.tls : 0;
  const all = ok + badStatus + parts.others;
  const percentile = (name: string): number | null => parts.percentiles?.[name] ?? null;
  return importedResult({
    tool: 'bombardier',
    url: parts.url,
    method: parts.method,
    load: { connections: parts.connections, pipelining: 1 },
    seconds: parts.seconds,
    // It waits for every answer.
    requests: { sent: all - outside, measured: all, ok, failed: badStatus + parts.others - outside, inFlightAtEnd: 0 },
    latencyUs: {
      mean: parts.latency?.mean ?? null,
      max: parts.latency?.max ?? null,
      p50: percentile('50'),
      p75: percentile('75'),
      p90: percentile('90'),
      p95: percentile('95'),
      p99: percentile('99'),
    },
    errors: { ...(isToldApart && kinds), status: badStatus },
    statuses: { '1xx': informed, '2xx': accepted, '3xx': redirected, '4xx': refused, '5xx': broken },
    topErrors: topOf(failures),
    bytes: parts.bytes,
    reqPerSec: parts.perSec,
    notes: [
      ...(parts.others > 0 ? [FAILED_IN_LATENCY] : []),
      DEVIATION,
      ...(parts.latency !== null && parts.percentiles === null ? [NO_PERCENTILES] : []),
      ...(parts.ratePerSec === null ? [] : [rateNote(parts.ratePerSec)]),
      ...parts.notes,
    ],
  });
}

function rateNote(perSec: number): string {
  return `kept to ${formatCount(perSec)} requests/sec: its throughput is what was sent, and its latency counts from the send`;
}
