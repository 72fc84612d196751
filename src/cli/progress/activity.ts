import type { RunEvent } from '../../model/events.js';
import type { Cell } from '../../model/plan.js';
import { answeredInWindow, type LoadTick } from '../../model/recording.js';
import { printable } from '../../units/words.js';

/** What is going on at the moment. */
export type Activity =
  | { readonly kind: 'preparing' }
  /** One for each build that goes on, the longest first. */
  | { readonly kind: 'building'; readonly builds: readonly BuildProgress[] }
  | { readonly kind: 'starting'; readonly target: string | null }
  | { readonly kind: 'warming'; readonly cell: Cell; readonly throughputPerSec: number }
  | { readonly kind: 'measuring'; readonly cell: Cell; readonly throughputPerSec: number; readonly block: number }
  /** Loads of a search after the one that says how long it will take. */
  | { readonly kind: 'searching'; readonly loads: number; readonly sinceMs: number; readonly estimatedMs: number }
  | {
      readonly kind: 'loading';
      readonly tick: LoadTick;
      readonly throughputPerSec: number;
      /** Throughput of the last ticks, this one's included. */
      readonly rates: readonly number[];
      /** The p99 of the same seconds; null where too few answers came. */
      readonly tailsNs: readonly (number | null)[];
    }
  | { readonly kind: 'finished' };

/** A build that goes on, with the last line it printed. */
export interface BuildProgress {
  readonly target: string;
  readonly elapsedMs: number;
  readonly line: string;
}

const RATES_KEPT = 50;

/** What goes on after one more event; a single load tells of itself by ticks, and of its one slice nothing. */
export function nextActivity(activity: Activity, event: RunEvent, nowMs: number): Activity {
  switch (event.kind) {
    case 'run-started':
      return { kind: 'preparing' };
    case 'build':
      return afterBuild(activity, event);
    case 'launch-started':
      return { kind: 'starting', target: null };
    case 'target-started':
      return { kind: 'starting', target: event.target };
    case 'warmup': {
      const { cell, throughputPerSec } = event.window;
      return { kind: 'warming', cell, throughputPerSec };
    }
    case 'slice': {
      const { ok, seconds } = answeredInWindow(event.recording);
      return { kind: 'measuring', cell: event.cell, throughputPerSec: ok / seconds, block: event.block };
    }
    case 'search-planned':
      return { kind: 'searching', loads: 0, sinceMs: nowMs, estimatedMs: event.estimatedSeconds * 1000 };
    case 'search-step':
      return activity.kind === 'searching' ? { ...activity, loads: activity.loads + 1 } : activity;
    case 'load-tick':
      return afterTick(activity, event);
    case 'run-finished':
      return { kind: 'finished' };
    default:
      return activity;
  }
}

function afterBuild(before: Activity, event: Extract<RunEvent, { kind: 'build' }>): Activity {
  const { target, state, elapsedMs } = event;
  const builds = new Map(before.kind === 'building' ? before.builds.map((build) => [build.target, build]) : []);
  if (state === 'finished' || state === 'failed') builds.delete(target);
  else builds.set(target, { target, elapsedMs, line: printable(event.line ?? '').trim() });
  return builds.size === 0 ? { kind: 'preparing' } : { kind: 'building', builds: [...builds.values()] };
}

function afterTick(activity: Activity, tick: LoadTick): Activity {
  const before = activity.kind === 'loading' ? activity : null;
  const lastTick = before?.tick ?? { elapsedMs: 0, ok: 0 };
  const seconds = (tick.elapsedMs - lastTick.elapsedMs) / 1000;
  const throughputPerSec = seconds > 0 ? (tick.ok - lastTick.ok) / seconds : 0;
  return {
    kind: 'loading',
    tick,
    throughputPerSec,
    rates: [...(before?.rates ?? []), throughputPerSec].slice(-RATES_KEPT),
    tailsNs: [...(before?.tailsNs ?? []), tick.latency.p99Ns].slice(-RATES_KEPT),
  };
}
