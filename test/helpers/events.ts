import type { RunEvent, SliceEvent, SlicePhase } from '../../src/model/events.js';
import type { Cell, MeasuringMode, Plan, PlannedInstance } from '../../src/model/plan.js';
import type { Scenario } from '../../src/model/scenario.js';
import type { TargetDescription } from '../../src/model/target.js';
import { createRandom, type Random } from '../../src/stats/random.js';
import { syntheticEnvironment, syntheticProfile, syntheticRecording, syntheticScenario } from './recordings.js';

/** A server that exists only as numbers. */
export interface SyntheticTarget {
  readonly name: string;
  readonly throughputPerSec: number;
  readonly cpuPerRequestUs?: number;
  readonly failedShare?: number;
  readonly bodyBytes?: number;
  /** CPU burned outside its own slices over that within. */
  readonly idleShare?: number;
  /** Launch, from 1, in which it fails before anything of that launch is measured. */
  readonly failsInLaunch?: number;
  readonly steady?: boolean;
  /** Names of the scenarios it answers; absent: all. */
  readonly scenarios?: readonly string[];
  readonly description?: Partial<TargetDescription>;
}

export interface SyntheticRunOptions {
  readonly seed?: number;
  readonly targets?: readonly SyntheticTarget[];
  /** Null: the first target. */
  readonly baseline?: string;
  readonly scenarios?: readonly Scenario[];
  readonly launches?: number;
  readonly blocks?: number;
  readonly sliceMs?: number;
  readonly quick?: boolean;
  /** Deviation between launches, of one target against another. */
  readonly launchStddev?: number;
  /** Deviation between slices, of one target against another. */
  readonly sliceStddev?: number;
  /** Deviation of the whole machine between blocks, which pairing has to cancel. */
  readonly machineStddev?: number;
  readonly ceilingPerSec?: number;
  /** How busy the generator was at its ceiling. */
  readonly ceilingBusy?: number;
  readonly plan?: Partial<Plan>;
  /** The signal comes in this launch, from 1, after so many of its blocks. */
  readonly interruptedAfter?: { readonly launch: number; readonly blocks: number };
  /** Six pilot blocks in plain mode show background work: all starts again frozen. */
  readonly restartsFrozen?: boolean;
  /** Last word on every slice. */
  readonly slice?: (slice: SliceEvent) => SliceEvent;
}

export const TWO_EQUAL_TARGETS: readonly SyntheticTarget[] = [
  { name: 'express', throughputPerSec: 6000 },
  { name: 'fastify', throughputPerSec: 6000 },
];

/** The events of a run with these targets, from run-started to run-finished; the same options give the same events. */
export function syntheticRun(options: SyntheticRunOptions = {}): RunEvent[] {
  return [...syntheticEvents(options)];
}

/** The same one by one: what they cost is spared for all that come after one has seen enough. */
export function* syntheticEvents(options: SyntheticRunOptions): Generator<RunEvent> {
  const random = createRandom(options.seed ?? 1);
  const targets = options.targets ?? TWO_EQUAL_TARGETS;
  const plan = syntheticPlan(options, targets);
  const [profile] = plan.profiles;
  yield {
    kind: 'run-started',
    run: { id: '20261123-0120-7f3a', startedAt: '2026-11-23T01:20:00.000Z', seed: plan.seed, argv: ['run'] },
    plan,
    environment: syntheticEnvironment,
    targets: targets.map(describe),
    estimatedSeconds: 60,
  };
  yield {
    kind: 'ceiling',
    profile: profile?.name ?? '',
    throughputPerSec: options.ceilingPerSec ?? 100_000,
    busy: options.ceilingBusy ?? 0.97,
  };
  const stop = options.interruptedAfter;
  for (let launch = 1; launch <= plan.launches; launch++) {
    yield* syntheticLaunch({ options, plan, targets, launch, random });
    if (launch === stop?.launch) break;
  }
  yield { kind: 'run-finished', seconds: 89, interrupted: stop === undefined ? null : 'SIGINT' };
}

function syntheticPlan(options: SyntheticRunOptions, targets: readonly SyntheticTarget[]): Plan {
  const names = targets.map((target) => target.name);
  const scenarios = options.scenarios ?? [syntheticScenario()];
  const profile = syntheticProfile();
  return {
    seed: 4211,
    launches: options.launches ?? 5,
    blocks: options.blocks ?? 12,
    durationMs: null,
    fewestBlocks: options.blocks ?? 6,
    sliceMs: options.sliceMs ?? 100,
    settleMs: 15,
    mode: 'auto',
    warmup: { minMs: 2000, maxMs: 60_000 },
    quick: options.quick ?? false,
    targets: names,
    baseline: options.baseline ?? names[0] ?? '',
    scenarios,
    profiles: [profile],
    instances: targets.map(({ name, scenarios: answered }) => ({
      id: name,
      target: name,
      env: {},
      cells: scenarios
        .filter((scenario) => answered?.includes(scenario.name) ?? true)
        .map((scenario) => ({ target: name, scenario: scenario.name, profile: profile.name })),
    })),
    alpha: 0.05,
    margins: {},
    ...options.plan,
  };
}

function describe(target: SyntheticTarget): TargetDescription {
  return {
    name: target.name,
    title: target.name,
    kind: 'bundled',
    version: '1.0.0',
    runtime: 'node 20.20.2',
    command: `node ${target.name}.js`,
    url: null,
    ...target.description,
  };
}

interface LaunchInput {
  readonly options: SyntheticRunOptions;
  readonly plan: Plan;
  readonly targets: readonly SyntheticTarget[];
  readonly launch: number;
  readonly random: Random;
}

function* syntheticLaunch(input: LaunchInput): Generator<RunEvent> {
  const { options, plan, launch, random } = input;
  yield { kind: 'launch-started', launch, order: random.shuffle(plan.targets) };
  const alive = input.targets.filter((target) => (target.failsInLaunch ?? Number.POSITIVE_INFINITY) > launch);
  for (const target of input.targets) {
    yield* alive.includes(target) ? startOf(target, input) : failureOf(target, launch);
  }
  const factors = new Map(alive.map(({ name }) => [name, Math.exp((options.launchStddev ?? 0.005) * random.normal())]));
  function* run(blocks: number, phase: SlicePhase, mode: MeasuringMode): Generator<RunEvent> {
    for (let block = 0; block < blocks; block += 1) {
      yield* syntheticBlock({ ...input, targets: alive, factors, block, phase, mode });
    }
  }
  if (options.restartsFrozen && launch === 1) {
    yield* run(6, 'pilot', 'plain');
    yield modeChosen(plan, 'freeze', launch);
  }
  const mode = options.restartsFrozen ? 'freeze' : 'plain';
  const cut = options.interruptedAfter;
  const isCut = cut?.launch === launch;
  yield* run(isCut ? cut.blocks : plan.blocks, 'measure', mode);
  for (const { name } of alive) yield stopOf(name, launch);
  if (!isCut) yield { kind: 'launch-finished', launch };
}

function modeChosen(plan: Plan, mode: MeasuringMode, launch: number): RunEvent {
  const idleShare = Object.fromEntries(plan.targets.map((target) => [target, 0.04]));
  return {
    kind: 'mode-chosen',
    launch,
    mode,
    sliceMs: 300,
    blocks: plan.blocks,
    estimatedSeconds: 60,
    idleShare,
    reason: 'background work',
    restart: true,
  };
}

function startOf(target: SyntheticTarget, input: LaunchInput): RunEvent[] {
  const own = input.plan.instances.filter((instance) => instance.target === target.name);
  return own.flatMap((instance) => startInstance(target, instance, input.launch));
}

function startInstance(target: SyntheticTarget, { id, cells }: PlannedInstance, launch: number): RunEvent[] {
  const windows = cells.flatMap((cell) =>
    [0.6, 0.8, 0.95, 1, 1, 1, 1, 1].map((share, index): RunEvent => {
      const throughputPerSec = share * target.throughputPerSec;
      return { kind: 'warmup', launch, window: { cell, elapsedMs: 250 * (index + 1), throughputPerSec } };
    }),
  );
  const cpuPerRequestUs = target.cpuPerRequestUs ?? 100;
  return [
    {
      kind: 'target-started',
      launch,
      instance: id,
      target: target.name,
      description: describe(target),
      startupMs: 200 + launch,
      firstResponseMs: 10,
    },
    ...windows,
    {
      kind: 'warmup-finished',
      launch,
      summary: {
        target: target.name,
        instance: id,
        elapsedMs: 2000,
        steady: target.steady ?? true,
        cells: cells.map((cell) => ({ cell, meanLatencyMs: 64_000 / target.throughputPerSec, cpuPerRequestUs })),
      },
    },
  ];
}

function failureOf(target: SyntheticTarget, launch: number): RunEvent[] {
  const message = 'exited with code 1 before it was ready';
  return [{ kind: 'target-failed', launch, target: target.name, message, hint: null, logTail: ['boom'] }];
}

function stopOf(target: string, launch: number): RunEvent {
  return {
    kind: 'target-stopped',
    launch,
    target,
    instance: target,
    peakRssBytes: (100 + launch) * 2 ** 20,
    unexpected: false,
  };
}

interface BlockInput extends LaunchInput {
  readonly factors: ReadonlyMap<string, number>;
  readonly block: number;
  readonly phase: SlicePhase;
  readonly mode: MeasuringMode;
}

/** A random permutation of all cells, each loaded once for the same drawn time. */
function syntheticBlock(input: BlockInput): RunEvent[] {
  const { options, plan, random } = input;
  const windowMs = (options.sliceMs ?? 100) * random.uniform(1, 1.3);
  const machine = Math.exp((options.machineStddev ?? 0.05) * random.normal());
  const cells = input.targets.flatMap((target) =>
    plan.instances
      .filter((instance) => instance.target === target.name)
      .flatMap((instance) => instance.cells.map((cell) => ({ target, cell }))),
  );
  return random.shuffle(cells).map(({ target, cell }, position) => {
    const own = Math.exp((options.sliceStddev ?? 0.02) * random.normal());
    const throughputPerSec = target.throughputPerSec * machine * own * (input.factors.get(target.name) ?? 1);
    const slice = syntheticSlice({ ...input, target, cell, position, windowMs, throughputPerSec });
    return options.slice?.(slice) ?? slice;
  });
}

function syntheticSlice(
  input: BlockInput & {
    readonly target: SyntheticTarget;
    readonly cell: Cell;
    readonly position: number;
    readonly windowMs: number;
    readonly throughputPerSec: number;
  },
): SliceEvent {
  const { target, random, windowMs, throughputPerSec } = input;
  const { failedShare = 0, bodyBytes = 27 } = target;
  const recording = syntheticRecording({ random, throughputPerSec, windowMs, failedShare, bodyBytes });
  const cpuNs = recording.requests.ok * (target.cpuPerRequestUs ?? 100) * 1000 * Math.exp(0.01 * random.normal());
  return {
    kind: 'slice',
    launch: input.launch,
    block: input.block,
    position: input.position,
    phase: input.phase,
    mode: input.mode,
    cell: input.cell,
    recording,
    server: { cpuNs, idleCpuNs: cpuNs * (target.idleShare ?? 0) },
    machine: { foreignCores: 0.02, stealCores: 0 },
    probeUs: 5000,
  };
}
