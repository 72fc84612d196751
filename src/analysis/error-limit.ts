import { type ErrorLimit, isLimitReached, type Outcomes } from '../model/error-limit.js';
import type { CountedMeasurement } from '../model/measurement.js';
import type { Recording } from '../model/recording.js';
import type { Warning } from '../model/warning.js';
import { formatDurationMs } from '../units/duration.js';
import { plural } from '../units/words.js';
import { percent, runWarning } from './warnings.js';

/** How often something failed, and of how much. */
export function outcomesOf({ requests, errors }: Pick<Recording, 'requests' | 'errors'>): Outcomes {
  const failures = requests.failed + errors.connect + errors.tls;
  return { failures, outcomes: requests.ok + failures };
}

/** `error-limit`: more failed than was allowed, as a rule before the load would have come to its end. */
export function checkErrorLimit(
  measurement: CountedMeasurement,
  limit: ErrorLimit | null,
  { endedByErrors = false, elapsedMs }: { readonly endedByErrors?: boolean; readonly elapsedMs: number },
): Warning[] {
  if (limit === null || !(endedByErrors || isLimitReached(limit, outcomesOf(measurement)))) return [];
  const cause = causeOf(limit);
  const words = endedByErrors
    ? `ended early, after ${formatDurationMs(elapsedMs)}, by ${cause}`
    : `${cause}, which was the limit`;
  return [runWarning('error-limit', 'warn', words)];
}

function causeOf({ kind, most }: ErrorLimit): string {
  if (kind === 'share') return `more than ${percent(most)} of failures`;
  return most === 1 ? 'the first failure' : plural(most, 'failure');
}
