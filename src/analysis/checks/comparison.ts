import type { Comparison } from '../../model/comparison.js';
import { isRough } from '../../model/rough.js';
import type { Warning } from '../../model/warning.js';
import { bootstrapLogRatio } from '../../stats/bootstrap.js';
import { createRandom } from '../../stats/random.js';
import { launchInterval, withinVariance } from '../../stats/ratio-interval.js';
import { linearRise } from '../../stats/slope.js';
import { blockLogRatios } from '../../stats/totals.js';
import { type CellPair, intervalOf, isAtEqualRate } from '../comparison.js';
import { percentileSupport, stallValues, throughputPairs, throughputValues, typicalValues } from '../launch-values.js';
import { decideVerdict, isContradicted } from '../verdict.js';
import { percent, runWarning } from '../warnings.js';

/** Two-sided: by chance in one run of a hundred. */
const DRIFT_ALPHA = 0.01;
const STALL_LIMIT = 0.01;
const DISAGREE_SIGMAS = 4;
const DISAGREE_LEAST = 0.03;
/** From here on the bootstrap's own coverage is nominal, so that it may doubt the t interval. */
const BOOTSTRAP_LAUNCHES = 5;

/** Everything that can be said against one comparison from its own numbers. */
export function checkComparison(pair: CellPair, comparisons: readonly Comparison[]): Warning[] {
  // At equal rates throughput is what was sent: only latencies say anything.
  if (isAtEqualRate(pair)) return checkSamples(pair);
  const throughput = comparisons.find((comparison) => comparison.metric === 'throughput');
  if (throughput === undefined) return [];
  return [
    ...checkLaunchesAgree(pair),
    ...checkDrift(pair),
    ...checkStalls(pair),
    ...checkTypical(pair, throughput),
    ...checkBootstrap(pair, throughput),
    ...checkCpuAgrees(pair, comparisons),
    ...checkSamples(pair),
  ];
}

/** `launches-disagree`: more than one mode of behaviour, or a machine that changed; the single ratios must be looked at. */
function checkLaunchesAgree(pair: CellPair): Warning[] {
  const values = throughputValues(pair.kept);
  if (values.length < 2) return [];
  const logs = values.map((launch) => launch.value);
  const range = Math.max(...logs) - Math.min(...logs);
  const within = withinVariance(values);
  if (range <= DISAGREE_LEAST || (within !== null && range <= DISAGREE_SIGMAS * Math.sqrt(within))) return [];
  const ratios = logs.map((value) => `${Math.exp(value).toFixed(2)}x`).join(', ');
  return [runWarning('launches-disagree', 'warn', `launches disagree: ${ratios} of ${pair.baseline}`, pair.cell)];
}

/**
 * `drift`: the ratio went one way within launches, so warm-up was not over. Launches are what is counted: in one of them
 * anything may have come in between.
 */
export function checkDrift(pair: CellPair): Warning[] {
  const rises = pair.kept.flatMap((launch) => linearRise(blockLogRatios(throughputPairs(launch))) ?? []);
  const moderated = isRough(pair.plan, rises.length);
  const interval = rises.length < 2 ? null : launchInterval(rises, { alpha: DRIFT_ALPHA, moderated });
  if (interval === null || interval.halfWidth === null || Math.abs(interval.center) <= interval.halfWidth) return [];
  const { center, halfWidth } = interval;
  const ends = [center - halfWidth, center + halfWidth].map((end) => percent(Math.abs(Math.expm1(end))));
  const [least, most] = center > 0 ? ends : ends.toReversed();
  const way = `${center > 0 ? 'rose' : 'fell'} within launches by ${percent(Math.abs(Math.expm1(center)))}`;
  const message = `its ratio to ${pair.baseline} ${way} (99 %: ${least} to ${most}); try a longer --warmup`;
  return [runWarning('drift', 'warn', message, pair.cell)];
}

/** `stalls`: totals are lower than the typical slice, so one side pauses now and then; a property, not a fault. */
function checkStalls(pair: CellPair): Warning[] {
  const interval = intervalOf(pair.plan, stallValues(throughputValues(pair.kept), typicalValues(pair.kept)));
  if (interval === null || interval.halfWidth === null) return [];
  if (Math.abs(interval.center) - interval.halfWidth <= STALL_LIMIT) return [];
  const message = `stalls: ${percent(1 - Math.exp(-Math.abs(interval.center)))} of its time`;
  const target = interval.center < 0 ? pair.cell.target : pair.baseline;
  return [runWarning('stalls', 'note', message, { ...pair.cell, target })];
}

/** `typical-contradicts`: why a clear total is inconclusive all the same. */
function checkTypical(pair: CellPair, throughput: Comparison): Warning[] {
  const rule = { margin: throughput.margin, rough: isRough(pair.plan, pair.kept.length) };
  if (!isContradicted(decideVerdict(throughput.ratio, rule).verdict, throughput.typicalRatio)) return [];
  const message = `its typical slice points the other way than its total against ${pair.baseline}, so there is no verdict`;
  return [runWarning('typical-contradicts', 'warn', message, pair.cell)];
}

/** `bootstrap-disagrees`: a second method, which assumes no normal launches, does not exclude 1. */
function checkBootstrap(pair: CellPair, throughput: Comparison): Warning[] {
  const isDirectional = throughput.verdict === 'faster' || throughput.verdict === 'slower';
  if (!isDirectional || pair.kept.length < BOOTSTRAP_LAUNCHES) return [];
  const random = createRandom(pair.plan.seed);
  const interval = bootstrapLogRatio(pair.kept.map(throughputPairs), { alpha: pair.plan.alpha, random });
  if (interval === null || interval.lower > 0 || interval.upper < 0) return [];
  const message = `resampling its launches does not exclude that it equals ${pair.baseline}: read the verdict with care`;
  return [runWarning('bootstrap-disagrees', 'warn', message, pair.cell)];
}

/** `cpu-contradicts`: more throughput at clearly more CPU a request, or the reverse, asks for an explanation. */
function checkCpuAgrees(pair: CellPair, comparisons: readonly Comparison[]): Warning[] {
  const side = (metric: Comparison['metric']): number => {
    const ratio = comparisons.find((comparison) => comparison.metric === metric)?.ratio;
    if (ratio === undefined || ratio.lower === null || ratio.upper === null) return 0;
    return ratio.lower > 1 ? 1 : ratio.upper < 1 ? -1 : 0;
  };
  if (side('throughput') * side('cpuPerRequest') >= 0) return [];
  const message = `throughput and CPU per request point in opposite directions against ${pair.baseline}`;
  return [runWarning('cpu-contradicts', 'warn', message, pair.cell)];
}

/** `too-few-samples`: which percentiles were not compared, and what it would have taken. */
function checkSamples(pair: CellPair): Warning[] {
  const missing = [50, 99]
    .map((percentile) => ({ percentile, ...percentileSupport(pair.kept, percentile) }))
    .filter(({ isEnough }) => !isEnough);
  const last = missing.at(-1);
  if (last === undefined || pair.kept.length === 0) return [];
  const names = missing.map(({ percentile }) => `p${percentile}`).join(' and ');
  const needs = `p${last.percentile} needs ${last.needed} answers a launch on both sides, the fewest were ${last.fewest}`;
  return [runWarning('too-few-samples', 'note', `${names} not compared: ${needs}`, pair.cell)];
}
