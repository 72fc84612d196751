import { variance } from './moments.js';
import { LAUNCH_STDDEV_PRIOR, type LaunchValue, smallestCallableEffect, withinVariance } from './ratio-interval.js';
import { studentTQuantile } from './student-t.js';

/** More are not planned for. */
const MOST_LAUNCHES = 1000;

/** What a verdict takes: its error level and the margin that it has to clear. */
interface Judging {
  readonly alpha: number;
  readonly margin: number;
}

/**
 * The deviation of a launch value that a pilot lets one expect; null where it cannot tell.
 *
 * Of one launch: what its blocks show and what starts usually differ by. Of more: these count as two degrees of freedom
 * beside their own (Smyth 2004, as in the moderated interval), because the deviation of three values is a guess.
 */
export function expectedLaunchStddev(pilot: readonly LaunchValue[]): number | null {
  const within = withinVariance(pilot);
  if (within === null) return null;
  const values = pilot.map(({ value }) => value);
  const own = values.length < 2 ? 0 : (values.length - 1) * variance(values);
  return Math.sqrt((2 * (within + LAUNCH_STDDEV_PRIOR ** 2) + own) / (values.length + 1));
}

/** The smallest true loss that so many launches of this deviation call in four of five runs, as a share. */
export function expectedEffect(launchStddev: number, launches: number, judging: Judging): number {
  const df = launches - 1;
  const halfWidth = (studentTQuantile(1 - judging.alpha / 2, df) * launchStddev) / Math.sqrt(launches);
  // Never null where there is a half-width.
  return smallestCallableEffect({ center: 0, halfWidth, df }, judging)!;
}

/** The fewest launches that can be expected to call a loss of `resolution`; null where more than a thousand would not. */
export function launchesToResolve(launchStddev: number, resolution: number, judging: Judging): number | null {
  const isEnough = (launches: number): boolean => expectedEffect(launchStddev, launches, judging) <= resolution;
  if (resolution <= judging.margin || !isEnough(MOST_LAUNCHES)) return null;
  let [tooFew, enough] = [1, MOST_LAUNCHES];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
