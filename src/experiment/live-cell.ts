import { setTimeout as delay } from 'node:timers/promises';
import { endedBySignal } from '../load/ended-by-signal.js';
import type { Generator, LoadPool, SliceRequest } from '../load/generator.js';
import type { LoadProfile } from '../model/load-profile.js';
import type { Cell, Plan, PlannedInstance } from '../model/plan.js';
import type { Recording } from '../model/recording.js';
import type { Scenario } from '../model/scenario.js';
import type { Instance } from '../target/instance.js';

/** A server has work left after the last byte of its last answer: it belongs to the slice, not to the time after it. */
const AFTERMATH_MS = 2;
/** Servers close what is idle for a minute: in a slice of many scenarios they would do so while it is measured. */
const STALE_MS = 20_000;

/** A cell whose server runs and whose connections are open. */
export class LiveCell {
  readonly cell: Cell;
  readonly scenario: Scenario;
  readonly profile: LoadProfile;
  readonly #openPool: () => Promise<LoadPool>;
  #pool: LoadPool;
  #usedMs = performance.now();
  readonly #signal: AbortSignal;
  /** Of the last load that answered anything, or as warm-up found it; null before. */
  meanLatencyMs: number | null = null;

  private constructor(
    { cell, scenario, profile }: Pick<LiveCell, 'cell' | 'scenario' | 'profile'>,
    openPool: () => Promise<LoadPool>,
    pool: LoadPool,
    signal: AbortSignal,
  ) {
    this.cell = cell;
    this.scenario = scenario;
    this.profile = profile;
    this.#openPool = openPool;
    this.#pool = pool;
    this.#signal = signal;
  }

  static async open(
    generator: Generator,
    instance: Instance,
    cell: Cell,
    {
      plan,
      signal,
      counter,
    }: { readonly plan: Plan; readonly signal: AbortSignal; readonly counter: SharedArrayBuffer },
  ): Promise<LiveCell> {
    const scenario = find(plan.scenarios, cell.scenario);
    const profile = find(plan.profiles, cell.profile);
    const openPool = (): Promise<LoadPool> =>
      generator.open({ endpoint: instance.endpoint, source: scenario.source, profile, counter }, signal);
    return new LiveCell({ cell, scenario, profile }, openPool, await openPool(), signal);
  }

  /** Brings back what the server closed while nobody loaded it, and replaces what it is about to; returns how many. */
  async reopen(): Promise<number> {
    if (performance.now() - this.#usedMs > STALE_MS) {
      this.#pool.close();
      this.#pool = await this.#openPool();
      return this.#pool.opened.open;
    }
    return (await this.#pool.reopen(this.#signal)).reopened;
  }

  /**
   * METHOD 4: settle, window, filler until the last window request is answered, then drained. An abort of the
   * experiment ends it at once.
   */
  load(settleMs: number, windowMs: number, sampleMs: number | null = null): Promise<Recording> {
    return this.#run({ settleMs, windowMs, staggerMs: this.meanLatencyMs ?? 0, requestLimit: null, sampleMs });
  }

  /** One request, alone. */
  loadOnce(): Promise<Recording> {
    return this.#run({ settleMs: 0, windowMs: null, staggerMs: 0, requestLimit: 1, sampleMs: null });
  }

  async #run(
    extent: Pick<SliceRequest, 'settleMs' | 'windowMs' | 'staggerMs' | 'requestLimit' | 'sampleMs'>,
  ): Promise<Recording> {
    const running = this.#pool.run({
      ...extent,
      fillerMs: extent.windowMs ?? 0,
      arrivals: null,
      think: null,
      drain: true,
      ticks: false,
      expect: this.scenario.expect,
    });
    const recording = await endedBySignal(this.#signal, () => this.#pool.abort(), running);
    await delay(AFTERMATH_MS);
    this.#usedMs = performance.now();
    const { latencySumNs } = recording.window;
    const answered = recording.window.ok + recording.window.failed;
    if (answered > 0 && latencySumNs > 0) this.meanLatencyMs = latencySumNs / answered / 1e6;
    return recording;
  }

  close(): void {
    this.#pool.close();
  }
}

/** One planned instance, running. */
export interface LiveInstance {
  readonly planned: PlannedInstance;
  readonly instance: Instance;
  readonly cells: readonly LiveCell[];
}

function find<T extends { readonly name: string }>(items: readonly T[], name: string): T {
  const found = items.find((item) => item.name === name);
  if (found === undefined) throw new Error(`the plan has no "${name}"`);
  return found;
}
