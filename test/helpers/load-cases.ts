import type { Measurement } from '../../src/model/measurement.js';
import type { Report } from '../../src/model/report.js';
import type { ThresholdMetric } from '../../src/model/threshold.js';
import { encoded, seconds } from './histograms.js';
import { bundled, JSON_SCENARIO, measured, NO_ERRORS, NO_LATENCY, runReport, warned } from './reports.js';

/** `load` on a healthy server. */
export function loadOk(): Report {
  return loadReport({
    throughput: { value: 33_806.42, lower: null, upper: null, unit: 'req/s' },
    latencyUs: {
      min: 102.3,
      mean: 384.12,
      stddev: 740.49,
      withinStdev: 0.9647,
      max: 20_720,
      p50: 225,
      p75: 371,
      p90: 613,
      p95: 942,
      p99: 2510,
      p999: 9120,
    },
    requests: { sent: 338_074, measured: 338_064, ok: 338_064, failed: 0, inFlightAtEnd: 10 },
    statuses: { '200': 338_064 },
    bytes: { read: 42_934_128, written: 20_622_514, bodyPerResponse: 5 },
    histograms: { latency: encoded(338_064, 225), serviceTime: null },
    series: seconds([
      [21_306, 310],
      [34_118, 228],
      [35_021, 221],
      [34_870, 222],
      [12_044, 640],
      [35_902, 219],
      [36_118, 218],
      [35_870, 219],
      [35_990, 220],
      [56_825, 139],
    ]),
  });
}

/** `load` with a rate, on a server that stalled for a second and worked off what had arrived. */
export function loadOpen(): Report {
  const report = loadReport({
    throughput: { value: 4998.1, lower: null, upper: null, unit: 'req/s' },
    latencyUs: {
      min: 98.2,
      mean: 31_270,
      stddev: 148_310,
      withinStdev: 0.9512,
      max: 1_020_400,
      p50: 412,
      p75: 618,
      p90: 1230,
      p95: 95_300,
      p99: 812_000,
      p999: 1_001_000,
    },
    serviceTimeUs: {
      min: 91.4,
      mean: 402.6,
      stddev: 2480,
      withinStdev: 0.9931,
      max: 1_004_200,
      p50: 318,
      p75: 402,
      p90: 611,
      p95: 804,
      p99: 1920,
      p999: 4310,
    },
    requests: { sent: 49_991, measured: 49_981, ok: 49_981, failed: 0, inFlightAtEnd: 10 },
    statuses: { '200': 49_981 },
    bytes: { read: 6_347_587, written: 3_049_451, bodyPerResponse: 5 },
    backlog: { max: 4987, atEnd: 0 },
    arrivals: { due: 50_000, unsent: 19, pacingUs: { p50: 4.1, p99: 38.6, max: 912 } },
    histograms: { latency: encoded(49_981, 412), serviceTime: encoded(49_981, 318) },
    series: seconds([
      [4998, 410],
      [5001, 408],
      [0, null],
      [9964, 90_000],
      [5002, 411],
      [5000, 412],
      [4999, 409],
      [5003, 415],
      [5001, 412],
      [5013, 411],
    ]),
  });
  return {
    ...report,
    profiles: [
      {
        name: 'r5000',
        kind: 'open',
        connections: 10,
        pipelining: 1,
        ratePerSec: 5000,
        arrivals: { spacing: 'even', stages: [{ fromPerSec: 5000, toPerSec: 5000, durationMs: 10_000 }] },
        maxConnections: 10,
      },
    ],
    measurements: report.measurements.map((measurement) => ({ ...measurement, profile: 'r5000' })),
  };
}

/** `load` on a server that refuses, stalls and answers too little for a p999. */
export function loadWithErrors(): Report {
  const report = loadReport({
    throughput: { value: 8.47, lower: null, upper: null, unit: 'req/s' },
    latencyUs: {
      min: 301_200,
      mean: 917_350,
      stddev: 448_560,
      withinStdev: 0.6471,
      max: 2_000_000,
      p50: 917_110,
      p75: 1_260_000,
      p90: 1_660_000,
      p95: 1_800_000,
      p99: null,
      p999: null,
    },
    requests: { sent: 141, measured: 131, ok: 85, failed: 46, inFlightAtEnd: 10 },
    errors: { ...NO_ERRORS, connect: 2, read: 5, timeout: 8, status: 30, mismatch: 3 },
    statuses: { '200': 88, '404': 2, '500': 28 },
    topErrors: [
      { kind: 'status', message: 'status 500', count: 28 },
      { kind: 'timeout', message: 'no answer within 2000 ms', count: 8 },
      { kind: 'read', message: 'connection closed before the answer was complete', count: 5 },
      { kind: 'mismatch', message: 'body is "<html>...", expected "hello"', count: 3 },
    ],
    bytes: { read: 14_632, written: 8601, bodyPerResponse: 5 },
    connections: { requested: 10, opened: 10, reopened: 13 },
    reqPerSecSamples: { mean: 13.56, stdev: 15.99, max: 50, withinStdev: 0.7778 },
    loadedSeconds: 10.035,
    littlesLaw: 0.93,
  });
  return {
    ...report,
    warnings: [warned('warn', 'errors', '46 of 141 requests failed', { target: 'http://127.0.0.1:3000/' })],
  };
}

/** `load` that was checked and judged, by a generator that was the limit. */
export function loadJudged(): Report {
  const report = loadReport({
    throughput: { value: 4210.4, lower: null, upper: null, unit: 'req/s' },
    latencyUs: {
      min: 102.3,
      mean: 384.12,
      stddev: 740.49,
      withinStdev: 0.9647,
      max: 20_720,
      p50: 225,
      p75: 371,
      p90: 613,
      p95: 942,
      p99: 2510,
      p999: null,
    },
    requests: { sent: 5062, measured: 5052, ok: 4210, failed: 842, inFlightAtEnd: 10 },
    errors: { ...NO_ERRORS, mismatch: 842 },
    statuses: { '200': 5052 },
    topErrors: [
      { kind: 'mismatch', message: 'expected JSON user.id=7, got 8', count: 800, check: 'json user.id' },
      { kind: 'mismatch', message: 'expected header ETag, got none', count: 42, check: 'header etag' },
    ],
    generator: { engine: 'socket', threads: 1, cpuSeconds: 0.97, busy: 0.97 },
    loadedSeconds: 1,
  });
  const about = { target: 'http://127.0.0.1:3000/' };
  const threshold = (text: string, metric: ThresholdMetric, limit: number, value: number | null, passed = false) => ({
    text,
    metric,
    comparison: '<' as const,
    limit,
    value,
    passed,
  });
  return {
    ...report,
    thresholds: [
      threshold('p99<20ms', 'p99', 20_000, 2510, true),
      threshold('p99.9<20ms', 'p999', 20_000, null),
      threshold('errors<0.1%', 'errors', 0.001, 842 / 5052),
      { ...threshold('rate>=5k', 'rate', 5000, 4210.4), comparison: '>=' },
    ],
    warnings: [
      warned('warn', 'errors', '842 of 5 062 requests failed (16.6 %)', about),
      warned('warn', 'client-bound', 'the load generator was busy 97 % of its time: the server may be faster', about),
      warned('warn', 'thresholds-broken', '3 of 4 thresholds are broken: p99.9<20ms, errors<0.1%, rate>=5k', {}),
    ],
  };
}

/** `load` on a server that accepts and never answers. */
export function loadUnanswered(): Report {
  const report = loadReport({
    throughput: { value: null, lower: null, upper: null, unit: 'req/s' },
    latencyUs: NO_LATENCY,
    requests: { sent: 10, measured: 0, ok: 0, failed: 0, inFlightAtEnd: 10 },
    statuses: {},
    bytes: { read: 0, written: 610, bodyPerResponse: null },
    reqPerSecSamples: { mean: null, stdev: null, max: null, withinStdev: null },
    loadedSeconds: 0,
    littlesLaw: null,
  });
  return {
    ...report,
    warnings: [warned('invalid', 'nothing-answered', 'no request was answered within 10 s')],
  };
}

/** A single load of 10 s on a URL. */
export function loadReport(parts: Partial<Measurement>): Report {
  const url = 'http://127.0.0.1:3000/';
  const base = runReport({});
  return {
    ...base,
    run: { ...base.run, command: 'load', seed: null, seconds: 10.4, argv: ['load', url] },
    plan: {
      ...base.plan,
      launches: 1,
      launchesDone: 1,
      blocks: 1,
      sliceMs: 10_000,
      warmupMs: 1000,
      mode: 'single',
      baseline: null,
      ceilingPerSec: {},
    },
    targets: [
      {
        ...bundled(url, null, 0),
        kind: 'url',
        runtime: null,
        command: null,
        url,
        startupMs: null,
        firstResponseMs: null,
        peakRssBytes: null,
      },
    ],
    scenarios: [{ ...JSON_SCENARIO, name: '/', path: '/', expects: '2xx or 3xx' }],
    profiles: [{ name: 'c10', kind: 'closed', connections: 10, pipelining: 1, ratePerSec: null }],
    measurements: [
      {
        ...measured(url, '/', 1, 0),
        profile: 'c10',
        connections: { requested: 10, opened: 10, reopened: 0 },
        generator: { engine: 'socket', threads: 1, cpuSeconds: 8.31, busy: 0.831 },
        server: null,
        cold: null,
        reqPerSecSamples: { mean: 34_040, stdev: 11_680, max: 45_840, withinStdev: 0.75 },
        loadedSeconds: 10,
        littlesLaw: 0.9993,
        ...parts,
      },
    ],
  };
}
