import type { ImportedResult } from '../../model/imported-result.js';
import { required } from './damage.js';
import type { Importer } from './importer.js';
import { plainNumber } from './numbers.js';
import { acceptedOf, importedResult } from './result.js';

const LENGTHS =
  'ab counts an answer as failed whose length differs from that of the first, which is no failure of pages that vary';
const NOTES = [
  'ab opens a connection for every request unless -k is given, and counts that into the latency',
  'latencies of ab are whole milliseconds',
];
const REDIRECTS = 'ab counts every status but 2xx as failed, redirects, too';

/** ApacheBench's text. */
export const ab: Importer = {
  tool: 'ab',
  reads: 'its text',
  looksLike: ({ text }) => /^This is ApacheBench/m.test(text) || /^Concurrency Level: +\d/m.test(text),
  read: ({ text }) => [readResult(text)],
};

function readResult(text: string): ImportedResult {
  const fact = (name: string): string | null => new RegExp(`^${name}: +(\\S+)`, 'm').exec(text)?.[1] ?? null;
  const number = (name: string): number | null => plainNumber(fact(name) ?? '');
  const answers = required(number('Complete requests'), 'line "Complete requests:"');
  const failedToo = required(number('Failed requests'), 'line "Failed requests:"');
  const badStatus = number('Non-2xx responses') ?? 0;
  const kinds = /\(Connect: (\d+), Receive: (\d+), Length: (\d+), Exceptions: (\d+)\)/.exec(text);
  const [connect = 0, receive = 0, length = 0, exceptions = 0] = (kinds ?? []).slice(1).map(Number);
  const lost = kinds === null ? failedToo : connect + receive + exceptions;
  const percentile = (percent: number): number | null =>
    ms(plainNumber(new RegExp(`^ +${percent}% +(\\d+)`, 'm').exec(text)?.[1] ?? ''));
  const total = /^Total: +(\d+) +(\d+) +([\d.]+) +(\d+) +(\d+)/m.exec(text)?.slice(1).map(Number) ?? [];
  const [host, path] = [fact('Server Hostname'), fact('Document Path')];
  const port = fact('Server Port');
  const read = number('Total transferred');
  const body = number('HTML transferred');
  return importedResult({
    tool: 'ab',
    url:
      host === null || path === null
        ? null
        : `${/^SSL\/TLS Protocol:/m.test(text) ? 'https' : 'http'}://${host}:${port ?? 80}${path}`,
    load: { connections: number('Concurrency Level'), pipelining: 1 },
    threads: 1,
    seconds: required(number('Time taken for tests'), 'line "Time taken for tests:"'),
    requests: { ok: acceptedOf(answers, badStatus + lost), failed: badStatus + lost },
    latencyUs: {
      min: ms(total[0]),
      mean: ms(total[1]),
      stddev: ms(total[2]),
      max: ms(total[4]),
      p50: percentile(50),
      p75: percentile(75),
      p90: percentile(90),
      p95: percentile(95),
      p99: percentile(99),
    },
    errors: { ...(kinds !== null && { connect, read: receive }), status: badStatus },
    statuses: { '2xx': answers - badStatus, 'other than 2xx': badStatus },
    bytes: {
      read,
      written: number('Total body sent'),
      bodyPerResponse: body === null || answers === 0 ? null : body / answers,
    },
    notes: [...NOTES, ...(length > 0 ? [LENGTHS] : []), ...(badStatus > 0 ? [REDIRECTS] : [])],
  });
}

/** 0 is anything below half a millisecond. */
function ms(value: number | null | undefined): number | null {
  return value === undefined || value === null || value === 0 ? null : value * 1000;
}
