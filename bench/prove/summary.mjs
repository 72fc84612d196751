// Records of the results file to the rows that are printed: counts with their exact intervals, beside what is wanted.

import { binomialInterval } from '../../dist/src/stats/binomial.js';
import { mean, median, stddev, variance } from '../../dist/src/stats/moments.js';
import { studentTQuantile } from '../../dist/src/stats/student-t.js';
import { EFFECTS } from './schedule.mjs';

/** The margin of every trial: the default of `perfcmp run` for throughput. */
export const MARGIN = 0.02;

/** For each effect the true ratios with half their 95 % interval; null for an effect of which nothing is known yet. */
export function truths(records) {
  const rounds = records.filter(({ kind }) => kind === 'truth');
  const of = (effect, what) => center(rounds.map(({ ratios }) => Math.log(ratios[effect][what])));
  return new Map([
    [0, { ratio: 1, halfWidth: 0, rounds: rounds.length, own: null, throughput: null }],
    ...EFFECTS.map((effect) => {
      if (rounds.length < 2) return [effect, null];
      const own = of(effect, 'ownCpu');
      const throughput = of(effect, 'throughput');
      return [effect, { ...of(effect, 'cpu'), rounds: rounds.length, own, throughput }];
    }),
  ]);
}

/** Of logarithms: their mean as a ratio, and half of its 95 % interval as a share. */
function center(logs) {
  const error = stddev(logs) / Math.sqrt(logs.length);
  return { ratio: Math.exp(mean(logs)), halfWidth: studentTQuantile(0.975, logs.length - 1) * error };
}

/** What became of the trials of a group with one effect. */
export function summarize(trials, truth) {
  const judged = trials.filter(({ ratio }) => ratio !== undefined && ratio.lower !== null);
  const valid = judged.filter(({ verdict }) => verdict !== 'invalid');
  const share = (list, isHit) => shareOf(list.filter(isHit).length, list.length);
  const is =
    (wanted) =>
    ({ verdict }) =>
      verdict === wanted;
  return {
    failed: trials.length - judged.length,
    invalid: share(judged, is('invalid')),
    slower: share(valid, is('slower')),
    // What came to nothing has found nothing.
    found: share(trials, is('slower')),
    faster: share(valid, is('faster')),
    called: share(valid, ({ verdict }) => verdict === 'slower' || verdict === 'faster'),
    noDifference: share(valid, is('no-difference')),
    inconclusive: share(valid, is('inconclusive')),
    covered: truth && share(valid, ({ ratio }) => ratio.lower <= truth.ratio && truth.ratio <= ratio.upper),
    named: share(judged, ({ warnings }) => warnings.some((code) => code.startsWith('foreign-cpu:'))),
    center: valid.length < 2 ? null : center(valid.map(({ ratio }) => Math.log(ratio.value))),
    cpu: cpuCenter(valid),
    halfWidth: median(valid.map(({ ratio }) => Math.log(ratio.upper / ratio.lower) / 2)),
    ...spreads(valid),
    seconds: median(judged.map(({ seconds }) => seconds)),
    loadedSeconds: median(judged.map(({ loadedSeconds, warmUpSeconds = 0 }) => loadedSeconds + warmUpSeconds)),
  };
}

function cpuCenter(valid) {
  const ratios = valid.flatMap(({ cpuRatio }) => cpuRatio?.value ?? []);
  return ratios.length < 2 ? null : center(ratios.map(Math.log));
}

/** What makes intervals wide: how far launches scatter, and how far they would by their blocks alone. */
function spreads(valid) {
  const deviations = valid.map(({ launchRatios }) => stddev(launchRatios.map(Math.log)));
  const within = valid.map(({ blockRatios }) => Math.sqrt(mean(blockRatios.map(varianceOfMean))));
  return { launchSpread: median(deviations), withinSpread: median(within) };
}

function varianceOfMean(ratios) {
  const logs = ratios.filter((ratio) => ratio !== null).map(Math.log);
  return variance(logs) / logs.length;
}

/** With the exact 95 % interval. */
export function shareOf(hits, count) {
  const { lower, upper } = count === 0 ? { lower: 0, upper: 1 } : binomialInterval(hits, count, 0.05);
  return { hits, count, lower, upper };
}
