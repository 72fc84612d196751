import { type LoadProfile, MAX_BACKOFF_MS } from '../../model/load-profile.js';
import type { CountedMeasurement } from '../../model/measurement.js';
import type { Recording } from '../../model/recording.js';
import type { Warning, WarningLevel } from '../../model/warning.js';
import { sum } from '../../stats/moments.js';
import { percent, runWarning } from '../warnings.js';

const LITTLE_LOW = 0.95;
const LITTLE_HIGH = 1.02;

/**
 * `littles-law`: latencies must account for the requests that the lanes held in flight.
 *
 * Lanes that wait for a reconnect explain less than all of it; nothing explains more.
 */
export function checkLittlesLaw(
  measurement: CountedMeasurement,
  options: { readonly cause: LaneGaps; readonly level: WarningLevel },
): Warning[] {
  const rho = measurement.littlesLaw;
  if (rho === null || (rho >= LITTLE_LOW && rho <= LITTLE_HIGH)) return [];
  if (rho > LITTLE_HIGH) {
    const message = `latencies add up to ${percent(rho)} of the time there was: a fault of perfcmp, please report it`;
    return [runWarning('littles-law', options.level, message, measurement)];
  }
  const message = `connections waited ${percent(1 - rho)} of the time without a request in flight`;
  const level = options.cause === 'generator' ? options.level : 'warn';
  return [runWarning('littles-law', level, `${message}${GAP_WORDS[options.cause]}`, measurement)];
}

/** Why lanes may have stood without a request. */
export type LaneGaps = 'reopened' | 'refused' | 'timeouts' | 'generator';

const GAP_WORDS = {
  reopened: ', while they were opened again',
  refused: ', as not all could be opened',
  timeouts: ', as those without an answer had to be replaced',
  generator: ': the load generator did not keep up',
} satisfies Record<LaneGaps, string>;

/**
 * What the server closed or refused the generator could not keep busy, as far as so many events can explain what is missing:
 *
 *   lanes   |########....####|     one is closed and opened again: at most its lanes' share of the slice is missing
 *           |################|
 *           |##..##..##..##..|     what is missing beyond that, and beyond the tolerance, is the generator's
 */
export function causeOfLaneGaps(
  recordings: readonly Recording[],
  profile: Pick<LoadProfile, 'pipelining' | 'connectTimeoutMs'>,
): LaneGaps {
  const total = (of: (recording: Recording) => number): number => sum(recordings.map(of));
  const spanNs = total(({ window }) => window.laneSpanNs);
  const knownNs = total(({ window }) => window.latencySumNs + (window.pauseSumNs ?? 0));
  const explainedNs = total((recording) => mostLaneTimeNs(recording, profile));
  if (knownNs + explainedNs < LITTLE_LOW * spanNs) return 'generator';
  if (total(({ connections }) => connections.reopenedInWindow) > 0) return 'reopened';
  if (total(({ errors }) => errors.connect + errors.tls) > 0) return 'refused';
  return total(({ errors }) => errors.timeout) > 0 ? 'timeouts' : 'generator';
}

/** A connection is back after a wait and an attempt, or that has failed and is an event by itself; none costs more than its slice. */
function mostLaneTimeNs(
  { connections, errors, window, lanes }: Recording,
  { pipelining, connectTimeoutMs }: Pick<LoadProfile, 'pipelining' | 'connectTimeoutMs'>,
): number {
  if (lanes === 0) return 0;
  const events = connections.reopenedInWindow + errors.connect + errors.tls + errors.timeout;
  const eachNs = Math.min(window.laneSpanNs / lanes, (MAX_BACKOFF_MS + connectTimeoutMs) * 1e6);
  return Math.min(window.laneSpanNs, events * pipelining * eachNs);
}
