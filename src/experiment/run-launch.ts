import { TargetError } from '../errors.js';
import type { RunEvent } from '../model/events.js';
import type { MeasuringMode } from '../model/plan.js';
import { runBlock } from './blocks.js';
import { estimateSeconds } from './estimate.js';
import type { LiveInstance } from './live-cell.js';
import { decideMode, firstMode } from './mode.js';
import { choosePaces, sectionKey } from './pace.js';
import type { Experiment, RunState } from './run-state.js';
import { startLaunch, type TimeOfDeath, targetDied, targetFailed } from './start-launch.js';
import { warmUp } from './warm-up.js';

/** METHOD 1.5: so many blocks are enough to see who works while others are measured. */
const PILOT_BLOCKS = 6;

/** Fewer blocks are longer ones: half of them then show as much, and leave the launch its other half. */
function pilotBlocks(blocks: number): number {
  return Math.min(PILOT_BLOCKS, Math.ceil(blocks / 2));
}

/** What became of a launch: `restart` when the mode was found wanting and its slices do not count. */
export type LaunchOutcome = 'finished' | 'restart' | 'abandoned';

/** One launch: every target afresh, warmed up, measured in blocks, stopped. Nothing it started outlives it. */
export async function* runLaunch(
  experiment: Experiment,
  state: RunState,
  launch: number,
): AsyncGenerator<RunEvent, LaunchOutcome> {
  const live: LiveInstance[] = [];
  try {
    yield* startLaunch(experiment, state, launch, live);
    for (const one of state.random.shuffle(live)) yield* warmOne(experiment, state, launch, one);
    const outcome = yield* runBlocks(experiment, state, launch, live);
    yield* stopAll(launch, live);
    if (outcome === 'finished') yield { kind: 'launch-finished', launch };
    return outcome;
  } finally {
    await Promise.all(live.map(stop));
  }
}

async function* warmOne(
  experiment: Experiment,
  state: RunState,
  launch: number,
  live: LiveInstance,
): AsyncGenerator<RunEvent> {
  if (live.instance.exit !== null) return yield* bury(state, launch, live, 'before it was warmed up');
  const windows = warmUp(live, live.planned.warmup ?? experiment.plan.warmup, experiment.signal);
  for (let next = await windows.next(); ; next = await windows.next()) {
    if (next.done === true) {
      // Of a server that ended meanwhile there is no state that it came to.
      if (!experiment.signal.aborted && live.instance.exit === null)
        yield { kind: 'warmup-finished', launch, summary: next.value };
      break;
    }
    yield { kind: 'warmup', launch, window: next.value };
  }
  if (live.instance.exit !== null) yield* bury(state, launch, live, 'while it was warmed up');
  else if (state.mode === 'freeze') live.instance.freeze();
}

async function* runBlocks(
  experiment: Experiment,
  state: RunState,
  launch: number,
  live: readonly LiveInstance[],
): AsyncGenerator<RunEvent, LaunchOutcome> {
  const { plan, signal } = experiment;
  // Nothing could be started, or an interrupt came first: there is nothing to choose a mode for.
  if (live.length === 0) return 'abandoned';
  if (state.paces === null) {
    const choice = firstMode(
      plan,
      state.mode,
      live.every((one) => one.instance.canFreeze),
    );
    yield chooseMode(experiment, state, live, { launch, ...choice, restart: false });
    if (choice.mode === 'freeze') for (const one of live) one.instance.freeze();
  }
  for (const one of live) state.idle.begin(one);
  for (let block = 0; block < state.blocks; block += 1) {
    const phase = launch === 1 && block < pilotBlocks(state.blocks) ? 'pilot' : 'measure';
    const alive = live.filter((one) => one.instance.exit === null);
    yield* runBlock(experiment, state, alive, { launch, block, phase });
    for (const one of alive) {
      if (one.instance.exit !== null) yield* bury(state, launch, one, 'while it was measured');
    }
    if (signal.aborted || alive.length === 0) return 'abandoned';
    const isLast = block + 1 === state.blocks;
    if (launch > 1 || !(isLast || block + 1 === pilotBlocks(state.blocks))) continue;
    // Only in the first launch: later the analysis says what a restart would cost too much to mend.
    const switched = switchMode(experiment, state, launch, live);
    if (switched === null) continue;
    yield switched;
    if (isLast) return 'restart';
    for (const one of alive) one.instance.freeze();
    for (const one of alive) state.idle.begin(one);
    block = -1;
  }
  return 'finished';
}

/** Freezes the idle targets from now on if one of them does not keep quiet; the data start again. */
function switchMode(
  experiment: Experiment,
  state: RunState,
  launch: number,
  live: readonly LiveInstance[],
): RunEvent | null {
  const canFreezeAll = live.every((one) => one.instance.canFreeze);
  const decision = decideMode(state.mode, experiment.plan.mode, state.idle.seen(), canFreezeAll);
  if (decision === null) return null;
  const event = chooseMode(experiment, state, live, { launch, ...decision, restart: true });
  state.idle.reset();
  return event;
}

function chooseMode(
  { plan }: Experiment,
  state: RunState,
  live: readonly LiveInstance[],
  choice: { readonly launch: number; readonly mode: MeasuringMode; readonly reason: string; readonly restart: boolean },
): RunEvent {
  const idle = state.idle.seen();
  state.mode = choice.mode;
  const paces = choosePaces(plan, live, choice.mode);
  state.paces = new Map(paces.map((pace) => [sectionKey(pace), pace]));
  state.blocks = Math.max(0, ...paces.map(({ blocks }) => blocks));
  const lengthsMs = paces.flatMap(({ sliceMs }) => sliceMs ?? []);
  return {
    kind: 'mode-chosen',
    ...choice,
    // Where every slice is one request nothing else decides their length.
    sliceMs: lengthsMs.length === 0 ? slowestLatencyMs(live) : Math.min(...lengthsMs),
    blocks: state.blocks,
    paces,
    estimatedSeconds: estimateSeconds(plan, paces),
    idleShare: Object.fromEntries(plan.targets.map((target) => [target, idle.get(target)?.share ?? null])),
  };
}

function slowestLatencyMs(live: readonly LiveInstance[]): number {
  return Math.max(0, ...live.flatMap((one) => one.cells.map((cell) => cell.meanLatencyMs ?? 0)));
}

async function* bury(
  state: RunState,
  launch: number,
  live: LiveInstance,
  when: TimeOfDeath,
): AsyncGenerator<RunEvent, void> {
  if (state.failed.has(live.planned.target)) return;
  state.failed.add(live.planned.target);
  yield targetDied(launch, live, when);
}

async function* stopAll(launch: number, live: readonly LiveInstance[]): AsyncGenerator<RunEvent> {
  for (const one of live) {
    const { instance, planned } = one;
    const peakRssBytes = instance.peakRssBytes();
    const unexpected = instance.exit !== null;
    const failure = await stop(one);
    if (failure !== null) yield targetFailed(launch, planned.target, failure, instance);
    yield { kind: 'target-stopped', launch, target: planned.target, instance: planned.id, peakRssBytes, unexpected };
  }
}

/** What is wrong with a server that cannot be stopped costs that server, not what was measured. */
async function stop(live: LiveInstance): Promise<TargetError | null> {
  for (const cell of live.cells) cell.close();
  try {
    await live.instance.stop();
    return null;
  } catch (error) {
    if (error instanceof TargetError) return error;
    throw error;
  }
}
