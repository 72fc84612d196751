import type { LoadProfile } from '../../model/load-profile.js';
import type { CountedMeasurement } from '../../model/measurement.js';
import { profileNamed } from '../../model/plan.js';
import type { Recording } from '../../model/recording.js';
import type { Ranking } from '../../model/report.js';
import type { Warning, WarningLevel } from '../../model/warning.js';
import { formatCount } from '../../units/rate.js';
import { plural } from '../../units/words.js';
import { groupByLaunch } from '../launch-pairs.js';
import { mergeCounts, type RecordingCounts } from '../merge-recordings.js';
import { ceilingOf } from '../run-facts.js';
import { percent, runWarning } from '../warnings.js';
import type { CheckedCell } from './cell.js';
import { causeOfLaneGaps, checkLittlesLaw } from './littles-law.js';

const BUSY_LIMIT = 0.9;
const CEILING_LIMIT = 0.8;
const TIE_LEAST = 3;
const TIE_BUSY = 0.8;
const SKEW_LIMIT_NS = 5e6;
/** As connections call a request that was sent and lost with them. */
const CLOSED_UNTOLD = 'closed before an answer';
const STARVED_RATIO = 5;
/** Below so many answers on the busiest connection, a ratio of five is chance. */
const STARVED_LEAST = 10;

/** What the generator did against the smallest server there is, and how busy it was with that. */
export interface Ceiling {
  readonly throughputPerSec: number;
  readonly busy: number;
}

/**
 * `client-bound`: the number is about the generator, and the server may be faster. `ceiling` null: not measured.
 *
 * Only a ceiling at which the generator itself was busy is the generator's. Below that the small server was the limit, or
 * the machine, which says nothing about the generator: `near-ceiling`.
 */
export function checkClientBound(
  measurement: CountedMeasurement,
  options: { readonly ceiling: Ceiling | null; readonly level: WarningLevel },
): Warning[] {
  const { ceiling, level } = options;
  const { busy } = measurement.generator;
  const advice = 'the server may be faster than shown; try more --threads or a heavier scenario';
  if (busy > BUSY_LIMIT) {
    const message = `the load generator was busy ${percent(busy)} of its time: ${advice}`;
    return [runWarning('client-bound', level, message, measurement)];
  }
  const share = ceiling === null ? 0 : (measurement.throughput.value ?? 0) / ceiling.throughputPerSec;
  if (ceiling === null || share <= CEILING_LIMIT) return [];
  if (ceiling.busy > BUSY_LIMIT) {
    const extent = share < 1 ? `${percent(share)} of what` : 'as much as';
    const message = `this is ${extent} the load generator can do at most: ${advice}`;
    return [runWarning('client-bound', level, message, measurement)];
  }
  const extent = share < 1 ? 'nearly as fast' : 'as fast';
  const message = `${extent} as null-server, which does nothing but answer: what limits both may be the machine; try a heavier scenario`;
  return [runWarning('near-ceiling', 'warn', message, measurement)];
}

/** `thread-crashed`: a part of the load is missing, with what it sent and what came back. */
export function checkCrashes({ generator }: Recording, { threads }: Pick<LoadProfile, 'threads'>): Warning[] {
  const { crashes = [] } = generator;
  if (crashes.length === 0) return [];
  const message = `${crashes.length} of ${plural(threads, 'thread')} crashed, and only the others are shown: ${crashes[0]}`;
  return [runWarning('thread-crashed', 'invalid', message)];
}

/** `stream-limit`: the server let fewer requests be in flight than were asked for; the others waited their turn. */
export function checkStreamLimit(
  { connections }: Recording,
  { pipelining }: Pick<LoadProfile, 'pipelining'>,
): Warning[] {
  const { streamLimit } = connections;
  if (streamLimit === undefined) return [];
  const message = `the server takes ${plural(streamLimit, 'stream')} at once on a connection: of ${pipelining} requests the others waited`;
  return [runWarning('stream-limit', 'note', message)];
}

/** Client-bound and Little's law, with the levels of a comparison. */
export function checkGenerator(checked: CheckedCell): Warning[] {
  const ceiling = ceilingOf(checked.facts, checked.cell);
  const profile = profileNamed(checked.facts.plan, checked.cell.profile);
  const recordings = checked.kept.map((slice) => slice.recording);
  const cause = profile === null ? 'generator' : causeOfLaneGaps(recordings, profile);
  return [
    ...checkClientBound(checked.measurement, { ceiling, level: 'invalid' }),
    ...checkLittlesLaw(checked.measurement, { cause, level: 'invalid' }),
  ];
}

/** `reopened`: the server closed connections under load, so its throughput has the price of new ones in it. */
export function checkReopened(checked: CheckedCell): Warning[] {
  const counts = mergeCounts(checked.all.map((slice) => slice.recording));
  const { reopenedInWindow, ok } = counts;
  if (reopenedInWindow === 0) return [];
  const message = `${plural(reopenedInWindow, 'connection')} had to be opened again while measuring, for ${formatCount(ok)} answers${closingHabit(counts)}`;
  return [runWarning('reopened', 'warn', message, checked.cell)];
}

/** How the server closes connections; empty where what failed may have cost its connection as well. */
function closingHabit({ ok, reopenedInWindow, errors, topErrors }: RecordingCounts): string {
  const lost = topErrors.find(({ message }) => message === CLOSED_UNTOLD)?.count ?? 0;
  if (2 * lost >= reopenedInWindow) {
    return ': the server closes them without a word (`Connection: close`), and what was sent meanwhile is lost';
  }
  if (errors.timeout + errors.read + errors.write + errors.protocol > 0) return '';
  const each = Math.max(1, Math.round(ok / reopenedInWindow));
  const after = each === 1 ? 'each answer' : `about every ${each} answers`;
  return `: the server closes one after ${after}, and what new ones cost is in its numbers`;
}

/** `starved-connections`: uneven accept over workers, for example, leaves some connections with next to nothing. */
export function checkStarvation(checked: CheckedCell): Warning[] {
  // Where requests differ, a connection that has the long ones gets fewer answers, and nobody is to blame.
  const scenario = checked.facts.plan.scenarios.find(({ name }) => name === checked.cell.scenario);
  if (scenario !== undefined && scenario.source.requests.length > 1) return [];
  const isStarved = ({ recording }: CheckedCell['all'][number]): boolean => {
    const { fewestAnswers, mostAnswers } = recording.connections;
    return mostAnswers >= STARVED_LEAST && mostAnswers > STARVED_RATIO * fewestAnswers;
  };
  const launches = [...groupByLaunch(checked.all).values()];
  const starved = launches.filter((slices) => slices.filter(isStarved).length * 2 > slices.length).length;
  if (starved === 0) return [];
  const message = `in ${starved} of ${launches.length} launches some connections got less than a fifth of the answers of others`;
  return [runWarning('starved-connections', 'warn', message, checked.cell)];
}

/** `start-skew`: threads that start a slice at different times overlap with the neighbour. */
export function checkStartSkew(checked: CheckedCell): Warning[] {
  const late = checked.all.filter((slice) => slice.recording.generator.startSkewNs > SKEW_LIMIT_NS).length;
  if (late === 0) return [];
  const level = late * 20 > checked.all.length ? 'warn' : 'note';
  const message = `the generator's threads started more than 5 ms apart in ${late} of ${checked.all.length} slices`;
  return [runWarning('start-skew', level, message, checked.cell)];
}

/** `ceiling-ties`: several servers that cannot be told apart while the generator is nearly busy show the generator. */
export function checkCeilingTies(ranking: Ranking, measurements: readonly CountedMeasurement[]): Warning[] {
  const busy = new Set(
    measurements.flatMap((measurement) => (measurement.generator.busy > TIE_BUSY ? [measurement.target] : [])),
  );
  const first = ranking.ranks.filter((rank) => rank.from === 1 && busy.has(rank.target));
  if (first.length < TIE_LEAST) return [];
  const message = `${first.length} targets share the first place while the load generator was more than ${percent(TIE_BUSY)} busy: this may be its ceiling, not a ranking`;
  return [runWarning('ceiling-ties', 'warn', message, { scenario: ranking.scenario, profile: ranking.profile })];
}
