import type { StopRule } from '../../model/config.js';
import type { RunEvent, SliceEvent } from '../../model/events.js';
import type { Cell, Plan, SectionPace } from '../../model/plan.js';
import { type LoadTick, throughputOf } from '../../model/recording.js';
import { printable } from '../../units/words.js';

/** Where a run stands, computed from its events alone. */
export interface ProgressState {
  /** When `load` ends; null for other commands. */
  readonly stop: StopRule | null;
  readonly plan: Plan | null;
  /** How often each scenario is measured in a launch, once that is known. */
  readonly paces: readonly SectionPace[];
  /** How long the plan would take; null before there is one. */
  readonly estimatedSeconds: number | null;
  readonly startedTargets: number;
  readonly activity: Activity;
  readonly launch: LaunchProgress | null;
  readonly finishedLaunches: number;
  /** Time that the finished launches took together. */
  readonly finishedLaunchesMs: number;
}

/** What is going on at the moment. */
export type Activity =
  | { readonly kind: 'preparing' }
  /** One for each build that goes on, the longest first. */
  | { readonly kind: 'building'; readonly builds: readonly BuildProgress[] }
  | { readonly kind: 'starting'; readonly target: string | null }
  | { readonly kind: 'warming'; readonly cell: Cell; readonly throughputPerSec: number }
  | { readonly kind: 'measuring'; readonly cell: Cell; readonly throughputPerSec: number; readonly block: number }
  | {
      readonly kind: 'loading';
      readonly tick: LoadTick;
      readonly throughputPerSec: number;
      /** Throughput of the last ticks, this one's included. */
      readonly rates: readonly number[];
    }
  | { readonly kind: 'finished' };

/** A build that goes on, with the last line it printed. */
export interface BuildProgress {
  readonly target: string;
  readonly elapsedMs: number;
  readonly line: string;
}

/** How far the current launch is. */
export interface LaunchProgress {
  /** From 1. */
  readonly launch: number;
  readonly startedMs: number;
  readonly firstSliceMs: number | null;
  readonly slices: number;
}

const RATES_KEPT = 50;

/** The state before the first event. */
export function initialState(stop: StopRule | null): ProgressState {
  return {
    stop,
    plan: null,
    paces: [],
    estimatedSeconds: null,
    startedTargets: 0,
    activity: { kind: 'preparing' },
    launch: null,
    finishedLaunches: 0,
    finishedLaunchesMs: 0,
  };
}

/** The state after one more event. */
export function nextState(state: ProgressState, event: RunEvent, nowMs: number): ProgressState {
  switch (event.kind) {
    case 'run-started':
      return { ...state, plan: event.plan, estimatedSeconds: event.estimatedSeconds };
    case 'build':
      return { ...state, activity: afterBuild(state.activity, event) };
    case 'launch-started':
      return {
        ...state,
        activity: { kind: 'starting', target: null },
        launch: { launch: event.launch, startedMs: nowMs, firstSliceMs: null, slices: 0 },
      };
    case 'target-started':
      return {
        ...state,
        activity: { kind: 'starting', target: event.target },
        startedTargets: state.startedTargets + 1,
      };
    case 'warmup': {
      const { cell, throughputPerSec } = event.window;
      return { ...state, activity: { kind: 'warming', cell, throughputPerSec } };
    }
    case 'mode-chosen':
      return afterMode(
        { ...state, plan: state.plan && { ...state.plan, blocks: event.blocks }, paces: event.paces ?? [] },
        event,
      );
    case 'slice':
      // A single load is one long slice: its ticks tell more.
      return state.stop === null ? afterSlice(state, event, nowMs) : state;
    case 'launch-finished':
      return {
        ...state,
        finishedLaunches: state.finishedLaunches + 1,
        finishedLaunchesMs: state.finishedLaunchesMs + nowMs - (state.launch?.startedMs ?? nowMs),
      };
    case 'search-planned':
      // Every load has its line; what came before is over.
      return { ...state, activity: { kind: 'preparing' } };
    case 'load-tick':
      return { ...state, activity: afterTick(state, event) };
    case 'run-finished':
      return { ...state, activity: { kind: 'finished' } };
    default:
      return state;
  }
}

// Slices measured in the mode before no longer count.
function afterMode(state: ProgressState, event: Extract<RunEvent, { kind: 'mode-chosen' }>): ProgressState {
  if (!event.restart || state.launch === null) return state;
  return {
    ...state,
    launch: { ...state.launch, firstSliceMs: null, slices: 0 },
    finishedLaunches: 0,
    finishedLaunchesMs: 0,
  };
}

/** Time until the end as far as it can be told, or null while nothing was measured. */
export function remainingMs(state: ProgressState, nowMs: number): number | null {
  const { plan, launch } = state;
  if (plan === null || launch === null) return null;
  const elapsedMs = nowMs - launch.startedMs;
  const launchMs =
    state.finishedLaunches > 0 ? state.finishedLaunchesMs / state.finishedLaunches : firstLaunchMs(state, nowMs);
  if (launchMs === null) return null;
  const byLaunchesMs = Math.max(0, launchMs - elapsedMs) + Math.max(0, plan.launches - launch.launch) * launchMs;
  const { budgetMs = null } = plan.stopping ?? {};
  return budgetMs === null
    ? byLaunchesMs
    : Math.max(0, Math.min(byLaunchesMs, budgetMs - state.finishedLaunchesMs - elapsedMs));
}

/** Slices that one launch of the plan has; a scenario whose slices are long has fewer than there are blocks. */
export function slicesPerLaunch(plan: Plan, paces: readonly SectionPace[] = []): number {
  const blocksOf = ({ scenario, profile }: Cell): number =>
    paces.find((pace) => pace.scenario === scenario && pace.profile === profile)?.blocks ?? plan.blocks;
  return plan.instances.flatMap(({ cells }) => cells).reduce((sum, cell) => sum + blocksOf(cell), 0);
}

// Start and warm-up once, then slices at the pace seen so far.
function firstLaunchMs({ plan, launch, paces }: ProgressState, nowMs: number): number | null {
  if (plan === null || launch === null || launch.firstSliceMs === null || launch.slices < 2) return null;
  const sliceMs = (nowMs - launch.firstSliceMs) / (launch.slices - 1);
  return launch.firstSliceMs - launch.startedMs + sliceMs * (slicesPerLaunch(plan, paces) - 1);
}

function afterBuild(before: Activity, event: Extract<RunEvent, { kind: 'build' }>): Activity {
  const { target, state, elapsedMs } = event;
  const builds = new Map(before.kind === 'building' ? before.builds.map((build) => [build.target, build]) : []);
  if (state === 'finished' || state === 'failed') builds.delete(target);
  else builds.set(target, { target, elapsedMs, line: printable(event.line ?? '').trim() });
  return builds.size === 0 ? { kind: 'preparing' } : { kind: 'building', builds: [...builds.values()] };
}

function afterSlice(state: ProgressState, event: SliceEvent, nowMs: number): ProgressState {
  const throughputPerSec = throughputOf(event.recording);
  const launch = state.launch ?? { launch: event.launch, startedMs: nowMs, firstSliceMs: null, slices: 0 };
  return {
    ...state,
    activity: { kind: 'measuring', cell: event.cell, throughputPerSec, block: event.block },
    launch: { ...launch, firstSliceMs: launch.firstSliceMs ?? nowMs, slices: launch.slices + 1 },
  };
}

function afterTick(state: ProgressState, tick: LoadTick): Activity {
  const before = state.activity.kind === 'loading' ? state.activity : null;
  const lastTick = before?.tick ?? { elapsedMs: 0, ok: 0 };
  const seconds = (tick.elapsedMs - lastTick.elapsedMs) / 1000;
  const throughputPerSec = seconds > 0 ? (tick.ok - lastTick.ok) / seconds : 0;
  const rates = [...(before?.rates ?? []), throughputPerSec].slice(-RATES_KEPT);
  return { kind: 'loading', tick, throughputPerSec, rates };
}
