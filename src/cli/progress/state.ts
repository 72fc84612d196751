import type { StopRule } from '../../model/config.js';
import type { RunEvent, SliceEvent } from '../../model/events.js';
import type { Interim } from '../../model/interim.js';
import type { Plan, SectionPace } from '../../model/plan.js';
import type { Warning } from '../../model/warning.js';
import { type Activity, nextActivity } from './activity.js';
import { type CellsProgress, nextCells } from './cells.js';

/** Where a run stands, computed from its events alone. */
export interface ProgressState {
  /** When `load` ends; null for other commands. */
  readonly stop: StopRule | null;
  readonly plan: Plan | null;
  /** When the run began; null before. */
  readonly startedMs: number | null;
  /** How often each scenario is measured in a launch, once that is known. */
  readonly paces: readonly SectionPace[];
  /** How long the plan would take, from `estimatedFromMs` on; null before there is one. */
  readonly estimatedSeconds: number | null;
  readonly estimatedFromMs: number;
  /** What a gate may take on top of that, to show a loss again; null where nothing comes on top. */
  readonly confirmingSeconds: number | null;
  readonly startedTargets: number;
  readonly activity: Activity;
  readonly launch: LaunchProgress | null;
  readonly finishedLaunches: number;
  /** Time that the finished launches took together. */
  readonly finishedLaunchesMs: number;
  readonly cells: CellsProgress;
  /** How targets stand; null before anything can be told. */
  readonly interim: Interim | null;
  /** Of the targets that failed, each time it was given. */
  readonly hints: readonly string[];
  /** What was told since the run began, notes too. */
  readonly warnings: readonly Warning[];
}

/** How far the current launch is. */
export interface LaunchProgress {
  /** From 1. */
  readonly launch: number;
  readonly startedMs: number;
  readonly firstSliceMs: number | null;
  readonly slices: number;
}

/** The state before the first event. */
export function initialState(stop: StopRule | null): ProgressState {
  return {
    stop,
    plan: null,
    startedMs: null,
    paces: [],
    estimatedSeconds: null,
    estimatedFromMs: 0,
    confirmingSeconds: null,
    startedTargets: 0,
    activity: { kind: 'preparing' },
    launch: null,
    finishedLaunches: 0,
    finishedLaunchesMs: 0,
    cells: new Map(),
    interim: null,
    hints: [],
    warnings: [],
  };
}

type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;

/** The state after one more event. */
export function nextState(state: ProgressState, event: RunEvent, nowMs: number): ProgressState {
  const cells = nextCells(state.cells, event, state.plan);
  // A single load is one long slice: its ticks tell more.
  const isTold = event.kind === 'slice' && state.stop !== null;
  const activity = isTold ? state.activity : nextActivity(state.activity, event, nowMs);
  return afterEvent({ ...state, cells, activity }, event, nowMs);
}

function afterEvent(state: ProgressState, event: RunEvent, nowMs: number): ProgressState {
  switch (event.kind) {
    case 'gate-planned':
      return { ...state, confirmingSeconds: event.confirmingSeconds };
    case 'loss-proven':
      return { ...state, confirmingSeconds: null };
    case 'run-started':
      return begun(state, event, nowMs);
    case 'run-resumed':
      return resumed(state, event, nowMs);
    case 'launch-started':
      return {
        ...state,
        launch: { launch: event.launch, startedMs: nowMs, firstSliceMs: null, slices: 0 },
      };
    case 'target-started':
      return { ...state, startedTargets: state.startedTargets + 1 };
    case 'mode-chosen':
      return afterMode(
        { ...state, plan: state.plan && { ...state.plan, blocks: event.blocks }, paces: event.paces ?? [] },
        event,
        nowMs,
      );
    case 'slice':
      return state.stop === null ? afterSlice(state, event, nowMs) : state;
    case 'launch-finished':
      return {
        ...state,
        finishedLaunches: state.finishedLaunches + 1,
        finishedLaunchesMs: state.finishedLaunchesMs + nowMs - (state.launch?.startedMs ?? nowMs),
      };
    case 'target-failed':
      return event.hint === null ? state : { ...state, hints: [...state.hints, event.hint] };
    case 'interim':
      return { ...state, interim: event };
    case 'warning':
      return { ...state, warnings: [...state.warnings, event.warning] };
    default:
      return state;
  }
}

function begun(state: ProgressState, event: EventOf<'run-started'>, nowMs: number): ProgressState {
  // What confirms a gate is a run of its own, and begins anew.
  return {
    ...initialState(state.stop),
    cells: state.cells,
    plan: event.plan,
    startedMs: nowMs,
    estimatedSeconds: event.estimatedSeconds,
    estimatedFromMs: nowMs,
    confirmingSeconds: state.confirmingSeconds,
  };
}

function resumed(state: ProgressState, event: EventOf<'run-resumed'>, nowMs: number): ProgressState {
  return {
    ...state,
    estimatedSeconds: event.estimatedSeconds,
    estimatedFromMs: nowMs,
    // Its plan has been told.
    startedTargets: 1,
    finishedLaunches: event.launchesKept,
    finishedLaunchesMs: event.secondsBefore * 1000,
  };
}

function afterMode(before: ProgressState, event: EventOf<'mode-chosen'>, nowMs: number): ProgressState {
  // Nothing of the launch is left to be measured: the estimate is that of launches to come.
  const state = event.blocks === 0 ? before : { ...before, estimatedSeconds: event.estimatedSeconds };
  if (!event.restart || state.launch === null) return state;
  // Slices measured in the mode before no longer count.
  return {
    ...state,
    estimatedFromMs: nowMs,
    launch: { ...state.launch, firstSliceMs: null, slices: 0 },
    finishedLaunches: 0,
    finishedLaunchesMs: 0,
    interim: null,
  };
}

function afterSlice(state: ProgressState, event: SliceEvent, nowMs: number): ProgressState {
  const launch = state.launch ?? { launch: event.launch, startedMs: nowMs, firstSliceMs: null, slices: 0 };
  return {
    ...state,
    launch: { ...launch, firstSliceMs: launch.firstSliceMs ?? nowMs, slices: launch.slices + 1 },
  };
}
