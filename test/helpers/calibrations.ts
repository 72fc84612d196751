import type { CalibratedMetric, Calibration } from '../../src/model/calibration.js';

const METRIC: CalibratedMetric = {
  metric: 'throughput',
  ratio: { value: 1.004, lower: 0.981, upper: 1.028 },
  launchRatios: [1.01, 0.99, 1.02, 1.0, 1.0],
  launchStddev: 0.0187,
  withinStddev: 0.0162,
  expectedStddev: 0.02,
  effects: [
    { seconds: 60, launches: 4, effect: 0.0612 },
    { seconds: 180, launches: 14, effect: 0.0354 },
    { seconds: 600, launches: 48, effect: 0.0281 },
  ],
  margin: 0.02,
  suggestedMargin: 0.0468,
};

/** One of a quiet machine. */
export function calibration(changes: Partial<Calibration> = {}): Calibration {
  return {
    schema: 'perfcmp/calibration@1',
    tool: { name: 'perfcmp', version: '0.1.0' },
    createdAt: '2026-11-22T10:31:00.000Z',
    environment: {
      os: 'linux',
      kernel: '6.18.44',
      cpuModel: 'Example',
      cores: 2,
      memoryBytes: 8e9,
      node: '20.20.2',
      governor: null,
      ci: null,
      container: null,
      loadAverage: 0.1,
      fingerprint: 'f'.repeat(64),
    },
    target: { name: 'node-http', version: '20.20.2' },
    scenario: 'json',
    profile: { name: 'closed-64', kind: 'closed', connections: 64, pipelining: 1, ratePerSec: null },
    mode: 'plain',
    seed: 4211,
    launches: 5,
    blocks: 12,
    sliceMs: 100,
    seconds: 61.2,
    secondsALaunch: 12.24,
    isSound: true,
    metrics: [
      METRIC,
      { ...METRIC, metric: 'latency.p50', margin: 0.05, suggestedMargin: 0.05 },
      {
        ...METRIC,
        metric: 'cpuPerRequest',
        ratio: { value: 0.97, lower: 0.953, upper: 0.988 },
        withinStddev: null,
        effects: [{ seconds: 60, launches: 2, effect: null }, ...METRIC.effects.slice(1)],
        suggestedMargin: null,
      },
    ],
    warnings: [
      {
        code: 'foreign-cpu',
        level: 'note',
        target: null,
        scenario: null,
        profile: null,
        message: 'another process used more than 0.25 cores during 3 of 60 blocks; they were left out',
      },
    ],
    run: '20261122-1031-7f3a',
    ...changes,
  };
}
