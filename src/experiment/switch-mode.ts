import type { RunEvent } from '../model/events.js';
import { LEAST_GATE_LAUNCHES } from '../model/gate.js';
import type { MeasuringMode, SectionPace } from '../model/plan.js';
import { LEAST_LAUNCHES } from '../model/rough.js';
import { estimateAnewSeconds, estimateSeconds, launchesLeft } from './estimate.js';
import { idleShare } from './idle-watch.js';
import type { LiveInstance } from './live-cell.js';
import { decideMode, type ModeEvidence } from './mode.js';
import { choosePaces, longerSlices, sectionKey } from './pace.js';
import type { Experiment, RunState } from './run-state.js';

/** As long as there are no more launches, beginning again costs little: then it takes less to go on to another mode. */
const EARLY_LAUNCHES = 2;

/** The slices of the run once the first targets are warm; in exclusive mode later ones may ask for longer ones. */
export function* paceLaunch(
  experiment: Experiment,
  state: RunState,
  launch: number,
  live: readonly LiveInstance[],
): Generator<RunEvent> {
  if (state.paces !== null && state.mode !== 'exclusive') return;
  if (choosePaces(experiment.plan, live, state.mode, state.rates ?? []).every((pace) => isPaced(state, pace))) return;
  yield chooseMode(experiment, state, live, { launch, mode: state.mode, reason: state.modeReason, restart: false });
}

/** Whether a scenario under a profile has slices that are long enough. */
function isPaced({ paces }: RunState, pace: SectionPace): boolean {
  const known = paces?.get(sectionKey(pace));
  return known !== undefined && (known.sliceMs ?? 0) >= (pace.sliceMs ?? 0);
}

/** Measures otherwise from now on if a target does not keep quiet; the data start again. Null: the mode stands. */
export function switchMode(
  experiment: Pick<Experiment, 'run' | 'plan'>,
  state: RunState,
  { launch, isLastBlock }: { readonly launch: number; readonly isLastBlock: boolean },
  live: readonly LiveInstance[],
): RunEvent | null {
  const isEarly = launch <= EARLY_LAUNCHES;
  const isEnd = isLastBlock && launch === experiment.plan.launches;
  const evidence = { ...evidenceOf(experiment, state, live), isEarly, isEnd };
  const decision = decideMode(state.mode, experiment.plan.mode, evidence);
  if (decision === null) return null;
  const paces = choosePaces(experiment.plan, live, decision.mode, state.rates ?? []);
  // After the pilot there is hardly anything to lose.
  const isPilot = launch === 1 && !isLastBlock;
  if (!isPilot) {
    // What would stand at the end, too, costs the verdicts.
    const isInvalid = decideMode(state.mode, experiment.plan.mode, { ...evidence, isEnd: true }) !== null;
    if (!isWorthTheBudget(experiment, state, paces, { isEarly, isInvalid })) return null;
  }
  state.paces = null;
  const event = chooseMode(experiment, state, live, { launch, ...decision, restart: true });
  state.idle.reset();
  state.thaws.reset();
  return event;
}

/**
 * Whether what is left of a budget makes a result that is worth beginning again. Early, where verdicts would be invalid, a
 * rough one is; of a gate fewer launches than it needs decide nothing.
 */
function isWorthTheBudget(
  { run, plan }: Pick<Experiment, 'run' | 'plan'>,
  state: RunState,
  paces: readonly SectionPace[],
  { isEarly, isInvalid }: { readonly isEarly: boolean; readonly isInvalid: boolean },
): boolean {
  const launchMs = Math.max(state.lastLaunchMs, performance.now() - state.launchBeganMs);
  const left = launchesLeft(plan, paces, {
    elapsedMs: elapsedMs(state),
    launchMs,
    paces: [...(state.paces?.values() ?? [])],
  });
  const { command = 'run' } = run;
  const isRoughEnough = command === 'run' && isEarly && isInvalid;
  const needed = isRoughEnough ? 1 : command === 'gate' ? LEAST_GATE_LAUNCHES : LEAST_LAUNCHES;
  return left >= Math.min(plan.launches, needed);
}

function evidenceOf(
  { plan }: Pick<Experiment, 'plan'>,
  { idle, thaws, failed }: RunState,
  live: readonly LiveInstance[],
): Omit<ModeEvidence, 'isEarly' | 'isEnd'> {
  // Of a URL it is known beforehand; one that is alone disturbs nobody.
  const hidden = plan.targets.length > 1 ? live.find(({ instance }) => instance.unseen) : undefined;
  return {
    idle: without(failed, idle.seen()),
    thawStallMs: without(failed, thaws.seen()),
    canFreezeAll: live.every((one) => one.instance.canFreeze),
    unseen: hidden?.planned.target ?? null,
  };
}

/** Who failed takes no further part, and has no verdict that another mode would save. */
function without<T>(failed: ReadonlySet<string>, seen: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...seen].filter(([target]) => !failed.has(target)));
}

function chooseMode(
  { plan }: Pick<Experiment, 'plan'>,
  state: RunState,
  live: readonly LiveInstance[],
  choice: { readonly launch: number; readonly mode: MeasuringMode; readonly reason: string; readonly restart: boolean },
): RunEvent {
  const idle = state.idle.seen();
  const thaws = state.thaws.seen();
  state.mode = choice.mode;
  state.modeReason = choice.reason;
  const chosen = choosePaces(plan, live, choice.mode, state.rates ?? []).filter((pace) => !isPaced(state, pace));
  state.paces = new Map([...(state.paces ?? []), ...chosen.map((pace) => [sectionKey(pace), pace] as const)]);
  const paces = [...state.paces.values()];
  state.blocks = Math.max(0, ...paces.map(({ blocks }) => blocks));
  const lengthsMs = paces.flatMap(({ sliceMs }) => sliceMs ?? []);
  const longer = longerSlices(plan, live, choice.mode);
  const shareOf = (target: string): number | null => {
    const cpu = idle.get(target);
    return cpu === undefined ? null : idleShare(cpu);
  };
  return {
    kind: 'mode-chosen',
    ...choice,
    // Where every slice is one request nothing else decides their length.
    sliceMs: lengthsMs.length === 0 ? slowestLatencyMs(live) : Math.min(...lengthsMs),
    ...(longer !== null && { longer }),
    blocks: state.blocks,
    paces,
    estimatedSeconds: choice.restart
      ? estimateAnewSeconds(plan, paces, elapsedMs(state))
      : estimateSeconds(plan, paces),
    idleShare: Object.fromEntries(plan.targets.map((target) => [target, shareOf(target)])),
    ...(thaws.size === 0 ? {} : { thawStallMs: Object.fromEntries(thaws) }),
  };
}

function slowestLatencyMs(live: readonly LiveInstance[]): number {
  return Math.max(0, ...live.flatMap((one) => one.cells.map((cell) => cell.meanLatencyMs ?? 0)));
}

function elapsedMs({ beganMs }: RunState): number {
  return performance.now() - beganMs;
}
