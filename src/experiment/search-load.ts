import { setTimeout as delay } from 'node:timers/promises';
import { endedBySignal } from '../load/ended-by-signal.js';
import type { Generator, LoadPool, SliceRequest } from '../load/generator.js';
import type { Endpoint, LoadProfile } from '../model/load-profile.js';
import type { Recording } from '../model/recording.js';
import type { RequestSource } from '../model/request-source.js';
import type { Expectation } from '../model/scenario.js';
import { LatencyHistogram } from '../stats/histogram.js';

/** Beyond the timeout, so that the requests it ends are seen to end. */
const TIMEOUT_SLACK_MS = 200;
/** Requests one after the other that tell whether a server is through with what came before. */
const CALM_REQUESTS = 9;
const CALM_FACTOR = 2;
const CALM_SLACK_MS = 2;
const LONGEST_RECOVERY_MS = 5000;
const RECOVERY_LOOK_MS = 20;

/** What the loads of a search have in common. */
export interface SearchedServer {
  readonly generator: Generator;
  readonly endpoint: Endpoint;
  readonly source: RequestSource;
  /** Of all loads, so that none sends what another has sent. */
  readonly counter: SharedArrayBuffer;
  readonly expect: Expectation;
  readonly signal: AbortSignal;
}

/** One load on connections of its own, so that no step finds what another left behind; null when it was interrupted. */
export async function loadOnce(
  server: SearchedServer,
  profile: LoadProfile,
  windowMs: number,
  settleMs = 0,
): Promise<Recording | null> {
  const pool = await openPool(server, profile);
  try {
    return await runSlice(server, pool, sliceOf(server, profile, { windowMs, settleMs }));
  } finally {
    pool.close();
  }
}

/** Opens connections; whoever interrupts gets those that are open. */
export function openPool({ generator, endpoint, source, counter, signal }: SearchedServer, profile: LoadProfile) {
  return generator.open({ endpoint, source, profile, counter }, signal);
}

/** Runs a slice; null when it was interrupted, since half a step says nothing. */
export async function runSlice(
  { signal }: SearchedServer,
  pool: LoadPool,
  slice: SliceRequest,
): Promise<Recording | null> {
  if (signal.aborted) return null;
  const recording = await endedBySignal(signal, () => pool.abort(), pool.run(slice));
  return signal.aborted ? null : recording;
}

/** A slice of this profile that waits for its last answer. */
export function sliceOf(
  { expect }: SearchedServer,
  profile: LoadProfile,
  times: { readonly windowMs: number | null; readonly settleMs?: number; readonly requests?: number },
): SliceRequest {
  return {
    settleMs: times.settleMs ?? 0,
    windowMs: times.windowMs,
    fillerMs: profile.timeoutMs + TIMEOUT_SLACK_MS,
    staggerMs: 0,
    requestLimit: times.requests ?? null,
    arrivals: profile.kind === 'open' ? profile.arrivals : null,
    think: null,
    drain: true,
    sampleMs: 250,
    ticks: false,
    expect,
  };
}

/** Waits after a load that was too much until the server answers as quickly as it did before any. */
export class Recovery {
  readonly #server: SearchedServer;
  readonly #profile: LoadProfile;
  #calmMs: number | null = null;

  constructor(server: SearchedServer, profile: LoadProfile) {
    this.#server = server;
    // One connection is enough to be answered, and too little to keep a server from recovering.
    this.#profile = {
      ...profile,
      kind: 'closed',
      name: 'c1',
      connections: 1,
      pipelining: 1,
      threads: 1,
      think: null,
    };
  }

  /** Learns how quickly a server answers that has nothing else to do, in milliseconds; null where it does not. */
  async learn(): Promise<number | null> {
    this.#calmMs = await this.#latencyMs();
    return this.#calmMs;
  }

  async wait(): Promise<void> {
    if (this.#calmMs === null) return;
    const enoughMs = this.#calmMs * CALM_FACTOR + CALM_SLACK_MS;
    const deadlineMs = performance.now() + LONGEST_RECOVERY_MS;
    while (performance.now() < deadlineMs && !this.#server.signal.aborted) {
      const latencyMs = await this.#latencyMs();
      if (latencyMs !== null && latencyMs <= enoughMs) return;
      await delay(RECOVERY_LOOK_MS);
    }
  }

  /** The median, so that a pause does not count; null where not all were answered. */
  async #latencyMs(): Promise<number | null> {
    const pool = await openPool(this.#server, this.#profile);
    try {
      const slice = sliceOf(this.#server, this.#profile, { windowMs: null, requests: CALM_REQUESTS });
      const recording = pool.opened.open === 0 ? null : await runSlice(this.#server, pool, slice);
      if (recording === null || recording.requests.ok < CALM_REQUESTS) return null;
      return LatencyHistogram.fromSparse(recording.window.latency).percentileNs(50) / 1e6;
    } finally {
      pool.close();
    }
  }
}
