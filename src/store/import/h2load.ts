import type { ImportedResult } from '../../model/imported-result.js';
import type { LatencySummary } from '../../model/measurement.js';
import { required } from './damage.js';
import type { Importer } from './importer.js';
import { plainNumber, timeUs } from './numbers.js';
import { acceptedOf, importedResult, sumOf } from './result.js';

/** Above so many requests it keeps a sample of their times. */
const MOST_KEPT = 1_000_000;
const NO_PERCENTILES = 'percentiles are missing: h2load prints the median, p95 and p99 since 1.66';
const SAMPLED = 'of more than a million requests h2load keeps the times of a sample';
const UNTOLD = 'h2load does not say why requests without an answer failed';
const NOTE = 'req/s of h2load counts answers of every status: those that failed are left out here';

/** h2load's text. */
export const h2load: Importer = {
  tool: 'h2load',
  reads: 'its text',
  looksLike: ({ text, has }) =>
    !has('measurements') &&
    (/^finished in \S+, \S+ req\/s/m.test(text) || /^requests: \d+ total, \d+ started/m.test(text) || isBegun(text)),
  read: ({ text }) => [readResult(text)],
};

function isBegun(text: string): boolean {
  return /^starting benchmark\.\.\.$/m.test(text);
}

function readResult(text: string): ImportedResult {
  const line = (name: string): string =>
    required(new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1], `line "${name}:"`);
  const [, took = '', rate = ''] = required(
    /^finished in (\S+), (\S+) req\/s/m.exec(text),
    'line "finished in TIME, N req/s"',
  );
  const counts = line('requests');
  const counted = (word: string): number => number(counts, new RegExp(`(\\d+) ${word}`), `count of "${word}"`);
  const statuses = line('status codes');
  const classes = [2, 3, 4, 5].map((first) => number(statuses, new RegExp(`(\\d+) ${first}xx`), `count of ${first}xx`));
  const [ok, failed, errored, timeout] = [
    counted('succeeded'),
    counted('failed'),
    counted('errored'),
    counted('timeout'),
  ];
  const started = counted('started');
  const unanswered = Math.max(0, started - counted('done'));
  const answers = sumOf(classes);
  const perSec = plainNumber(rate) ?? 0;
  const threads = [...text.matchAll(/^spawning thread #\d+: (\d+) total client/gm)];
  const clients = sumOf(threads.map(([, own]) => Number(own)));
  const [read = null, , bodies] = trafficOf(line('traffic'));
  const { latency, isOld } = latencyOf(text);
  const badStatus = acceptedOf(failed, errored);
  return importedResult({
    tool: 'h2load',
    load: { connections: clients > 0 ? clients : null },
    threads: threads.length > 0 ? threads.length : null,
    // Printed to 10 ms, warm-up included; the rate has more digits, and is of the measured time.
    seconds: perSec > 0 && answers > 0 ? answers / perSec : seconds(took),
    requests: { sent: started, ok, failed, inFlightAtEnd: started === ok + failed + unanswered ? unanswered : null },
    latencyUs: latency,
    errors: { timeout, status: badStatus, ...(errored === 0 && NONE_LOST) },
    statuses: Object.fromEntries(classes.map((times, at) => [`${at + 2}xx`, times])),
    bytes: { read, bodyPerResponse: bodies === undefined || answers === 0 ? null : bodies / answers },
    notes: [
      NOTE,
      ...(isOld ? [NO_PERCENTILES] : []),
      ...(counted('total') > MOST_KEPT ? [SAMPLED] : []),
      ...(errored > timeout ? [UNTOLD] : []),
    ],
  });
}

/** Of everything, headers and bodies: exact numbers in parentheses; very old versions have nothing else. */
function trafficOf(words: string): number[] {
  return [...words.matchAll(/\((\d+)\)|(?:^|, )(\d+) bytes/g)].map(([, own, bare]) => Number(own ?? bare));
}

const NONE_LOST = { connect: 0, tls: 0, read: 0, write: 0, protocol: 0 };

/** `request     :` since the median is told, before that `time for request:`. */
function latencyOf(text: string): { readonly latency: Partial<LatencySummary>; readonly isOld: boolean } {
  const row = /^(?:time for request|request *): +(.*)%$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  const within = plainNumber(row.at(-1) ?? '');
  const times = row.slice(0, -1).map((value) => timeUs(value));
  const withinStdev = within === null || within > 100 ? null : within / 100;
  const isOld = row.length === 5;
  // Without any answer all of them are 0.
  if (row.length === 0 || !times[1]) return { latency: {}, isOld: false };
  if (isOld) {
    const [min = null, max = null, mean = null, stddev = null] = times;
    return { latency: { min, max, mean, stddev, withinStdev }, isOld };
  }
  const [min = null, max = null, p50 = null, p95 = null, p99 = null, mean = null, stddev = null] = times;
  return { latency: { min, max, p50, p95, p99, mean, stddev, withinStdev }, isOld };
}

function seconds(took: string): number | null {
  const us = timeUs(took);
  return us === null || us === 0 ? null : us / 1e6;
}

function number(text: string, pattern: RegExp, what: string): number {
  return Number(required(pattern.exec(text)?.[1], what));
}
