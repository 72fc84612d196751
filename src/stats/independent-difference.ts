import { mean, variance } from './moments.js';
import { normalQuantile } from './normal.js';
import type { LogInterval } from './ratio-interval.js';
import { studentTQuantile } from './student-t.js';

/** What one run says of a log ratio, read back from its launches and its interval. */
export interface RunSpread {
  readonly center: number;
  readonly launches: number;
  /** Of the mean over launches. */
  readonly standardError: number;
  readonly df: number;
  /** Below this the run itself did not let its standard error fall; 0 where launches scattered more than that. */
  readonly floorError: number;
}

/** Reads a spread back; null where there was no interval. `moderated` as `launchInterval` was told. */
export function spreadOf(
  values: readonly number[],
  interval: { readonly center: number; readonly halfWidth: number | null; readonly alpha: number },
  moderated: boolean,
): RunSpread | null {
  const { center, halfWidth, alpha } = interval;
  const launches = values.length;
  if (halfWidth === null || launches === 0) return null;
  const df = moderated ? launches + 1 : launches - 1;
  if (df < 1) return null;
  const t = studentTQuantile(1 - alpha / 2, df);
  if (moderated) return { center, launches, standardError: halfWidth / t, df, floorError: 0 };
  const standardError = Math.sqrt(variance(values) / launches);
  const isFloored = halfWidth > t * standardError * (1 + 1e-9);
  return { center, launches, standardError, df, floorError: isFloored ? halfWidth / normalQuantile(1 - alpha / 2) : 0 };
}

/**
 * Interval of the difference of two runs that know nothing of each other: their variances add, with the degrees of
 * freedom of Welch (1947) and Satterthwaite (1946). Like each run's own, it is no narrower than blocks within launches allow.
 */
export function differenceInterval(first: RunSpread, second: RunSpread, alpha: number): LogInterval {
  const [one, other] = [first.standardError ** 2, second.standardError ** 2];
  const weights = one ** 2 / first.df + other ** 2 / second.df;
  const df = weights === 0 ? first.df + second.df : (one + other) ** 2 / weights;
  const fromLaunches = studentTQuantile(1 - alpha / 2, df) * Math.sqrt(one + other);
  const floor = normalQuantile(1 - alpha / 2) * Math.hypot(leastError(first), leastError(second));
  const center = second.center - first.center;
  return fromLaunches >= floor
    ? { center, halfWidth: fromLaunches, df }
    : { center, halfWidth: floor, df, isFloored: true };
}

/**
 * Half the width that one run of as many launches as both had together would have given, had it measured the two beside
 * each other: their difference then is a launch's own, and scatters like any other.
 */
export function togetherHalfWidth(first: RunSpread, second: RunSpread, alpha: number): number {
  const launches = first.launches + second.launches;
  const spreads = [first, second];
  const ofLaunch = (error: (spread: RunSpread) => number): number =>
    mean(spreads.map((spread) => error(spread) ** 2 * spread.launches));
  const fromLaunches =
    studentTQuantile(1 - alpha / 2, launches - 1) * Math.sqrt(ofLaunch((one) => one.standardError) / launches);
  return Math.max(fromLaunches, normalQuantile(1 - alpha / 2) * Math.sqrt(ofLaunch(leastError) / launches));
}

/** The larger of what launches showed and what the run allowed. */
function leastError({ standardError, floorError }: RunSpread): number {
  return Math.max(standardError, floorError);
}
