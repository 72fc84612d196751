import type { ImportedResult } from '../../model/imported-result.js';
import { Damage, required } from './damage.js';
import { countByKind, samplesOf, topOf } from './error-words.js';
import type { Importer } from './importer.js';
import { plainNumber, timeUs } from './numbers.js';
import { importedResult, sumOf } from './result.js';

const NOTES = [
  'requests/sec of hey counts failed requests, too: they are left out here',
  'latency of hey counts connecting and sending, too, and no failed request; it is told to 0.1 ms',
];
const MOST_KEPT = 1_000_000;

/** hey's text. */
export const hey: Importer = {
  tool: 'hey',
  reads: 'its text',
  looksLike: ({ text }) => /^Summary:/m.test(text) && /^ +Total:\s.* secs/m.test(text),
  read: ({ text }) => [readResult(text)],
};

function readResult(text: string): ImportedResult {
  const fact = (name: string): string | null => new RegExp(`^ +${name}:\\s+(.*)$`, 'm').exec(text)?.[1]?.trim() ?? null;
  const us = (name: string): number | null => known(timeUs(fact(name) ?? ''));
  const percentile = (percent: number): number | null =>
    known(timeUs(new RegExp(`^ +${percent}%%? in (.*)$`, 'm').exec(text)?.[1] ?? ''));
  if (!/^Status code distribution:/m.test(text)) throw new Damage('has no "Status code distribution:"', 'is it whole?');
  const statuses = [...text.matchAll(/^ +\[(\d{3})\]\s+(\d+) responses$/gm)].map(
    ([, code = '', times]) => [code, Number(times)] as const,
  );
  const answers = sumOf(statuses.map(([, times]) => times));
  const ok = sumOf(statuses.flatMap(([code, times]) => (/^[23]/.test(code) ? times : [])));
  const failures = samplesOf(errorsOf(text));
  const kinds = countByKind(failures);
  const lost = sumOf(failures.map(({ count }) => count)) - kinds.connect - kinds.tls;
  const seconds = required(timeUs(fact('Total') ?? ''), 'line "Total:"') / 1e6;
  return importedResult({
    tool: 'hey',
    load: {},
    seconds,
    // It waits for every answer.
    requests: { sent: answers + lost, measured: answers, ok, failed: answers - ok + lost, inFlightAtEnd: 0 },
    latencyUs: {
      min: us('Fastest'),
      mean: us('Average'),
      max: us('Slowest'),
      p50: percentile(50),
      p75: percentile(75),
      p90: percentile(90),
      p95: percentile(95),
      p99: percentile(99),
    },
    errors: { ...kinds, status: answers - ok },
    statuses: Object.fromEntries(statuses),
    topErrors: topOf(failures),
    bytes: { bodyPerResponse: bodyOf(fact('Size/request')) },
    notes: [
      ...NOTES,
      ...(answers >= MOST_KEPT ? ['hey keeps the first million requests; statuses and latencies are of those'] : []),
    ],
  });
}

/** `  [5]	Get "http://...": EOF`, behind the heading. */
function errorsOf(text: string): [string, number][] {
  const part = text.split(/^Error distribution:/m)[1] ?? '';
  return [...part.matchAll(/^ +\[(\d+)\]\s+(.*)$/gm)].map(([, times, message = '']) => [message, Number(times)]);
}

function bodyOf(size: string | null): number | null {
  return plainNumber(/^(\d+) bytes$/.exec(size ?? '')?.[1] ?? '');
}

/** hey prints 0.0000 for what does not exist, and for what is below 50 us. */
function known(us: number | null): number | null {
  return us === 0 ? null : us;
}
