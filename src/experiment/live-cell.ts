import { MOST_CHECKED } from '../contract/quick-check.js';
import { LONGEST_COUNTED_BYTES } from '../load/body-counts.js';
import type { Generator, LoadPool, SliceRequest } from '../load/generator.js';
import type { ScenarioAnswer } from '../model/contract.js';
import { type LoadProfile, shareConnections } from '../model/load-profile.js';
import type { Cell, Plan, PlannedInstance } from '../model/plan.js';
import type { Recording } from '../model/recording.js';
import type { Scenario } from '../model/scenario.js';
import type { Instance } from '../target/instance.js';
import { CellConnections } from './cell-connections.js';

/** Beyond the timeout, so that the requests it ends are seen to end. */
const TIMEOUT_SLACK_MS = 200;

/** What a cell is opened with, beside its server. */
export interface CellSetting {
  readonly plan: Plan;
  readonly signal: AbortSignal;
  readonly counter: SharedArrayBuffer;
  /** Cells of the server that are open already, whose connections may do for this one, too. */
  readonly others?: readonly LiveCell[];
  /** What the server answered before it is loaded; absent: nobody asked. */
  readonly answers?: readonly ScenarioAnswer[];
}

/** A cell whose server runs and whose connections are open. */
export class LiveCell {
  readonly cell: Cell;
  readonly scenario: Scenario;
  readonly profile: LoadProfile;
  /** What its bodies say is to be held against what they said before the load. */
  readonly countsBodies: boolean;
  readonly #connections: CellConnections;
  /** Of the last load that answered anything, or as warm-up found it; null before. */
  meanLatencyMs: number | null = null;
  /** What the closed loop of the warm-up came to; null before, and where nothing was answered. */
  capacityPerSec: number | null = null;

  private constructor(
    { cell, scenario, profile, countsBodies }: Pick<LiveCell, 'cell' | 'scenario' | 'profile' | 'countsBodies'>,
    connections: CellConnections,
  ) {
    this.cell = cell;
    this.scenario = scenario;
    this.profile = profile;
    this.countsBodies = countsBodies;
    this.#connections = connections;
  }

  static async open(
    generator: Generator,
    instance: Instance,
    cell: Cell,
    { plan, signal, counter, others = [], answers = [] }: CellSetting,
  ): Promise<LiveCell> {
    const scenario = find(plan.scenarios, cell.scenario);
    const profile = find(plan.profiles, cell.profile);
    const openPool = (): Promise<LoadPool> =>
      generator.open({ endpoint: instance.endpoint, source: scenario.source, profile, counter }, signal);
    const twin = others.find((other) => isSameLoad(other, { scenario, profile }));
    const connections = twin === undefined ? await CellConnections.open(openPool, signal) : twin.#connections;
    const countsBodies = areComparable(scenario, profile, answers);
    return new LiveCell({ cell, scenario, profile, countsBodies }, connections);
  }

  /** Brings back what the server closed while nobody loaded it, and replaces what it is about to; returns how many. */
  reopen(): Promise<number> {
    return this.#connections.reopen();
  }

  /** METHOD 4: settle, window, filler until the last window request is answered, then drained. */
  load(settleMs: number, windowMs: number, sampleMs: number | null = null): Promise<Recording> {
    const staggerMs = this.meanLatencyMs ?? 0;
    return this.#run({ ...CLOSED_SLICE, settleMs, windowMs, fillerMs: windowMs, staggerMs, sampleMs });
  }

  /** The same at a rate, whatever the server does: what still waits at the end of the window is sent all the same. */
  loadAtRate(
    settleMs: number,
    windowMs: number,
    { ratePerSec, seed }: { readonly ratePerSec: number; readonly seed: number },
  ): Promise<Recording> {
    if (this.profile.kind === 'closed') throw new Error(`the load "${this.profile.name}" has no rate`);
    const { spacing } = this.profile.arrivals;
    const stage = { fromPerSec: ratePerSec, toPerSec: ratePerSec, durationMs: settleMs + windowMs };
    return this.#run({
      ...CLOSED_SLICE,
      settleMs,
      windowMs,
      fillerMs: this.profile.timeoutMs + TIMEOUT_SLACK_MS,
      arrivals: { spacing, stages: [stage], seed },
      sendsBacklog: true,
    });
  }

  /** One request, alone. */
  loadOnce(): Promise<Recording> {
    return this.#run({ ...CLOSED_SLICE, requestLimit: 1 });
  }

  async #run(request: Omit<SliceRequest, 'expect'>): Promise<Recording> {
    const { countsBodies } = this;
    const recording = await this.#connections.run({ ...request, expect: this.scenario.expect, countsBodies });
    const { latencySumNs } = recording.window;
    const answered = recording.window.ok + recording.window.failed;
    if (answered > 0 && latencySumNs > 0) this.meanLatencyMs = latencySumNs / answered / 1e6;
    return recording;
  }

  close(): void {
    this.#connections.close();
  }
}

/**
 * Whether all that is asked was asked before the load, in the same protocol, nobody says what bodies should be, and they
 * are short enough.
 */
function areComparable(
  { name, source }: Scenario,
  { engine }: LoadProfile,
  answers: readonly ScenarioAnswer[],
): boolean {
  if (engine === 'http2') return false;
  if (source.kind !== 'fixed' || source.requests.length > MOST_CHECKED) return false;
  const own = answers.filter(({ scenario }) => scenario === name);
  const isShort = ({ bodyHash, bodyBytes }: ScenarioAnswer): boolean =>
    bodyHash !== undefined && bodyBytes <= LONGEST_COUNTED_BYTES;
  return own.length > 0 && own.every(isShort);
}

/** Whether both are asked the same over the same connections, so that what warms one up warms the other. */
export function isSameLoad(
  one: Pick<LiveCell, 'scenario' | 'profile'>,
  other: Pick<LiveCell, 'scenario' | 'profile'>,
): boolean {
  return one.scenario.name === other.scenario.name && shareConnections(one.profile, other.profile);
}

/** A slice of a closed loop as it is but for its lengths. */
export const CLOSED_SLICE = {
  settleMs: 0,
  windowMs: null,
  fillerMs: 0,
  staggerMs: 0,
  requestLimit: null,
  arrivals: null,
  think: null,
  drain: true,
  sampleMs: null,
  ticks: false,
} satisfies Omit<SliceRequest, 'expect'>;

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
