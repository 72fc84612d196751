import type { Comparison, Metric } from '../model/comparison.js';
import type { RunEvent } from '../model/events.js';
import type { LaunchDecision, Outlook, RunEnd, WantedResolution } from '../model/look.js';
import type { Plan } from '../model/plan.js';
import type { Report } from '../model/report.js';
import { isRough } from '../model/rough.js';
import { expectedEffect, expectedLaunchStddev, launchesToResolve } from '../stats/resolution.js';
import { baselinePairs } from './cell-pairs.js';
import { compareThroughput, isAtEqualRate } from './comparison.js';
import { throughputValues } from './launch-values.js';
import { marginOf } from './margins.js';
import { collectRunFacts } from './run-facts.js';
import { selectSlices } from './slice-selection.js';

/** How far a run is. */
export interface RunPace {
  readonly launchesDone: number;
  /** Since the run began. */
  readonly elapsedMs: number;
  /** What another launch is likely to take. */
  readonly launchMs: number;
}

/** What is left to decide of a report. */
export interface Standing {
  /** Ends the run at a look; null: something is open. */
  readonly settled: Extract<RunEnd, 'settled' | 'resolved'> | null;
  /** One clause: what stands, or how much is open. */
  readonly words: string;
}

/**
 * Whether every comparison of throughput in closed loops, and of latency in open ones, has its verdict, or could at least
 * call the resolution that was asked for. One that is not valid neither holds a run up nor settles it.
 */
export function standingOf({ comparisons, profiles }: Report, resolution: number | null): Standing {
  const open = new Set(profiles.flatMap(({ name, kind }) => (kind === 'open' ? [name] : [])));
  const judged = comparisons.filter(({ metric, profile }) =>
    open.has(profile) ? IS_LATENCY[metric] : metric === 'throughput',
  );
  if (judged.length === 0) return { settled: null, words: 'there is nothing to compare' };
  const valid = judged.filter(({ verdict }) => verdict !== 'invalid');
  if (valid.length === 0) return { settled: null, words: 'no comparison is valid' };
  const undecided = valid.filter(({ verdict }) => verdict === 'inconclusive');
  if (undecided.length === 0) return { settled: 'settled', words: 'every verdict stands' };
  if (undecided.every((comparison) => isResolved(comparison, resolution))) {
    return { settled: 'resolved', words: 'what is inconclusive is resolved as far as it was asked for' };
  }
  const words =
    judged.length === 1 ? 'its verdict is open' : `${undecided.length} of ${judged.length} verdicts are open`;
  return { settled: null, words };
}

/** Whether a run with this standing ends after a launch; `isLook` where it may do so for what it has shown. */
export function endAt(
  plan: Plan,
  pace: RunPace,
  { standing, isLook }: { readonly standing: Standing; readonly isLook: boolean },
): LaunchDecision {
  if (isLook && standing.settled !== null) return { ended: standing.settled, reason: standing.words };
  if (pace.launchesDone >= plan.launches) return { ended: 'launches', reason: standing.words };
  return { ended: fitsAnother(plan, pace) ? null : 'budget', reason: standing.words };
}

/** Whether the budget has room for one launch more; without a budget there always is. */
export function fitsAnother({ stopping }: Plan, { elapsedMs, launchMs }: RunPace): boolean {
  return elapsedMs + launchMs <= (stopping?.budgetMs ?? Number.POSITIVE_INFINITY);
}

/** What the rest of the run can be expected to show of throughput; null where every verdict stands, or nothing can be told yet. */
export function foresee(events: readonly RunEvent[], pace: RunPace): Outlook | null {
  const facts = collectRunFacts(events);
  const { plan } = facts;
  const pairs = baselinePairs(facts, selectSlices(facts)).filter((pair) => !isAtEqualRate(pair));
  const open = pairs.flatMap((pair) => {
    const stddev = expectedLaunchStddev(throughputValues(pair.kept));
    return stddev === null || isStanding(compareThroughput(pair)) ? [] : [{ cell: pair.cell, stddev }];
  });
  const [worst] = open.sort((a, b) => b.stddev - a.stddev);
  const launches = lastLaunch(plan, pace);
  // Of fewer the interval borrows from experience, and so would a forecast of it.
  if (worst === undefined || isRough(plan, launches)) return null;
  const judging = { alpha: plan.alpha, margin: marginOf('throughput', plan.margins) };
  const resolution = plan.stopping?.resolution ?? null;
  return {
    ...worst.cell,
    launches,
    effect: expectedEffect(worst.stddev, launches, judging),
    wanted:
      resolution === null
        ? null
        : wanted(resolution, launchesToResolve(worst.stddev, resolution, judging), { pace, launches }),
  };
}

function wanted(
  resolution: number,
  launches: number | null,
  run: { readonly pace: RunPace; readonly launches: number },
): WantedResolution {
  const { elapsedMs, launchMs, launchesDone } = run.pace;
  const moreMs = launches === null ? null : Math.max(0, launches - launchesDone) * launchMs;
  return {
    resolution,
    launches,
    seconds: moreMs === null ? null : (elapsedMs + moreMs) / 1000,
    isWithinReach: launches !== null && launches <= run.launches,
  };
}

/** Of the plan, or before where the budget ends sooner. */
function lastLaunch(plan: Plan, { launchesDone, elapsedMs, launchMs }: RunPace): number {
  const budgetMs = plan.stopping?.budgetMs ?? null;
  if (budgetMs === null) return plan.launches;
  const more = Math.max(0, Math.floor((budgetMs - elapsedMs) / launchMs));
  return Math.min(plan.launches, launchesDone + more);
}

const IS_LATENCY: Readonly<Partial<Record<Metric, true>>> = { 'latency.p50': true, 'latency.p99': true };

function isStanding({ verdict }: Comparison): boolean {
  return verdict !== 'inconclusive';
}

function isResolved({ mde }: Comparison, resolution: number | null): boolean {
  return resolution !== null && mde !== null && mde <= resolution;
}
