import type { RunEvent, SliceEvent } from '../../src/model/events.js';
import type { Cell, Plan } from '../../src/model/plan.js';
import type { Recording } from '../../src/model/recording.js';
import type { Environment } from '../../src/model/report.js';
import { fixedSource } from '../../src/model/request-source.js';
import { SUCCESS_STATUSES } from '../../src/model/scenario.js';

const TARGETS = ['express', 'node-http'];

export function cell(target: string): Cell {
  return { target, scenario: 'json', profile: 'c64' };
}

/** Two targets, one scenario, 2 launches of 3 blocks. */
export const PLAN: Plan = {
  seed: 4211,
  launches: 2,
  blocks: 3,
  durationMs: null,
  fewestBlocks: 3,
  sliceMs: null,
  settleMs: 10,
  mode: 'auto',
  warmup: { minMs: 1000, maxMs: 5000 },
  quick: false,
  targets: TARGETS,
  baseline: 'express',
  scenarios: [
    {
      name: 'json',
      source: fixedSource([{ method: 'GET', path: '/json', headers: {}, body: null }]),
      expect: { status: SUCCESS_STATUSES, body: null, mediaType: null },
      env: {},
    },
  ],
  profiles: [],
  instances: TARGETS.map((target) => ({ id: target, target, env: {}, cells: [cell(target)] })),
  alpha: 0.05,
  margins: {},
};

const ENVIRONMENT: Environment = {
  os: 'linux',
  kernel: '6.18',
  cpuModel: 'any',
  cores: 2,
  memoryBytes: 1e9,
  node: '20.20.2',
  governor: null,
  ci: null,
  container: null,
  loadAverage: 0,
  fingerprint: '0',
};

export const RUN_STARTED: RunEvent = {
  kind: 'run-started',
  run: { id: '20261123-0120-7f3a', startedAt: '2026-11-23T01:20:00Z', seed: 4211, argv: [] },
  plan: PLAN,
  environment: ENVIRONMENT,
  targets: [],
  estimatedSeconds: 89,
};

/** The first server that answers. */
export const TARGET_STARTED: RunEvent = {
  kind: 'target-started',
  launch: 1,
  instance: 'express',
  target: 'express',
  description: {
    name: 'express',
    title: 'Express',
    kind: 'bundled',
    version: null,
    runtime: null,
    command: null,
    url: null,
  },
  startupMs: 1,
  firstResponseMs: 1,
};

/** A measured slice in which every lane was busy for 0.1 s. */
export function slice(launch: number, block: number, target: string, ok: number): SliceEvent {
  return {
    kind: 'slice',
    launch,
    block,
    position: 0,
    phase: 'measure',
    mode: 'plain',
    cell: cell(target),
    recording: recording(ok),
    server: null,
    machine: { foreignCores: null, stealCores: null },
    probeUs: null,
  };
}

function recording(ok: number): Recording {
  const counts = { sent: ok, ok, failed: 0, inFlightAtEnd: 0 };
  return {
    windowMs: 100,
    lanes: 64,
    requests: counts,
    window: {
      ...counts,
      laneSpanNs: 64 * 1e8,
      latencySumNs: 0,
      latencyMinNs: null,
      latencyMaxNs: null,
      bodyBytes: 0,
      latency: [],
      serviceTime: null,
    },
    arrivals: null,
    errors: { connect: 0, tls: 0, read: 0, write: 0, timeout: 0, protocol: 0, status: 0, mismatch: 0 },
    statuses: { '200': ok },
    topErrors: [],
    bytes: { read: 0, written: 0 },
    connections: { requested: 64, opened: 64, reopened: 0, reopenedInWindow: 0, fewestAnswers: 0, mostAnswers: 0 },
    generator: { cpuNs: 0, busy: 0, startSkewNs: 0 },
    reqPerSecSamples: [],
    perSecond: [],
    elapsedMs: 110,
    settleStallMs: 0,
  };
}
