import type { LatencySummary, Measurement } from '../model/measurement.js';
import type { ErrorKind } from '../model/recording.js';
import type { Report, ReportProfile } from '../model/report.js';
import { printable } from '../units/words.js';
import { addressOf } from './address.js';
import { allNotes } from './notes.js';
import type { RenderOptions } from './options.js';
import { wrkBinary, wrkColumn, wrkMetric, wrkTimeS, wrkTimeUs } from './wrk-units.js';
import { wrk2LatencyLines } from './wrk2-latency.js';

/**
 * wrk 4.1.0's output, to the column, a block for each measurement. Where wrk cannot say it or would mislead, it differs:
 * no samples read 0.00% and not -nan%; a percentile that its sample cannot support reads n/a; answers with a wrong body
 * have a line of their own; warnings follow the block. Requests/sec counts every answer, as wrk does, rejected ones too.
 * Of an open loop the latencies are those that wrk2 prints, without its lines on calibration: nothing is calibrated.
 */
export function renderWrk(report: Report, options: RenderOptions): string {
  const isComparison = report.run.command !== 'load';
  // What was never asked anything in a run has failed, as its note says; zeros would look like a result.
  const shown = report.measurements.filter(({ requests }) => !isComparison || requests.sent !== 0);
  const blocks = shown.map((measurement) => [
    ...(isComparison ? [`${measurement.target}, ${measurement.scenario}${profileSuffix(report, measurement)}:`] : []),
    ...blockLines(report, measurement, options.latency),
  ]);
  const notes = allNotes(report)
    .filter(({ level }) => level !== 'note')
    .map(({ text }) => ` ! ${printable(text)}`);
  return [...blocks, ...(notes.length > 0 ? [notes] : [])]
    .map((lines) => `${lines.join('\n')}\n`)
    .join(isComparison ? '\n' : '');
}

function blockLines(report: Report, measurement: Measurement, withDistribution: boolean): string[] {
  const profile = report.profiles.find(({ name }) => name === measurement.profile);
  const seconds = secondsOf(report, measurement);
  const answers = answersOf(measurement);
  const { read } = measurement.bytes;
  const perSec = (amount: number): number => (seconds > 0 ? amount / seconds : 0);
  const latencyLines = profile?.kind === 'open' ? wrk2LatencyLines : distributionLines;
  return [
    `Running ${wrkTimeS(durationS(report, measurement))} test @ ${addressOf(report, measurement)}`,
    `  ${measurement.generator.threads ?? NOT_KNOWN} threads and ${connectionsOf(profile, measurement) ?? NOT_KNOWN} connections`,
    '  Thread Stats   Avg      Stdev     Max   +/- Stdev',
    statsLine('Latency', latencyStats(measurement.latencyUs), wrkTimeUs, measurement),
    statsLine('Req/Sec', measurement.reqPerSecSamples, wrkMetric, measurement),
    ...(withDistribution ? latencyLines(measurement) : []),
    `  ${answers} requests in ${wrkTimeUs(seconds * 1e6)}, ${binaryText(read)} read`,
    ...errorLines(measurement),
    `Requests/sec: ${perSec(answers).toFixed(2).padStart(9)}`,
    `Transfer/sec: ${binaryText(read === null ? null : perSec(read)).padStart(11)}`,
  ];
}

/** For what an imported result does not tell. */
const NOT_KNOWN = 'n/a';

function binaryText(bytes: number | null): string {
  return bytes === null ? NOT_KNOWN : `${wrkBinary(bytes)}B`;
}

/** Imported results may each have a number of their own. */
function connectionsOf(profile: ReportProfile | undefined, { imported, connections }: Measurement): number | null {
  if (imported !== undefined) return imported.load.connections;
  return profile?.connections ?? connections.requested;
}

interface Stats {
  readonly mean: number | null;
  readonly stdev: number | null;
  readonly max: number | null;
  readonly withinStdev: number | null;
}

function latencyStats({ mean, stddev, max, withinStdev }: LatencySummary): Stats {
  return { mean, stdev: stddev, max, withinStdev };
}

function statsLine(
  name: string,
  { mean, stdev, max, withinStdev }: Stats,
  format: (amount: number) => string,
  { imported }: Measurement,
): string {
  // Where nothing was measured wrk prints zeros; what another tool does not tell is none.
  const isUntold = (value: number | null): boolean => value === null && imported !== undefined;
  const column = (value: number | null, width: number): string =>
    wrkColumn(isUntold(value) ? NOT_KNOWN : format(value ?? 0), width);
  const within = isUntold(withinStdev) ? `${NOT_KNOWN} ` : `${((withinStdev ?? 0) * 100).toFixed(2)}%`;
  const columns = `${column(mean, 8)}${column(stdev, 10)}${column(max, 9)}${within.padStart(9)}`;
  return `    ${name.padEnd(10)}${columns}`.trimEnd();
}

function distributionLines({ latencyUs, requests }: Measurement): string[] {
  const lines = ([50, 75, 90, 99] as const).map((percent) => {
    const us = latencyUs[`p${percent}`];
    const text = us === null && requests.measured !== 0 ? NOT_KNOWN.padStart(8) : wrkColumn(wrkTimeUs(us ?? 0), 10);
    return `${String(percent).padStart(7)}%${text}`;
  });
  return ['  Latency Distribution', ...lines];
}

function errorLines(measurement: Measurement): string[] {
  const { statuses } = measurement;
  const counted = (...kinds: readonly ErrorKind[]): number =>
    kinds.reduce((sum, kind) => sum + (measurement.errors[kind] ?? 0), 0);
  const [connect, read] = [counted('connect', 'tls'), counted('read', 'protocol')];
  const [write, timeout] = [counted('write'), counted('timeout')];
  const refused = Object.entries(statuses).reduce((sum, [code, count]) => sum + (isRefusal(code) ? count : 0), 0);
  // wrk knows neither expected bodies nor an unexpected 204: what its own line cannot hold is never left out.
  const wrong = counted('mismatch') + Math.max(0, counted('status') - refused);
  return [
    ...(connect + read + write + timeout > 0
      ? [`  Socket errors: connect ${connect}, read ${read}, write ${write}, timeout ${timeout}`]
      : []),
    ...(refused > 0 ? [`  Non-2xx or 3xx responses: ${refused}`] : []),
    ...(wrong > 0 ? [`  Unexpected responses: ${wrong}`] : []),
  ];
}

/** `404`, or `4xx` where an imported result tells classes. */
function isRefusal(code: string): boolean {
  return Number(code.slice(0, 1)) > 3;
}

/** An imported result may tell no statuses. */
function answersOf({ statuses, imported, requests }: Measurement): number {
  const answers = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  return answers === 0 && imported !== undefined ? (requests.measured ?? requests.ok ?? 0) : answers;
}

/** Such that answers and bytes, which include those outside the measured windows, stand over the time they took. */
function secondsOf(report: Report, measurement: Measurement): number {
  const { throughput, requests, loadedSeconds } = measurement;
  const ok = requests.ok ?? 0;
  if (throughput.value !== null && throughput.value > 0 && ok > 0) return ok / throughput.value;
  return loadedSeconds || durationS(report, measurement);
}

function durationS(report: Report, { loadedSeconds }: Measurement): number {
  return report.run.command === 'load' ? report.plan.sliceMs / 1000 : (loadedSeconds ?? 0);
}

function profileSuffix(report: Report, measurement: Measurement): string {
  return report.profiles.length > 1 ? `, ${measurement.profile}` : '';
}
