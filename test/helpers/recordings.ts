import type { ClosedLoadProfile, LoadProfile, OpenLoadProfile } from '../../src/model/load-profile.js';
import type { ErrorCounts, Recording } from '../../src/model/recording.js';
import type { Environment } from '../../src/model/report.js';
import { fixedSource } from '../../src/model/request-source.js';
import type { Scenario } from '../../src/model/scenario.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';
import type { Random } from '../../src/stats/random.js';

export const NO_ERRORS: ErrorCounts = {
  connect: 0,
  tls: 0,
  read: 0,
  write: 0,
  timeout: 0,
  protocol: 0,
  status: 0,
  mismatch: 0,
};

export const syntheticEnvironment: Environment = {
  os: 'linux',
  kernel: '6.18.0',
  cpuModel: 'Synthetic CPU',
  cores: 2,
  memoryBytes: 8 * 2 ** 30,
  node: '20.20.2',
  governor: null,
  ci: null,
  container: null,
  loadAverage: 0.1,
  fingerprint: 'f00d',
};

export function syntheticProfile(changes: Partial<ClosedLoadProfile> = {}): LoadProfile {
  return {
    kind: 'closed',
    name: 'c64',
    connections: 64,
    pipelining: 1,
    threads: 1,
    engine: 'socket',
    timeoutMs: 2000,
    connectTimeoutMs: 2000,
    bodySampleEvery: 100,
    requestsPerConnection: null,
    think: null,
    ...changes,
  };
}

/** A constant rate for a time. */
export function openProfile(
  perSec: number,
  durationMs: number,
  changes: Partial<OpenLoadProfile> = {},
): OpenLoadProfile {
  const { connections = 64 } = changes;
  return {
    kind: 'open',
    name: `r${perSec}`,
    connections,
    maxConnections: connections,
    pipelining: 1,
    threads: 1,
    engine: 'socket',
    timeoutMs: 2000,
    connectTimeoutMs: 2000,
    bodySampleEvery: 100,
    requestsPerConnection: null,
    arrivals: { spacing: 'even', stages: [{ fromPerSec: perSec, toPerSec: perSec, durationMs }], seed: 1 },
    ...changes,
  };
}

export function syntheticScenario(name = 'json', changes: Partial<Scenario> = {}): Scenario {
  return {
    name,
    source: fixedSource([{ method: 'GET', path: `/${name}`, headers: {}, body: null }]),
    expect: {
      status: [{ from: 200, to: 200 }],
      body: { kind: 'bytes', count: 27 },
      mediaType: null,
    },
    env: {},
    ...changes,
  };
}

export interface SyntheticRecordingOptions {
  readonly random: Random;
  readonly throughputPerSec: number;
  readonly windowMs?: number;
  readonly lanes?: number;
  /** Share of requests answered with status 500. */
  readonly failedShare?: number;
  readonly bodyBytes?: number;
  /** Spread of the lognormal latencies. */
  readonly latencySigma?: number;
}

/**
 * What a closed loop would have recorded: lanes that are never idle, lognormal latencies whose sum is exactly the time of
 * the lanes, so that Little's law holds.
 */
export function syntheticRecording(options: SyntheticRecordingOptions): Recording {
  const { random, throughputPerSec, windowMs = 100, lanes = 64, bodyBytes = 27, latencySigma = 0.3 } = options;
  const answered = Math.round((throughputPerSec * windowMs) / 1000);
  const failed = Math.round(answered * (options.failedShare ?? 0));
  const ok = answered - failed;
  const laneSpanNs = answered === 0 ? 0 : lanes * windowMs * 1e6;
  const { latency, sumNs, minNs, maxNs } = sharesOf(laneSpanNs, answered, () =>
    Math.exp(latencySigma * random.normal()),
  );
  const requests = { sent: answered, ok, failed, inFlightAtEnd: 0 };
  return {
    windowMs,
    lanes,
    requests,
    window: {
      ...requests,
      laneSpanNs,
      latencySumNs: sumNs,
      latencyMinNs: answered === 0 ? null : minNs,
      latencyMaxNs: answered === 0 ? null : maxNs,
      bodyBytes: ok * bodyBytes,
      latency,
      serviceTime: null,
    },
    arrivals: null,
    errors: { ...NO_ERRORS, status: failed },
    statuses: { ...(ok > 0 ? { 200: ok } : {}), ...(failed > 0 ? { 500: failed } : {}) },
    topErrors: failed > 0 ? [{ kind: 'status', message: 'status 500', count: failed }] : [],
    bytes: { read: answered * (150 + bodyBytes), written: answered * 60 },
    connections: {
      requested: lanes,
      opened: lanes,
      reopened: 0,
      reopenedInWindow: 0,
      fewestAnswers: Math.floor(answered / lanes),
      mostAnswers: Math.ceil(answered / lanes),
    },
    generator: { cpuNs: windowMs * 0.4e6, busy: 0.4, startSkewNs: 0 },
    reqPerSecSamples: [throughputPerSec],
    perSecond: [{ second: 0, ok, failed }],
    elapsedMs: windowMs + 20,
    settleStallMs: 0,
  };
}

/** Made anew for every recording, both would cost more than what is recorded. */
const histogram = new LatencyHistogram();
let draws = new Float64Array(4096);

/** A span cut into so many latencies, as long in proportion as what is drawn. */
function sharesOf(
  spanNs: number,
  count: number,
  draw: () => number,
): { readonly latency: number[]; readonly sumNs: number; readonly minNs: number; readonly maxNs: number } {
  if (draws.length < count) draws = new Float64Array(2 * count);
  let drawn = 0;
  for (let at = 0; at < count; at += 1) {
    const one = draw();
    draws[at] = one;
    drawn += one;
  }
  histogram.reset();
  let [sumNs, minNs, maxNs] = [0, Number.POSITIVE_INFINITY, 0];
  for (let at = 0; at < count; at += 1) {
    const valueNs = Math.round((draws[at]! / drawn) * spanNs);
    histogram.record(valueNs);
    sumNs += valueNs;
    if (valueNs < minNs) minNs = valueNs;
    if (valueNs > maxNs) maxNs = valueNs;
  }
  return { latency: histogram.toSparse(), sumNs, minNs, maxNs };
}
