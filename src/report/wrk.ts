import type { LatencySummary, Measurement } from '../model/measurement.js';
import type { Report } from '../model/report.js';
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
  const shown = report.measurements.filter(({ requests }) => !isComparison || requests.sent > 0);
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
  const latencyLines = profile?.kind === 'open' ? wrk2LatencyLines : distributionLines;
  return [
    `Running ${wrkTimeS(durationS(report, measurement))} test @ ${addressOf(report, measurement)}`,
    `  ${measurement.generator.threads} threads and ${profile?.connections ?? measurement.connections.requested} connections`,
    '  Thread Stats   Avg      Stdev     Max   +/- Stdev',
    statsLine('Latency', latencyStats(measurement.latencyUs), wrkTimeUs),
    statsLine('Req/Sec', measurement.reqPerSecSamples, wrkMetric),
    ...(withDistribution ? latencyLines(measurement) : []),
    `  ${answers} requests in ${wrkTimeUs(seconds * 1e6)}, ${wrkBinary(measurement.bytes.read)}B read`,
    ...errorLines(measurement),
    `Requests/sec: ${(seconds > 0 ? answers / seconds : 0).toFixed(2).padStart(9)}`,
    `Transfer/sec: ${wrkBinary(seconds > 0 ? measurement.bytes.read / seconds : 0).padStart(10)}B`,
  ];
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

function statsLine(name: string, stats: Stats, format: (amount: number) => string): string {
  const within = ((stats.withinStdev ?? 0) * 100).toFixed(2);
  return (
    `    ${name.padEnd(10)}${wrkColumn(format(stats.mean ?? 0), 8)}${wrkColumn(format(stats.stdev ?? 0), 10)}` +
    `${wrkColumn(format(stats.max ?? 0), 9)}${within.padStart(8)}%`
  );
}

function distributionLines({ latencyUs, requests }: Measurement): string[] {
  const lines = ([50, 75, 90, 99] as const).map((percent) => {
    const us = latencyUs[`p${percent}`];
    const text = us === null && requests.measured > 0 ? 'n/a'.padStart(8) : wrkColumn(wrkTimeUs(us ?? 0), 10);
    return `${String(percent).padStart(7)}%${text}`;
  });
  return ['  Latency Distribution', ...lines];
}

function errorLines(measurement: Measurement): string[] {
  const { errors, statuses } = measurement;
  const connect = errors.connect + errors.tls;
  const read = errors.read + errors.protocol;
  const refused = Object.entries(statuses).reduce((sum, [code, count]) => sum + (Number(code) > 399 ? count : 0), 0);
  // wrk knows neither expected bodies nor an unexpected 204: what its own line cannot hold is never left out.
  const wrong = errors.mismatch + Math.max(0, errors.status - refused);
  return [
    ...(connect + read + errors.write + errors.timeout > 0
      ? [`  Socket errors: connect ${connect}, read ${read}, write ${errors.write}, timeout ${errors.timeout}`]
      : []),
    ...(refused > 0 ? [`  Non-2xx or 3xx responses: ${refused}`] : []),
    ...(wrong > 0 ? [`  Unexpected responses: ${wrong}`] : []),
  ];
}

function answersOf({ statuses }: Measurement): number {
  return Object.values(statuses).reduce((sum, count) => sum + count, 0);
}

/** Such that answers and bytes, which include those outside the measured windows, stand over the time they took. */
function secondsOf(report: Report, measurement: Measurement): number {
  const { throughput, requests, loadedSeconds } = measurement;
  if (throughput.value !== null && throughput.value > 0 && requests.ok > 0) return requests.ok / throughput.value;
  return loadedSeconds > 0 ? loadedSeconds : durationS(report, measurement);
}

function durationS(report: Report, { loadedSeconds }: Measurement): number {
  return report.run.command === 'load' ? report.plan.sliceMs / 1000 : loadedSeconds;
}

function profileSuffix(report: Report, measurement: Measurement): string {
  return report.profiles.length > 1 ? `, ${measurement.profile}` : '';
}
