import type { Measurement, SeriesPoint } from '../model/measurement.js';
import type { ErrorKind } from '../model/recording.js';
import type { Report } from '../model/report.js';
import { decodeHdrV2 } from '../stats/hdr-decoding.js';
import { type Distribution, sampleFigures } from './autocannon-figures.js';

const SAMPLE_MS = 1000;
const SOCKET = 'unix:';
/** What autocannon counts as an error: a request that got no answer, or a connection that could not be made. */
const LOST: readonly ErrorKind[] = ['connect', 'tls', 'read', 'write', 'timeout', 'protocol'];

/**
 * autocannon 8's `-j`: an object a line, one for each measurement, with all of its members. Latencies are milliseconds as
 * there, but not rounded down to whole ones. What an imported result does not tell is null.
 */
export function renderAutocannon(report: Report): string {
  const isLoad = report.run.command === 'load';
  // What was never asked anything in a run has failed; zeros would look like a result.
  const shown = report.measurements.filter(({ requests }) => isLoad || requests.sent !== 0);
  return shown.map((measurement) => `${JSON.stringify(resultOf(report, measurement))}\n`).join('');
}

function resultOf(report: Report, measurement: Measurement) {
  const { run } = report;
  const { errors, generator, series } = measurement;
  const profile = report.profiles.find(({ name }) => name === measurement.profile);
  const seconds = run.command === 'load' ? run.seconds : (measurement.loadedSeconds ?? 0);
  return {
    // autocannon leaves the title out where there is none.
    ...(run.command === 'load' ? {} : { title: `${measurement.target}, ${measurement.scenario}` }),
    ...placeOf(report, measurement),
    connections: measurement.imported?.load.connections ?? profile?.connections ?? null,
    sampleInt: SAMPLE_MS,
    pipelining: measurement.imported?.load.pipelining ?? profile?.pipelining ?? null,
    workers: generator.threads,
    duration: Math.round(seconds * 100) / 100,
    samples: series.length,
    ...spanOf(report, measurement, seconds),
    errors: totalOf(LOST.map((kind) => errors[kind])),
    timeouts: errors.timeout,
    mismatches: errors.mismatch,
    ...statusesOf(measurement),
    latency: latencyOf(measurement),
    requests: requestsOf(measurement),
    throughput: throughputOf(measurement),
  };
}

/** Of several requests the first stands for all. */
function placeOf({ targets, scenarios }: Report, { target, scenario }: Measurement) {
  const url = targets.find(({ name }) => name === target)?.url ?? null;
  const path = scenarios.find(({ name }) => name === scenario)?.path || '/';
  if (url?.startsWith(SOCKET)) return { url: `http://localhost${path}`, socketPath: url.slice(SOCKET.length) };
  return { url: url !== null && URL.canParse(url) ? `${new URL(url).origin}${path}` : url };
}

function spanOf({ run }: Report, { imported }: Measurement, seconds: number) {
  const start = Date.parse(imported === undefined ? run.startedAt : (imported.startedAt ?? ''));
  return { start: dateText(start), finish: dateText(start + seconds * 1000) };
}

/** Null for no time, and for one that no calendar has. */
function dateText(ms: number): string | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

const CLASSES = [1, 2, 3, 4, 5] as const;

/**
 * The counts in autocannon's order: other than 2xx, pipelines begun anew (there are none here), each class, each code. An
 * imported result may tell several classes in one count, which are null then, or none.
 */
function statusesOf({ statuses, imported, requests }: Measurement) {
  const counts = Object.entries(statuses);
  const isUntold = imported !== undefined && counts.length === 0 && requests.ok !== 0;
  const countOf = (classes: readonly number[]): number | null => {
    const touched = counts.filter(([name]) => classesOf(name).some((one) => classes.includes(one)));
    const isMixed = touched.some(([name]) => !classesOf(name).every((one) => classes.includes(one)));
    return isUntold || isMixed ? null : touched.reduce((sum, [, count]) => sum + count, 0);
  };
  return {
    non2xx: countOf([1, 3, 4, 5]),
    resets: 0,
    ...Object.fromEntries(CLASSES.map((one) => [`${one}xx`, countOf([one])])),
    statusCodeStats: Object.fromEntries(
      counts.flatMap(([name, count]) => (/^\d{3}$/.test(name) ? [[name, { count }]] : [])),
    ),
  };
}

/** Those that a count may be of: `404`, `4xx`, `2xx-3xx`, `other than 2xx`. */
function classesOf(name: string): readonly number[] {
  const told = [...name.matchAll(/([1-5])(?:xx|\d\d)/g)].map(([, first]) => Number(first));
  return name.startsWith('other') ? CLASSES.filter((one) => !told.includes(one)) : told;
}

function latencyOf({ histograms, latencyUs, requests }: Measurement) {
  const { mean, stddev, min, max } = latencyUs;
  const histogram = histograms.latency === null ? null : decodeHdrV2(histograms.latency);
  const isKnown = histogram !== null && histogram.count > 0;
  return {
    ...sampleFigures({
      // Where nothing was answered autocannon has zeros.
      ...(requests.measured === 0
        ? { mean: 0, stddev: 0, min: 0, max: 0 }
        : { mean: toMs(mean), stddev: toMs(stddev), min: toMs(min), max: toMs(max) }),
      // A bucket is told by its upper end, which may lie above the largest value in it.
      percentile: (percent) =>
        isKnown
          ? toMs(Math.min(histogram.percentileNs(percent) / 1000, max ?? Number.POSITIVE_INFINITY))
          : requests.measured === 0
            ? 0
            : null,
    }),
    totalCount: requests.measured,
  };
}

/** Answers of each second, whatever their status; where requests were lost, only the accepted ones are known by second. */
function requestsOf({ series, errors, requests, statuses, loadedSeconds }: Measurement) {
  const lost = totalOf(LOST.map((kind) => errors[kind])) ?? 0;
  const samples = series.map((point) => perSecond(point, (point.ok ?? 0) + (lost === 0 ? point.failed : 0)));
  const answers = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  // An imported result may tell no statuses.
  const total = answers > 0 ? answers : requests.ok;
  const mean = total === null || !loadedSeconds ? null : total / loadedSeconds;
  return { ...sampleFigures(samples.length > 0 ? samples : unsampled(total, mean)), total, sent: requests.sent };
}

function throughputOf({ series, bytes, loadedSeconds }: Measurement) {
  const known = series.every(({ bytesRead }) => bytesRead !== undefined) && series.length > 0;
  const samples = series.map((point) => perSecond(point, point.bytesRead ?? 0));
  const mean = bytes.read === null || !loadedSeconds ? null : bytes.read / loadedSeconds;
  return { ...sampleFigures(known ? samples : unsampled(bytes.read, mean)), total: bytes.read };
}

/** Where nobody looked each second; of nothing at all every second is known. */
function unsampled(total: number | null, mean: number | null): Distribution {
  if (total === 0) return { mean: 0, stddev: 0, min: 0, max: 0, percentile: () => 0 };
  return { mean, stddev: null, min: null, max: null, percentile: () => null };
}

/** The last second of a load is as long as what was left. */
function perSecond({ ok = 0, throughputPerSec }: SeriesPoint, amount: number): number {
  const length = throughputPerSec !== null && throughputPerSec > 0 && ok > 0 ? ok / throughputPerSec : 1;
  return Math.round(amount / length);
}

/** Of what is known; null where nothing is. */
function totalOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}

/** To the microsecond. */
function toMs(us: number | null): number | null {
  return us === null ? null : Math.round(us) / 1000;
}
