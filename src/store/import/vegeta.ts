import { z } from 'zod';
import type { ImportedResult } from '../../model/imported-result.js';
import { formatCount } from '../../units/rate.js';
import { Damage } from './damage.js';
import { documentsOf, type Importer, statusCode } from './importer.js';
import { acceptedOf, importedResult, sumOf } from './result.js';
import { hitsOf, looksLikeHits } from './vegeta-hits.js';
import { isVegetaText, vegetaTextReport } from './vegeta-text.js';

const count = z.number().int().nonnegative();
const amount = z.number().nonnegative();

const reportSchema = z.looseObject({
  latencies: z.looseObject({
    mean: amount,
    '50th': amount,
    '90th': amount.optional(),
    '95th': amount,
    '99th': amount,
    max: amount,
    min: amount.optional(),
  }),
  bytes_in: z.looseObject({ total: count, mean: amount }),
  bytes_out: z.looseObject({ total: count }),
  earliest: z.string().optional(),
  duration: amount,
  wait: amount,
  requests: count,
  rate: amount,
  status_codes: z.record(statusCode, count),
  errors: z.array(z.string()).nullable().default([]),
});
/** vegeta's report, its times in nanoseconds. */
export type VegetaReport = z.infer<typeof reportSchema>;

const PICKED_UP = 'latency of vegeta begins when a worker takes a request up, not when it was due';
const MOST_TOLD = 3;

/** `vegeta report`, as JSON or text, and the hits themselves as `vegeta encode` writes them. */
export const vegeta: Importer = {
  tool: 'vegeta',
  reads: 'vegeta report as JSON or text, or vegeta encode',
  looksLike: (source) =>
    (source.has('latencies') && (source.has('status_codes') || source.damage !== null)) ||
    looksLikeHits(source) ||
    isVegetaText(source.text) ||
    isGob(source.text),
  read: (source) => {
    if (isGob(source.text)) {
      throw new Damage(
        'holds its binary results',
        'vegeta report -type json, or vegeta encode, makes of them what can be read',
      );
    }
    if (looksLikeHits(source)) return [hitsOf(source, PICKED_UP)];
    if (isVegetaText(source.text)) return [vegetaResult(vegetaTextReport(source.text))];
    return documentsOf(source, reportSchema).map(vegetaResult);
  },
};

/** What `vegeta attack` writes by default: Go's gob of its Result. */
function isGob(text: string): boolean {
  return /^.{0,40}Result.{0,80}Attack/s.test(text);
}

/** A report in perfcmp's terms; accepted are the same statuses, 2xx and 3xx. */
function vegetaResult(found: VegetaReport): ImportedResult {
  const { latencies, requests, bytes_in: read, bytes_out: written } = found;
  const { 0: unanswered = 0, ...statuses } = found.status_codes;
  const answers = sumOf(Object.values(statuses));
  const ok = sumOf(Object.entries(statuses).flatMap(([code, times]) => (/^[23]/.test(code) ? times : [])));
  const us = (ns: number | undefined): number | null => (ns === undefined || requests === 0 ? null : ns / 1000);
  const errors = found.errors ?? [];
  return importedResult({
    tool: 'vegeta',
    load: { kind: 'open', ratePerSec: requests === 0 ? null : found.rate },
    startedAt: found.earliest ?? null,
    seconds: (found.duration + found.wait) / 1e9,
    // It waits for every answer.
    requests: { sent: requests, measured: requests, ok, failed: acceptedOf(requests, ok), inFlightAtEnd: 0 },
    latencyUs: {
      min: us(latencies.min),
      mean: us(latencies.mean),
      max: us(latencies.max),
      p50: us(latencies['50th']),
      p90: us(latencies['90th']),
      p95: us(latencies['95th']),
      p99: us(latencies['99th']),
    },
    errors: { status: answers - ok, ...(unanswered === 0 && errors.length === 0 && NOTHING_LOST) },
    statuses,
    bytes: { read: read.total, written: written.total, bodyPerResponse: requests === 0 ? null : read.mean },
    notes: [
      PICKED_UP,
      'bytes of vegeta are those of bodies',
      ...(unanswered > 0 || errors.length > 0 ? [errorNote(unanswered, errors)] : []),
    ],
  });
}

const NOTHING_LOST = { connect: 0, tls: 0, read: 0, write: 0, timeout: 0, protocol: 0 };

/** Its errors are a set without counts. */
function errorNote(unanswered: number, errors: readonly string[]): string {
  const told = errors.slice(0, MOST_TOLD).join('; ');
  const more = errors.length > MOST_TOLD ? ` and ${errors.length - MOST_TOLD} more` : '';
  return `${formatCount(unanswered)} requests without an answer; vegeta does not say how many for which reason${told === '' ? '' : `: ${told}${more}`}`;
}
