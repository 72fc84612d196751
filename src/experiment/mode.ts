import {
  IDLE_SHARE_LIMIT,
  isBackgroundWork,
  type MeasuringMode,
  type Plan,
  QUIET_IDLE_SHARE,
  THAW_STALL_LIMIT_MS,
} from '../model/plan.js';
import { formatShareAbove } from '../units/percent.js';
import type { ModeDecision } from './first-mode.js';
import { type IdleCpu, idleShare } from './idle-watch.js';
import { DEFAULT_SLICE_MS, LATENCIES_A_SLICE, SHORTEST_SLICE_MS } from './plan.js';

const LONGEST_SLICE_MS = 5000;

/** Nominal slice length: as planned, or long enough for the slowest cell; never shorter than its mode allows. */
export function sliceLengthMs(plan: Plan, slowestLatencyMs: number, mode: MeasuringMode): number {
  const auto = Math.min(LONGEST_SLICE_MS, Math.max(DEFAULT_SLICE_MS, LATENCIES_A_SLICE * slowestLatencyMs));
  return Math.max(plan.sliceMs ?? Math.ceil(auto), SHORTEST_SLICE_MS[mode]);
}

/** What was seen since the data began, of the targets that still take part. */
export interface ModeEvidence {
  readonly idle: ReadonlyMap<string, IdleCpu>;
  /** Mean stall at the thaws by target; empty where nothing was frozen. */
  readonly thawStallMs: ReadonlyMap<string, number>;
  readonly canFreezeAll: boolean;
  /** A target whose CPU cannot be seen though perfcmp started it; null or absent: there is none. */
  readonly unseen?: string | null;
  /** Whether little is lost where the data begin again now. */
  readonly isEarly: boolean;
  /** Whether all is measured, so that no share will change any more. */
  readonly isEnd: boolean;
}

/**
 * METHOD 1.5: background work of one target runs in the slices of the others, to its owner's credit and at its
 * neighbours' cost. Null: the present mode stands.
 */
export function decideMode(
  present: MeasuringMode,
  planned: MeasuringMode | 'auto',
  evidence: ModeEvidence,
): ModeDecision | null {
  if (planned !== 'auto' || present === 'exclusive') return null;
  if (present === 'plain') return leavePlain(evidence);
  // Late it would throw away all for launches that take longer and tell less.
  return evidence.isEarly ? leaveFreeze(evidence) : null;
}

/**
 * A share wanders between launches, and one that ends above the limit makes its target invalid. As long as little is lost,
 * whoever is not plainly quiet is frozen, which costs nothing; later only the limit itself counts.
 */
function leavePlain({ idle, canFreezeAll, unseen = null, isEarly, isEnd }: ModeEvidence): ModeDecision | null {
  const mode = canFreezeAll ? 'freeze' : 'exclusive';
  const reason = idleWords(idle, canFreezeAll && isEarly && !isEnd ? QUIET_IDLE_SHARE : IDLE_SHARE_LIMIT);
  if (reason !== null) return { mode, reason };
  // Work that cannot be seen cannot be ruled out, which is known from the first.
  if (unseen === null || !isEarly) return null;
  return { mode, reason: `what ${unseen} does while others are measured cannot be seen` };
}

function leaveFreeze({ idle, thawStallMs }: ModeEvidence): ModeDecision | null {
  const reason = idleWords(idle, IDLE_SHARE_LIMIT);
  if (reason !== null) return { mode: 'exclusive', reason: `${reason} though it was frozen meanwhile` };
  const stalling = largest([...thawStallMs].filter(([, stallMs]) => stallMs > THAW_STALL_LIMIT_MS));
  if (stalling === null) return null;
  const [target, stallMs] = stalling;
  return { mode: 'exclusive', reason: `${target} stalls for ${stallMs.toFixed(1)} ms on average when it is thawed` };
}

/** Of the one that works most while others are measured; null where all keep below the limit. */
function idleWords(idle: ModeEvidence['idle'], limit: number): string | null {
  const loud = [...idle].filter(([, { idleNs, allNs }]) => isBackgroundWork(idleNs, allNs, limit));
  const loudest = largest(loud.map(([target, cpu]) => [target, idleShare(cpu) ?? 0] as const));
  if (loudest === null) return null;
  const [target, share] = loudest;
  return `${target} spent ${formatShareAbove(share, limit)} of its CPU outside its own slices`;
}

function largest(entries: readonly (readonly [string, number])[]): readonly [string, number] | null {
  return entries.reduce<readonly [string, number] | null>(
    (most, entry) => (most === null || entry[1] > most[1] ? entry : most),
    null,
  );
}
