import type { SliceEvent } from '../../model/events.js';
import type { LoadProfile, OpenLoadProfile } from '../../model/load-profile.js';
import type { CountedMeasurement } from '../../model/measurement.js';
import type { Warning } from '../../model/warning.js';
import { mean, median, stddev, sum } from '../../stats/moments.js';
import { studentTQuantile } from '../../stats/student-t.js';
import { formatDurationMs } from '../../units/duration.js';
import { formatCount } from '../../units/rate.js';
import { runWarning } from '../warnings.js';
import type { CheckedCell } from './cell.js';

/** A rate that is short by no more than this share is what was asked for. */
const SHORT_LIMIT = 0.01;
/** A backlog that ends so close to its largest was not being worked off. */
const GROWING_SHARE = 0.9;
/** Of the arrivals of a slice: a backlog that grew by more in most slices was not left by a pause. */
const BEHIND_LIMIT = 0.01;
/** Fewer than these are left by chance at the end of a slice, whatever the rate. */
const FEWEST_LEFT = 10;
/** A timer's reach: sends that are later than this make latencies of their own. */
const PACING_LIMIT_US = 1000;
/** Of a p99: beyond this a comparison of tails would be one of the generator with itself. */
const PACING_SHARE = 0.1;

/** `rate-not-reached`, `backlog-growing`, `pacing-behind`: what an open loop did not keep, and whose limit it was. */
export function checkPace(measurement: CountedMeasurement, profile: LoadProfile): Warning[] {
  const { arrivals } = measurement;
  if (arrivals === undefined || profile.kind === 'closed') return [];
  return [
    ...checkRate(measurement, arrivals, profile),
    ...checkBacklog(measurement, profile.maxConnections * profile.pipelining),
    ...checkPacing(measurement, arrivals),
  ];
}

/**
 * `does-not-keep-up`, `pacing-behind`: whether a target of a comparison was loaded as it was to be.
 *
 * In most slices, because a pause at the end of one leaves a backlog that the server works off; what was never sent is
 * missing in the latencies however it came about. Beyond chance, because at a low rate the few requests that are under
 * way when a window begins and ends are many of it. A share of the arrivals alone would overlook a queue that grows
 * slowly at a high rate, where half a percent in a slice is many times what the server holds when it keeps up.
 */
export function checkOfferedRate({ facts, kept, measurement }: CheckedCell): Warning[] {
  const { arrivals } = measurement;
  const isCompared = facts.plan.targets.length > 1;
  if (arrivals === undefined || arrivals.due === 0) return [];
  const parts = kept.flatMap(({ recording }) => recording.arrivals ?? []);
  const behind = median(
    parts.map((part) => (part.due === 0 ? 0 : 1 - (part.endedInWindow ?? part.okInWindow) / part.due)),
  );
  const pacing = checkPacing(measurement, arrivals, isCompared);
  const beyond = growthBeyondHeld(kept);
  const growsInMost = behind > BEHIND_LIMIT || (beyond.length > 1 && median(beyond) > FEWEST_LEFT);
  const isBehind = growsInMost && isBeyondChance(beyond, facts.plan.alpha);
  if (!isBehind && arrivals.unsent <= BEHIND_LIMIT * arrivals.due) return pacing;
  const offered = arrivals.due / measurement.loadedSeconds;
  const ended = sum(parts.map((part) => part.endedInWindow ?? part.okInWindow)) / measurement.loadedSeconds;
  const fate =
    arrivals.unsent > 0
      ? `${formatCount(arrivals.unsent)} arrivals were never sent`
      : 'its backlog grew in most slices';
  const message = `does not keep up with ${perSecText(offered)}: ended ${perSecText(ended)}, and ${fate}; how late it answers depends on how long the load lasts`;
  const level = isCompared ? 'invalid' : 'warn';
  return [runWarning('does-not-keep-up', level, message, measurement), ...pacing];
}

/**
 * By how much a queue grew in each slice beyond what it holds.
 *
 * A queue that only comes to its usual length after a pause grows by less than its mean, one that grows for good by more:
 *
 *     N |        _..---       N |      /      grown by N(end) - N(begin)
 *       |    .-'                |    /        mean by Little's law: latency x what ended per second
 *       |  /                    |  /
 *       +------------           +------------
 *         stable                  overloaded
 */
function growthBeyondHeld(slices: readonly SliceEvent[]): number[] {
  return slices.flatMap(({ recording: { arrivals, window, windowMs } }) => {
    const answered = window.ok + window.failed;
    if (arrivals === null || answered === 0) return [];
    const ended = arrivals.endedInWindow ?? arrivals.okInWindow;
    const meanInFlight = (window.latencySumNs / 1e6 / answered) * (ended / windowMs);
    return [arrivals.due - ended - meanInFlight];
  });
}

/** Whether the interval of their mean is wholly above zero; of a single one nobody can say. */
function isBeyondChance(values: readonly number[], alpha: number): boolean {
  if (values.length < 2) return sum(values) > 0;
  const halfWidth = (studentTQuantile(1 - alpha / 2, values.length - 1) * stddev(values)) / Math.sqrt(values.length);
  return mean(values) > halfWidth;
}

type Arrivals = NonNullable<CountedMeasurement['arrivals']>;

function checkRate(measurement: CountedMeasurement, { due, unsent }: Arrivals, profile: OpenLoadProfile): Warning[] {
  const seconds = measurement.loadedSeconds;
  if (due === 0 || seconds === 0) return [];
  // A number of requests takes longer than planned where they leave late; a time is over when it is over.
  const plannedSeconds = sum(profile.arrivals.stages.map(({ durationMs }) => durationMs)) / 1000;
  const asked = due / Math.min(seconds, plannedSeconds);
  const sent = (due - unsent) / seconds;
  if (sent >= asked * (1 - SHORT_LIMIT)) return [];
  const fate =
    unsent > 0 ? `${formatCount(unsent)} of ${formatCount(due)} arrivals were never sent` : 'arrivals left late';
  const message = `asked ${perSecText(asked)}, sent ${perSecText(sent)}: ${fate}`;
  return [runWarning('rate-not-reached', 'warn', message, measurement)];
}

function checkBacklog(measurement: CountedMeasurement, lanes: number): Warning[] {
  const { max, atEnd } = measurement.backlog;
  if (atEnd <= lanes || atEnd < GROWING_SHARE * max) return [];
  const message = `the server was saturated: ${formatCount(atEnd)} arrivals waited at the end, and more and more did; latency depends on how long this load was`;
  return [runWarning('backlog-growing', 'warn', message, measurement)];
}

function checkPacing(measurement: CountedMeasurement, { pacingUs }: Arrivals, isCompared = false): Warning[] {
  if (pacingUs.p99 === null || pacingUs.p99 <= PACING_LIMIT_US) return [];
  const late = formatDurationMs(pacingUs.p99 / 1000);
  const message = `pacing behind: one in a hundred was sent ${late} late or more though a connection was free, so the load generator or its machine was the limit`;
  const isMuch = pacingUs.p99 > PACING_SHARE * (measurement.latencyUs.p99 ?? 0);
  return [runWarning('pacing-behind', isCompared && isMuch ? 'invalid' : 'warn', message, measurement)];
}

function perSecText(perSec: number): string {
  return `${perSec < 100 ? Number(perSec.toPrecision(3)) : formatCount(perSec)}/s`;
}
