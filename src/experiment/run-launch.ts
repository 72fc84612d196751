import { TargetError } from '../errors.js';
import type { RunEvent } from '../model/events.js';
import { runBlock } from './blocks.js';
import type { LiveInstance } from './live-cell.js';
import { capacitiesOf, chooseRates } from './rates.js';
import type { Experiment, RunState } from './run-state.js';
import { startTurn, type TimeOfDeath, targetDied, targetFailed } from './start-launch.js';
import { paceLaunch, switchMode } from './switch-mode.js';
import { type Turn, turnsOf } from './turns.js';
import { waitForPorts } from './wait-for-ports.js';
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
  yield* waitForPorts(experiment.signal);
  const turns = turnsOf(experiment, state, launch);
  yield { kind: 'launch-started', launch, order: turns.flat().map(({ id }) => id) };
  let outcome: LaunchOutcome = 'abandoned';
  for (const turn of turns) {
    const ofTurn = yield* runTurn(experiment, state, launch, turn);
    if (ofTurn === 'restart' || experiment.signal.aborted) return experiment.signal.aborted ? 'abandoned' : ofTurn;
    // One that failed takes the others with it only where nobody else is left.
    if (ofTurn === 'finished') outcome = ofTurn;
  }
  if (outcome === 'finished' && state.rates === null) {
    yield* settleRates(experiment, state, launch);
    return 'restart';
  }
  if (outcome === 'finished') yield { kind: 'launch-finished', launch };
  return outcome;
}

/** The rates of open loops, once all targets were warm; none where there is no such loop. */
function* settleRates({ plan }: Experiment, state: RunState, launch: number): Generator<RunEvent> {
  state.rates = chooseRates(plan, state.capacities);
  if (state.rates.length > 0) yield { kind: 'rates-chosen', launch, rates: state.rates };
}

/** What is alive together, from its start to its stop. */
async function* runTurn(
  experiment: Experiment,
  state: RunState,
  launch: number,
  turn: Turn,
): AsyncGenerator<RunEvent, LaunchOutcome> {
  const live: LiveInstance[] = [];
  try {
    yield* startTurn(experiment, state, { launch, turn }, live);
    for (const one of state.random.shuffle(live)) yield* warmOne(experiment, state, launch, one);
    if (state.rates === null) {
      state.capacities.push(...capacitiesOf(live));
      if (isAllOf(turn, experiment, state)) yield* settleRates(experiment, state, launch);
    }
    // Where each has its turn alone, all are warmed up once before it is known what the slowest can do.
    const isWarmUpOnly = state.rates === null && live.length > 0;
    const outcome = isWarmUpOnly ? 'finished' : yield* runBlocks(experiment, state, launch, live);
    yield* stopAll(state, launch, live);
    return outcome;
  } finally {
    await Promise.all(live.map(stop));
  }
}

/** Whether nobody else has to be warm before rates are known: always so where there are none to choose. */
function isAllOf(turn: Turn, { plan }: Experiment, state: RunState): boolean {
  if (plan.profiles.every(({ kind }) => kind === 'closed')) return true;
  return plan.instances.every((one) => state.failed.has(one.target) || turn.includes(one));
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
  else if (state.mode === 'freeze') await live.instance.freeze();
}

async function* runBlocks(
  experiment: Experiment,
  state: RunState,
  launch: number,
  live: readonly LiveInstance[],
): AsyncGenerator<RunEvent, LaunchOutcome> {
  const { signal } = experiment;
  // Nothing could be started, or an interrupt came first: there is nothing to choose a mode for.
  if (live.length === 0) return 'abandoned';
  yield* paceLaunch(experiment, state, launch, live);
  beginAll(state, live);
  for (let block = 0; block < state.blocks; block += 1) {
    const isPilot = state.mode !== 'exclusive' && launch === 1 && block < pilotBlocks(state.blocks);
    const alive = live.filter((one) => one.instance.exit === null);
    yield* runBlock(experiment, state, alive, { launch, block, phase: isPilot ? 'pilot' : 'measure' });
    for (const one of alive) {
      if (one.instance.exit !== null) yield* bury(state, launch, one, 'while it was measured');
    }
    if (signal.aborted || alive.length === 0) return 'abandoned';
    const isLast = block + 1 === state.blocks;
    if (!isTimeToChoose(launch, block, state.blocks)) continue;
    const switched = switchMode(experiment, state, { launch, isLastBlock: isLast }, live);
    if (switched === null) continue;
    yield switched;
    // Who is alive with others now has to be started anew to be alone.
    if (isLast || state.mode === 'exclusive') return 'restart';
    for (const one of alive) await one.instance.freeze();
    beginAll(state, alive);
    block = -1;
  }
  return 'finished';
}

/** What they used until now is no part of what is measured. */
function beginAll(state: RunState, live: readonly LiveInstance[]): void {
  for (const one of live) {
    state.idle.begin(one);
    state.processes.begin(one);
  }
}

/** After the pilot, which shows what is plainly there, and at the end of each launch, the last one too. */
function isTimeToChoose(launch: number, block: number, blocks: number): boolean {
  const isLast = block + 1 === blocks;
  return isLast || (launch === 1 && block + 1 === pilotBlocks(blocks));
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

async function* stopAll(state: RunState, launch: number, live: readonly LiveInstance[]): AsyncGenerator<RunEvent> {
  for (const one of live) {
    const { instance, planned } = one;
    const peakRssBytes = instance.peakRssBytes();
    const processes = state.processes.end(one);
    const unexpected = instance.exit !== null;
    const failure = await stop(one);
    if (failure !== null) yield targetFailed(launch, planned.target, failure, instance);
    yield {
      kind: 'target-stopped',
      launch,
      target: planned.target,
      instance: planned.id,
      peakRssBytes,
      unexpected,
      ...(processes.length > 0 && { processes }),
    };
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
