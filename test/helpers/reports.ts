import type { Comparison } from '../../src/model/comparison.js';
import type { CountedMeasurement, LatencySummary, Measurement } from '../../src/model/measurement.js';
import type { Environment, Report, ReportScenario } from '../../src/model/report.js';
import type { Warning } from '../../src/model/warning.js';

// Fixed reports with numbers of real runs, for the golden files. They take parts over defaults and never a clock.

export const NO_ERRORS = { connect: 0, tls: 0, read: 0, write: 0, timeout: 0, protocol: 0, status: 0, mismatch: 0 };

/** `encoded(200, 2510)`, written out because zlib packs it differently from version to version. */
const FEW_LATENCIES =
  'HISTFAAAALt4nG2QMQrCQBBFZ1+QICIiEoLEIBJSiEUIIhZiIZbiISw8hL03sLC2sLTzNh7CI0R2110xOo/3d6bcPzieeiLqLCJKRAKxo/dKj7sfd8VNsWfDkhkFY3IyRqSkJPTpExMTGXqGrrFLx2tpe11qQhpvgp/t+/3N+vV/qxPWttD7nY6mT+uHltfSNjrcv3UDthVNZPqKTXMJKUOGZGTkjJlQMGXGghUlORNK5qzZsuPAVfFUXAKqiBeGeRr6';

export const NO_LATENCY: LatencySummary = {
  min: null,
  mean: null,
  stddev: null,
  withinStdev: null,
  max: null,
  p50: null,
  p75: null,
  p90: null,
  p95: null,
  p99: null,
  p999: null,
};

export const JSON_SCENARIO: ReportScenario = {
  name: 'json',
  method: 'GET',
  path: '/json',
  requests: 1,
  env: {},
  expects: '200, 27 bytes',
};

export const BENCHMARK_SCENARIO: ReportScenario = {
  name: 'benchmark-no-wait',
  method: 'GET',
  path: '/benchmark?user=1',
  requests: 16,
  env: { WAIT_MS: '0' },
  expects: '200, json with ok, user',
};

/** A whole latency summary around a median, shaped like a server under closed load. */
export function latencyAround(p50Us: number): LatencySummary {
  return {
    min: p50Us * 0.31,
    mean: p50Us * 1.05,
    stddev: p50Us * 0.24,
    withinStdev: 0.8831,
    max: p50Us * 5.1,
    p50: p50Us,
    p75: p50Us * 1.11,
    p90: p50Us * 1.27,
    p95: p50Us * 1.4,
    p99: p50Us * 1.64,
    p999: p50Us * 3.2,
  };
}

/** A measured cell: throughput with half a width in percent, and everything else in proportion. */
export function measured(
  target: string,
  scenario: string,
  perSec: number,
  spreadPercent: number,
  parts: Partial<Measurement> = {},
): Measurement {
  const half = (perSec * spreadPercent) / 100;
  const ok = Math.round(perSec * 6.9);
  return {
    target,
    scenario,
    profile: 'c64',
    throughput: { value: perSec, lower: perSec - half, upper: perSec + half, unit: 'req/s' },
    latencyUs: latencyAround(60_500_000 / perSec),
    serviceTimeUs: latencyAround(60_500_000 / perSec),
    requests: { sent: ok + 64, measured: ok, ok, failed: 0, inFlightAtEnd: 64 },
    errors: NO_ERRORS,
    statuses: { '200': ok },
    topErrors: [],
    bytes: { read: ok * 174, written: ok * 61, bodyPerResponse: 27 },
    connections: { requested: 64, opened: 64, reopened: 0 },
    backlog: { max: 0, atEnd: 0 },
    generator: { engine: 'socket', threads: 1, cpuSeconds: 3.21, busy: 0.46 },
    server: { cpuSeconds: 6.6, cpuPerRequestUs: 990_000 / perSec, peakRssBytes: 59_400_000, coresUsed: 0.99 },
    cold: { firstResponseMs: 12.4, firstSecondPerSec: perSec * 0.4 },
    warmup: [{ elapsedMs: 250, throughputPerSec: perSec * 0.3 }],
    series: [
      { launch: 1, block: 0, throughputPerSec: perSec, meanLatencyUs: 63_500_000 / perSec, failed: 0, excluded: false },
    ],
    launches: [
      { launch: 1, throughput: perSec, p50Us: 60_500_000 / perSec, p99Us: null, cpuPerRequestUs: null, steady: true },
    ],
    reqPerSecSamples: { mean: perSec, stdev: perSec * 0.08, max: perSec * 1.12, withinStdev: 0.7 },
    loadedSeconds: 6.9,
    littlesLaw: 0.998,
    histograms: { latency: FEW_LATENCIES, serviceTime: null },
    ...parts,
  };
}

/** A planned cell of which nothing was ever asked. */
export function unmeasured(target: string, scenario: string): Measurement {
  return measured(target, scenario, 1, 0, {
    throughput: { value: null, lower: null, upper: null, unit: 'req/s' },
    latencyUs: NO_LATENCY,
    serviceTimeUs: NO_LATENCY,
    requests: { sent: 0, measured: 0, ok: 0, failed: 0, inFlightAtEnd: 0 },
    statuses: {},
    bytes: { read: 0, written: 0, bodyPerResponse: null },
    server: null,
    cold: null,
    warmup: [],
    series: [],
    launches: [],
    reqPerSecSamples: { mean: null, stdev: null, max: null, withinStdev: null },
    loadedSeconds: 0,
    littlesLaw: null,
  });
}

/** A comparison with express in throughput. */
export function compared(
  target: string,
  scenario: string,
  ratio: readonly [value: number, lower: number, upper: number],
  verdict: Comparison['verdict'],
  parts: Partial<Comparison> = {},
): Comparison {
  const [value, lower, upper] = ratio;
  return {
    scenario,
    profile: 'c64',
    metric: 'throughput',
    baseline: 'express',
    target,
    ratio: { value, lower, upper },
    launchRatios: [lower, value, value, value, upper],
    alpha: 0.05,
    margin: 0.02,
    mde: 0.034,
    verdict,
    lean: null,
    typicalRatio: null,
    allBlocksRatio: null,
    ...parts,
  };
}

export function warned(level: Warning['level'], code: string, message: string, parts: Partial<Warning> = {}): Warning {
  return { code, level, target: null, scenario: null, profile: null, message, ...parts };
}

/** A `run` without results, to be filled in. */
export function runReport(parts: Partial<Report>): Report {
  return {
    schema: 'perfcmp/report@1',
    tool: { name: 'perfcmp', version: '0.1.0' },
    run: {
      id: '20261122-1031-7f3a',
      command: 'run',
      startedAt: '2026-11-22T10:31:07.000Z',
      seconds: 96.4,
      seed: 4211,
      argv: ['run'],
      interrupted: null,
    },
    environment: {
      os: 'linux',
      kernel: '6.18.5-generic',
      cpuModel: 'Intel(R) Xeon(R) Processor @ 2.90GHz',
      cores: 2,
      memoryBytes: 8_326_991_872,
      node: '20.20.2',
      governor: null,
      ci: null,
      container: null,
      loadAverage: 0.31,
      fingerprint: '9f2c6c1b0a4d4b4f8a3f1d0f5a2e7c6b9f2c6c1b0a4d4b4f8a3f1d0f5a2e7c6b',
    },
    plan: {
      launches: 5,
      launchesDone: 5,
      blocks: 12,
      sliceMs: 100,
      settleMs: 15,
      warmupMs: 4000,
      mode: 'plain',
      quick: false,
      alpha: 0.05,
      baseline: 'express',
      ceilingPerSec: { c64: 61_200 },
      cores: { workers: 1, serverCpus: '1', generatorCpus: null },
    },
    targets: [
      bundled('node-http', '20.20.2', 59_400_000),
      bundled('express', '5.3.0', 110_200_000),
      { ...bundled('spring-like', '12.5.1', 137_000_000), title: 'Spring-like (NestJS)' },
    ],
    scenarios: [JSON_SCENARIO],
    profiles: [{ name: 'c64', kind: 'closed', connections: 64, pipelining: 1, ratePerSec: null }],
    measurements: [],
    comparisons: [],
    rankings: [],
    warnings: [],
    gate: null,
    search: null,
    ...parts,
  };
}

export function bundled(name: string, version: string | null, peakRssBytes: number): Report['targets'][number] {
  return {
    name,
    title: name,
    kind: 'bundled',
    version,
    runtime: 'node 20.20.2',
    command: 'node server.js',
    url: 'http://127.0.0.1:41871',
    startupMs: 212,
    firstResponseMs: 12.4,
    peakRssBytes,
    failure: null,
  };
}

/** One that perfcmp measured itself, so that all of it was counted. */
export function counted(measurement: Measurement | undefined): CountedMeasurement {
  if (measurement === undefined || measurement.imported !== undefined) throw new Error('nothing was measured');
  return measurement as CountedMeasurement;
}

/** The machine of a report that was measured on one. */
export function machineOf({ environment }: Report): Environment {
  if (environment === null) throw new Error('the machine is not known');
  return environment;
}
