import { isBackgroundWork, type MeasuringMode, type Plan, THAW_STALL_LIMIT_MS } from '../model/plan.js';
import type { ModeDecision } from './first-mode.js';
import type { IdleCpu } from './idle-watch.js';
import { DEFAULT_SLICE_MS, LATENCIES_A_SLICE, SHORTEST_SLICE_MS } from './plan.js';

const LONGEST_SLICE_MS = 5000;

/** Nominal slice length: as planned, or long enough for the slowest cell; never shorter than its mode allows. */
export function sliceLengthMs(plan: Plan, slowestLatencyMs: number, mode: MeasuringMode): number {
  const auto = Math.min(LONGEST_SLICE_MS, Math.max(DEFAULT_SLICE_MS, LATENCIES_A_SLICE * slowestLatencyMs));
  return Math.max(plan.sliceMs ?? Math.ceil(auto), SHORTEST_SLICE_MS[mode]);
}

/** What was seen since the data began. */
export interface ModeEvidence {
  readonly idle: ReadonlyMap<string, IdleCpu>;
  /** Mean stall at the thaws by target; empty where nothing was frozen. */
  readonly thawStallMs: ReadonlyMap<string, number>;
  readonly canFreezeAll: boolean;
  /** A target whose CPU cannot be seen though perfcmp started it; null or absent: there is none. */
  readonly unseen?: string | null;
}

/**
 * METHOD 1.5: background work of one target runs in the slices of the others, to its owner's credit and at its
 * neighbours' cost. Null: the present mode stands.
 */
export function decideMode(
  present: MeasuringMode,
  planned: MeasuringMode | 'auto',
  { idle, thawStallMs, canFreezeAll, unseen = null }: ModeEvidence,
): ModeDecision | null {
  if (planned !== 'auto' || present === 'exclusive') return null;
  const loudest = loudestOf(idle);
  if (present === 'plain') {
    const mode = canFreezeAll ? 'freeze' : 'exclusive';
    if (loudest !== null) return { mode, reason: idleWords(loudest) };
    // Work that cannot be seen cannot be ruled out.
    return unseen === null ? null : { mode, reason: `what ${unseen} does while others are measured cannot be seen` };
  }
  if (loudest !== null) return { mode: 'exclusive', reason: `${idleWords(loudest)} though it was frozen meanwhile` };
  const stalling = largest([...thawStallMs].filter(([, stallMs]) => stallMs > THAW_STALL_LIMIT_MS));
  if (stalling === null) return null;
  const [target, stallMs] = stalling;
  return { mode: 'exclusive', reason: `${target} stalls for ${stallMs.toFixed(1)} ms on average when it is thawed` };
}

/** Target and share of CPU of the one that works most while others are measured; null where all are quiet. */
function loudestOf(idle: ModeEvidence['idle']): readonly [string, number] | null {
  const loud = [...idle].flatMap(([target, { idleNs, allNs, share }]): (readonly [string, number])[] =>
    share !== null && isBackgroundWork(idleNs, allNs) ? [[target, share]] : [],
  );
  return largest(loud);
}

function idleWords([target, share]: readonly [string, number]): string {
  return `${target} spent ${(share * 100).toFixed(1)} % of its CPU outside its own slices`;
}

function largest(entries: readonly (readonly [string, number])[]): readonly [string, number] | null {
  return entries.reduce<readonly [string, number] | null>(
    (most, entry) => (most === null || entry[1] > most[1] ? entry : most),
    null,
  );
}
