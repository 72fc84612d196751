import { z } from 'zod';
import type { ImportedResult } from '../../model/imported-result.js';
import { Damage } from './damage.js';
import { countByKind, samplesOf, topOf } from './error-words.js';
import { documentsOf } from './importer.js';
import { importedResult, sumOf } from './result.js';
import type { Source } from './source.js';

const hitSchema = z.looseObject({
  code: z.number().int().nonnegative(),
  timestamp: z.string(),
  /** Nanoseconds. */
  latency: z.number().nonnegative(),
  bytes_out: z.number().nonnegative(),
  bytes_in: z.number().nonnegative(),
  error: z.string().default(''),
  method: z.string().optional(),
  url: z.string().optional(),
});
type Hit = z.infer<typeof hitSchema>;

/** Whether it is what `vegeta encode` writes: a request a line. */
export function looksLikeHits({ has }: Source): boolean {
  return has('latency') && has('bytes_out') && has('code') && has('timestamp');
}

/** All requests of an attack as one result: here every latency is known. */
export function hitsOf(source: Source, note: string): ImportedResult {
  const hits = documentsOf(source, hitSchema);
  const began = hits.map(({ timestamp }) => millisecondsOf(timestamp));
  if (began.some(Number.isNaN)) throw new Damage('has a timestamp that is no time');
  const [first, last] = [least(began), -least(began.map((ms) => -ms))];
  const ended = -least(hits.map(({ latency }, at) => -((began[at] ?? 0) + latency / 1e6)));
  const answered = hits.filter(({ code }) => code > 0);
  const ok = answered.filter(({ code }) => code >= 200 && code < 400).length;
  const unanswered = samplesOf(counted(hits.filter(({ code }) => code === 0).map(({ error }) => error || 'no answer')));
  const kinds = countByKind(unanswered);
  const outside = kinds.connect + kinds.tls;
  return importedResult({
    tool: 'vegeta',
    url: only(hits.map(({ url }) => url ?? null)),
    method: only(hits.map(({ method }) => method ?? null)),
    load: { kind: 'open', ratePerSec: last > first ? hits.length / ((last - first) / 1000) : null },
    startedAt: new Date(first).toISOString(),
    seconds: (ended - first) / 1000,
    requests: {
      sent: hits.length - outside,
      measured: hits.length,
      ok,
      failed: hits.length - ok - outside,
      inFlightAtEnd: 0,
    },
    latenciesNs: hits.map(({ latency }) => latency),
    errors: { ...kinds, status: answered.length - ok },
    statuses: Object.fromEntries(counted(answered.map(({ code }) => String(code)))),
    topErrors: topOf(unanswered),
    bytes: {
      read: sumOf(hits.map((hit) => hit.bytes_in)),
      written: sumOf(hits.map((hit) => hit.bytes_out)),
      bodyPerResponse: ok === 0 ? null : sumOf(answered.map((hit) => hit.bytes_in)) / answered.length,
    },
    notes: [note, 'bytes of vegeta are those of bodies'],
  });
}

/** With the digits below a millisecond, which Date leaves out. */
function millisecondsOf(timestamp: string): number {
  const [, fraction = '0'] = /\.(\d+)/.exec(timestamp) ?? [];
  return Date.parse(timestamp.replace(/\.\d+/, '')) + Number(`0.${fraction}`) * 1000;
}

function counted(words: readonly Hit['error'][]): [string, number][] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts];
}

/** Infinity for none. */
function least(values: readonly number[]): number {
  return values.reduce((smallest, value) => Math.min(smallest, value), Number.POSITIVE_INFINITY);
}

/** What all have in common; null where they differ. */
function only(values: readonly (string | null)[]): string | null {
  const [first = null, ...others] = new Set(values);
  return others.length === 0 ? first : null;
}
