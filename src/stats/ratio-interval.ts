import { mean, variance } from './moments.js';
import { normalQuantile } from './normal.js';
import { detectableShift, studentTCdf, studentTQuantile } from './student-t.js';

/** Launches of one server differ by at least about this much, even where a lucky handful agrees. */
const LAUNCH_STDDEV_FLOOR = 0.01;
/** The launch deviation assumed, worth two degrees of freedom, where there are too few launches to see one. */
export const LAUNCH_STDDEV_PRIOR = 0.015;

/** Four times in five. */
const POWER = 0.8;

/** One launch's log ratio with its variance from the blocks inside that launch. */
export interface LaunchValue {
  readonly value: number;
  /** Null where a single block gave it. */
  readonly variance: number | null;
}

/** An interval of logarithms. */
export interface LogInterval {
  readonly center: number;
  /** Null where there is nothing to compute an interval from. */
  readonly halfWidth: number | null;
  readonly df: number;
  /** Its width is what is known of launches in general, not what these showed. */
  readonly isFloored?: true;
}

/** How the interval of launch values is made. */
export interface IntervalOptions {
  /** Two-sided. */
  readonly alpha: number;
  readonly moderated: boolean;
  /** Of what does not vary with how a server was started, such as its failures: no deviation is added then. */
  readonly isExact?: boolean;
}

/**
 * Interval of the mean of launch values; null for no launch.
 *
 * `moderated` borrows the launch deviation from experience for one or two launches; from five on it gains nothing.
 */
export function launchInterval(launches: readonly LaunchValue[], options: IntervalOptions): LogInterval | null {
  if (launches.length === 0) return null;
  const values = launches.map((launch) => launch.value);
  const within = withinVariance(launches);
  const spread = options.moderated ? moderatedSpread(values, within, options) : plainSpread(values, within, options);
  return { center: mean(values), ...spread };
}

/** Mean variance of a launch value from inside its launch: what is left if launches do not differ at all. */
export function withinVariance(launches: readonly LaunchValue[]): number | null {
  const known = launches.map((launch) => launch.variance).filter((value) => value !== null);
  return known.length === 0 ? null : mean(known);
}

/** Student t over launches, never narrower than the blocks within launches and a launch deviation of 1 % allow. */
function plainSpread(
  values: readonly number[],
  within: number | null,
  { alpha, isExact = false }: IntervalOptions,
): Omit<LogInterval, 'center'> {
  const count = values.length;
  const df = count - 1;
  if (count < 2) return { halfWidth: null, df };
  const fromLaunches = studentTQuantile(1 - alpha / 2, df) * Math.sqrt(variance(values) / count);
  const floor =
    normalQuantile(1 - alpha / 2) * Math.sqrt(((within ?? 0) + (isExact ? 0 : LAUNCH_STDDEV_FLOOR ** 2)) / count);
  return fromLaunches >= floor ? { halfWidth: fromLaunches, df } : { halfWidth: floor, df, isFloored: true };
}

/** Moderated t (Smyth 2004, limma): the prior variance counts as two degrees of freedom beside the launches' own. */
function moderatedSpread(
  values: readonly number[],
  within: number | null,
  { alpha, isExact = false }: IntervalOptions,
): Omit<LogInterval, 'center'> {
  const count = values.length;
  const df = count + 1;
  if (within === null) return { halfWidth: null, df };
  const ownSquares = count < 2 ? 0 : (count - 1) * variance(values);
  const squared = (2 * (within + (isExact ? 0 : LAUNCH_STDDEV_PRIOR ** 2)) + ownSquares) / df;
  return { halfWidth: studentTQuantile(1 - alpha / 2, df) * Math.sqrt(squared / count), df };
}

/**
 * The smallest true loss, as a share, that would be called beyond `margin` four times in five; null without an interval.
 *
 * The margin is part of it: a verdict has to clear the margin, not 1.
 */
export function smallestCallableEffect(
  interval: LogInterval,
  options: { readonly alpha: number; readonly margin: number },
): number | null {
  if (interval.halfWidth === null) return null;
  const { standardError, shift } = interval.isFloored
    ? byNormal(interval.halfWidth, options)
    : byStudentT(interval.halfWidth, interval.df, options);
  return 1 - (1 - options.margin) * Math.exp(-shift * standardError);
}

interface Detectable {
  readonly standardError: number;
  /** In standard errors. */
  readonly shift: number;
}

function byStudentT(halfWidth: number, df: number, { alpha }: { readonly alpha: number }): Detectable {
  const standardError = halfWidth / studentTQuantile(1 - alpha / 2, df);
  return { standardError, shift: detectableShift({ df, alpha, power: POWER }) };
}

/** A floor is no estimate from few launches, and is made with the normal's quantile. */
function byNormal(halfWidth: number, { alpha }: { readonly alpha: number }): Detectable {
  const quantile = normalQuantile(1 - alpha / 2);
  return { standardError: halfWidth / quantile, shift: quantile + normalQuantile(POWER) };
}

/**
 * One-sided p of the claim that the truth is not below `limit`, a logarithm; null without an interval. It is at most
 * half of `alpha` exactly where the interval of that level lies below the limit, floors and all.
 */
export function pValueBelow(
  interval: LogInterval,
  { alpha, limit }: { readonly alpha: number; readonly limit: number },
): number | null {
  if (interval.halfWidth === null) return null;
  if (interval.halfWidth === 0) return interval.center < limit ? 0 : 1;
  const standardError = interval.halfWidth / studentTQuantile(1 - alpha / 2, interval.df);
  return studentTCdf((interval.center - limit) / standardError, interval.df);
}
