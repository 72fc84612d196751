import type { RunEvent } from '../../model/events.js';
import { cellKey, type Plan } from '../../model/plan.js';
import { answeredInWindow } from '../../model/recording.js';

/**
 * Where a cell stands within the launch that goes on. `warm` and `restless`: its warm-up is over, because throughput had
 * settled or because it took too long.
 */
export type CellPhase = 'waiting' | 'started' | 'warming' | 'warm' | 'restless' | 'measured' | 'failed';

/** How far a cell is, and what it came to over all launches. */
export interface CellProgress {
  readonly phase: CellPhase;
  /** Of its warm-up in this launch. */
  readonly warmedMs: number;
  /** Accepted answers, and the seconds they took, of the slices that count. */
  readonly ok: number;
  readonly seconds: number;
  /** Requests of these slices that failed. */
  readonly failed: number;
}

/** By the key of the cell. */
export type CellsProgress = ReadonlyMap<string, CellProgress>;

const UNTOUCHED: CellProgress = { phase: 'waiting', warmedMs: 0, ok: 0, seconds: 0, failed: 0 };

/** The cells after one more event. */
export function nextCells(cells: CellsProgress, event: RunEvent, plan: Plan | null): CellsProgress {
  switch (event.kind) {
    case 'run-started':
      return new Map(
        event.plan.instances.flatMap((instance) => instance.cells.map((cell) => [cellKey(cell), UNTOUCHED] as const)),
      );
    case 'launch-started':
      return changed(cells, [...cells.keys()], { phase: 'waiting', warmedMs: 0 });
    case 'target-started':
      return changed(cells, keysOf(plan, event.instance), { phase: 'started' });
    case 'warmup':
      return changed(cells, [cellKey(event.window.cell)], { phase: 'warming', warmedMs: event.window.elapsedMs });
    case 'warmup-finished': {
      const { instance, steady, elapsedMs } = event.summary;
      return changed(cells, keysOf(plan, instance), { phase: steady ? 'warm' : 'restless', warmedMs: elapsedMs });
    }
    case 'slice':
      return changed(cells, [cellKey(event.cell)], ({ ok, seconds, failed }) => {
        const answered = answeredInWindow(event.recording);
        return {
          phase: 'measured',
          ok: ok + answered.ok,
          seconds: seconds + answered.seconds,
          failed: failed + event.recording.requests.failed,
        };
      });
    case 'mode-chosen':
      // Slices measured in the mode before no longer count.
      return event.restart ? changed(cells, [...cells.keys()], { ok: 0, seconds: 0, failed: 0 }) : cells;
    case 'target-failed':
      return changed(cells, keysOfTarget(plan, event.target), { phase: 'failed' });
    default:
      return cells;
  }
}

/** Throughput over all slices that count; null where there was none. */
export function throughputSoFar({ ok, seconds }: CellProgress): number | null {
  return seconds > 0 ? ok / seconds : null;
}

type Change = Partial<CellProgress> | ((before: CellProgress) => Partial<CellProgress>);

/** Who failed takes no further part. */
function changed(cells: CellsProgress, keys: readonly string[], change: Change): CellsProgress {
  const next = new Map(cells);
  for (const key of keys) {
    const before = cells.get(key) ?? UNTOUCHED;
    const { phase, ...rest } = typeof change === 'function' ? change(before) : change;
    next.set(key, { ...before, ...rest, phase: before.phase === 'failed' ? 'failed' : (phase ?? before.phase) });
  }
  return next;
}

function keysOf(plan: Plan | null, instance: string): string[] {
  return plan?.instances.find(({ id }) => id === instance)?.cells.map(cellKey) ?? [];
}

function keysOfTarget(plan: Plan | null, target: string): string[] {
  const own = plan?.instances.filter((instance) => instance.target === target) ?? [];
  return own.flatMap(({ cells }) => cells.map(cellKey));
}
