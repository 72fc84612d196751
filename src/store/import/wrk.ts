import type { ImportedResult } from '../../model/imported-result.js';
import type { LatencySummary } from '../../model/measurement.js';
import { Damage, required } from './damage.js';
import type { Importer } from './importer.js';
import { binaryBytes, plainNumber, siCount, timeUs } from './numbers.js';
import { acceptedOf, type FoundResult, importedResult } from './result.js';
import { hdrLatencies } from './wrk2-latency.js';

const LATE_AND_BAD =
  'answers later than the timeout and answers with a status above 399 are counted as different ones: wrk does not say how many were both';
const CORRECTED =
  'wrk adds latencies that it did not measure behind every slow answer, always: they are in avg, stdev and percentiles; perfcmp load --format wrk prints the same text, and adds none';
const AS_MEASURED = 'written by perfcmp in the form of wrk, without the latencies that wrk adds to those it measured';
const BATCHES = 'its percentiles are 0, as wrk prints them when requests are pipelined: they are left out';
const LOST = 'a request that was never answered is in no count of wrk';
const RATE_UNTOLD = 'the rate that was asked for is not printed';
const CALIBRATED = `${RATE_UNTOLD}; the first 10 s of wrk2 are in the counts and not in the latencies`;

/** wrk's text, and what `perfcmp load --format wrk` prints. */
export const wrk: Importer = {
  tool: 'wrk',
  reads: 'its text',
  looksLike: ({ text }) => /^Running .* test @ /m.test(text) || /^\s*Thread Stats\s+Avg/m.test(text),
  read: ({ text }) => blocksOf(text).map(({ block, isOwn }) => importedResult(readBlock(block, 'wrk', isOwn))),
};

/** wrk2's text: a rate was kept, so the latencies are told by HdrHistogram. */
export const wrk2: Importer = {
  tool: 'wrk2',
  reads: 'its text',
  looksLike: (source) => wrk.looksLike(source) && /HdrHistogram|^ *Thread calibration:/m.test(source.text),
  read: ({ text }) => blocksOf(text).map(({ block, isOwn }) => readWrk2(block, isOwn)),
};

/**
 * Whether perfcmp measured what was printed at once: then it may say what wrk cannot, as that something is not known, a wrong answer, a warning.
 * Failures always come with a warning; without any of these nobody can tell it from wrk's. What perfcmp had imported is
 * not its own.
 */
function isOfPerfcmp(text: string): boolean {
  const isPrintedByIt = /^ .*\bn\/a\b|^ *Unexpected responses: |^ ! \S/m.test(text);
  return isPrintedByIt && !/^ ! (?:a single run|single runs) of /m.test(text);
}

/** Of several runs in one file each, with whether perfcmp measured it: others beside it may be of wrk. */
function blocksOf(text: string): { readonly block: string; readonly isOwn: boolean }[] {
  const outputs = outputsOf(text.split(/^(?=Running .* test @ )/m));
  if (outputs.length === 0) {
    throw new Damage('has no line "Running ... test @ URL"', 'give the whole output of wrk');
  }
  return outputs.flatMap((blocks) => {
    const isOwn = isOfPerfcmp(blocks.join(''));
    return blocks.map((block) => ({ block, isOwn }));
  });
}

/** The blocks of each output: one, or of a comparison of perfcmp as many as have names above, warnings behind the last. */
function outputsOf(parts: readonly string[]): string[][] {
  const outputs: string[][] = [];
  let isOpen = false;
  for (const [index, part] of parts.entries()) {
    if (!/^Running .* test @ /.test(part)) continue;
    const isNamed = /(?:^|\n)\S.*, .*:\r?\n$/.test(parts[index - 1] ?? '');
    if (isNamed && isOpen) outputs.at(-1)?.push(part);
    else outputs.push([part]);
    isOpen = isNamed && !/^ ! \S/m.test(part);
  }
  return outputs;
}

function readWrk2(block: string, isOwn: boolean): ImportedResult {
  const found = readBlock(block, 'wrk2', isOwn);
  const { recorded, uncorrected, count } = hdrLatencies(block);
  return importedResult({
    ...found,
    load: { ...found.load, kind: 'open' },
    requests: { ...found.requests, measured: count },
    latencyUs: { ...found.latencyUs, ...recorded },
    serviceTimeUs: uncorrected ?? {},
    notes: [
      ...found.notes.filter((note) => note !== CORRECTED && note !== AS_MEASURED),
      /^ *Thread calibration:/m.test(block) ? CALIBRATED : RATE_UNTOLD,
    ],
  });
}

/** `isOwn`: of perfcmp, whose counts of answers have none that came too late. */
function readBlock(block: string, tool: 'wrk' | 'wrk2', isOwn: boolean): FoundResult {
  const line = (pattern: RegExp): string | null => pattern.exec(block)?.[1]?.trim() ?? null;
  const answers = required(number(line(/^ *(\d+) requests in /m)), 'line "N requests in TIME, SIZE read"');
  const perSec = required(number(line(/^Requests\/sec: *(\S+)/m)), 'line "Requests/sec:"');
  const [, took = '', read = ''] = /^ *\d+ requests in (\S+), (\S+) read/m.exec(block) ?? [];
  const [, threads = '', connections = ''] = /^ *(\S+) threads and (\S+) connections/m.exec(block) ?? [];
  const bad = number(line(/^ *Non-2xx or 3xx responses: (\d+)/m)) ?? 0;
  const wrong = number(line(/^ *Unexpected responses: (\d+)/m)) ?? 0;
  const [connect, lost, write, late] = socketErrors(block);
  const ok = acceptedOf(answers, bad + wrong + (isOwn ? 0 : late));
  const tookUs = timeUs(took);
  const { latency, isBatched } = latencyOf(block, answers);
  return {
    tool,
    url: line(/^Running .* test @ (\S+)/m),
    load: { connections: number(connections) },
    threads: number(threads),
    // Printed to 10 ms; the rate has more digits.
    seconds: perSec > 0 ? answers / perSec : tookUs === null ? null : tookUs / 1e6,
    requests: { ok, failed: bad + wrong + late + lost + write },
    latencyUs: latency,
    errors: { connect, read: lost, write, timeout: late, status: bad, ...(wrong > 0 && { mismatch: wrong }) },
    // It tells these two classes and no code.
    statuses: { '2xx-3xx': answers - bad, '4xx-5xx': bad },
    bytes: { read: binaryBytes(read) },
    reqPerSec: samplesOf(block),
    notes: [
      ...(latency.mean === undefined ? [] : [isOwn ? AS_MEASURED : CORRECTED]),
      ...(isBatched ? [BATCHES] : []),
      ...(!isOwn && late > 0 && bad > 0 ? [LATE_AND_BAD] : []),
      ...(!isOwn && (answers === 0 || lost + late > 0) ? [LOST] : []),
    ],
  };
}

/** connect, read, write, timeout; the line is left out where all are 0. */
function socketErrors(block: string): readonly [number, number, number, number] {
  const match = /^ *Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/m.exec(block);
  if (match === null && /Socket errors:/.test(block)) throw new Damage('has a damaged line "Socket errors:"');
  const [connect = 0, read = 0, write = 0, timeout = 0] = (match ?? []).slice(1).map(Number);
  return [connect, read, write, timeout];
}

function latencyOf(
  block: string,
  answers: number,
): { readonly latency: Partial<LatencySummary>; readonly isBatched: boolean } {
  const [mean, stddev, max, within] = columnsOf(block, 'Latency');
  const meanUs = timeUs(mean);
  // Where nothing was answered all of it reads 0.
  if (answers === 0 || !meanUs) return { latency: {}, isBatched: false };
  const percentiles = [50, 75, 90, 99].map((percent) => {
    const pattern = new RegExp(`^ *${percent}(?:\\.000)?% +(\\S+)`, 'm');
    return [`p${percent}`, timeUs(pattern.exec(block)?.[1] ?? '')] as const;
  });
  const isBatched = percentiles.some(([, value]) => value === 0);
  return {
    latency: {
      mean: meanUs,
      stddev: timeUs(stddev),
      max: timeUs(max),
      withinStdev: isBatched ? null : share(within),
      ...(isBatched ? {} : Object.fromEntries(percentiles)),
    },
    isBatched,
  };
}

function samplesOf(block: string): NonNullable<FoundResult['reqPerSec']> {
  const [mean, stdev, max, within] = columnsOf(block, 'Req/Sec');
  const known = siCount(mean);
  return known ? { mean: known, stdev: siCount(stdev), max: siCount(max), withinStdev: share(within) } : {};
}

/** Avg, Stdev, Max, +/- Stdev of a row of the thread statistics. */
function columnsOf(block: string, name: string): readonly [string, string, string, string] {
  const row = new RegExp(`^ *${name} +(\\S+) +(\\S+) +(\\S+) +(\\S+)%`, 'm').exec(block);
  const [mean = '', stdev = '', max = '', within = ''] = row?.slice(1) ?? [];
  return [mean, stdev, max, within];
}

function share(percent: string): number | null {
  const value = plainNumber(percent);
  return value === null || value > 100 ? null : value / 100;
}

function number(text: string | null): number | null {
  return text === null ? null : plainNumber(text);
}
