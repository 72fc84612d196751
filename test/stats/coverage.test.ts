import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bootstrapLogRatio } from '../../src/stats/bootstrap.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';
import { logPercentile } from '../../src/stats/log-percentile.js';
import { mean, variance } from '../../src/stats/moments.js';
import { createRandom } from '../../src/stats/random.js';
import { coverageOf, DESIGNS, SLICE_SCALES, shareOf, simulateInterval, simulateLaunch } from '../helpers/simulation.js';

const { undisturbed: UNDISTURBED, disturbed: DISTURBED } = SLICE_SCALES;

for (const { launches, blocks } of DESIGNS) {
  test(`95 % intervals of ${launches} launches hold the truth in at least 93 % of heavy-tailed runs`, () => {
    for (const sliceScale of [UNDISTURBED, DISTURBED]) {
      for (const launchStddev of [0, 0.01, 0.02, 0.04]) {
        const share = coverageOf({ launches, blocks, ratio: 0.9, sliceScale, launchStddev }, { runs: 600 });
        assert.ok(share >= 0.93, `${share} at slice ${sliceScale}, launch ${launchStddev}`);
      }
    }
  });
}

test('moderated intervals of one and two launches hold the truth while launches differ by up to 2 %', () => {
  for (const [launches, launchStddev, least] of [
    [2, 0, 0.98],
    [2, 0.02, 0.97],
    [2, 0.04, 0.9],
    [1, 0.01, 0.97],
    [1, 0.02, 0.93],
  ] as const) {
    for (const sliceScale of [UNDISTURBED, DISTURBED]) {
      const share = coverageOf(
        { launches, blocks: 12, ratio: 1.1, sliceScale, launchStddev },
        { seed: 20, moderated: true },
      );
      assert.ok(share >= least, `${share} for ${launches} launches at slice ${sliceScale}, launch ${launchStddev}`);
    }
  }
});

test('three blocks a launch, as a rough look has them where slices are long, hold the truth as often', () => {
  for (const [launchStddev, least] of [
    [0, 0.95],
    [0.02, 0.94],
    [0.04, 0.88],
  ] as const) {
    for (const sliceScale of [UNDISTURBED, DISTURBED]) {
      const share = coverageOf(
        { launches: 2, blocks: 3, ratio: 1.1, sliceScale, launchStddev },
        { seed: 20, moderated: true },
      );
      assert.ok(share >= least, `${share} at slice ${sliceScale}, launch ${launchStddev}`);
    }
  }
});

test('two equal servers are called faster or slower in fewer than 1 % of runs', () => {
  for (const launchStddev of [0, 0.01, 0.02]) {
    const random = createRandom(31);
    const design = { launches: 5, blocks: 12, ratio: 1, sliceScale: UNDISTURBED, launchStddev };
    const alarms = shareOf(1200, () => {
      const { lower, upper } = simulateInterval(random, design);
      return upper < Math.log(0.98) || lower > -Math.log(0.98);
    });
    assert.ok(alarms < 0.01, `${alarms} at launch ${launchStddev}`);
  }
});

test('a loss of 10 % is called slower in nearly every undisturbed run of five launches', () => {
  const random = createRandom(32);
  const design = { launches: 5, blocks: 12, ratio: 0.9, sliceScale: UNDISTURBED, launchStddev: 0.01 };
  assert.ok(shareOf(500, () => simulateInterval(random, design).upper < Math.log(0.98)) >= 0.99);
});

test('the bootstrap over launches and runs of blocks covers nearly nine in ten, and refuses a single launch', () => {
  const random = createRandom(33);
  const design = { launches: 8, blocks: 8, ratio: 0.9, sliceScale: UNDISTURBED, launchStddev: 0.02 };
  const share = shareOf(150, () => {
    const launches = Array.from({ length: design.launches }, () => simulateLaunch(random, design));
    const interval = bootstrapLogRatio(launches, { alpha: 0.05, random, resamples: 200 })!;
    return interval.lower <= Math.log(0.9) && Math.log(0.9) <= interval.upper;
  });
  assert.ok(share >= 0.85, `${share}`);
  assert.equal(bootstrapLogRatio([simulateLaunch(random, design)], { alpha: 0.05, random }), null);
});

test('the variance given for a percentile is the one it has', () => {
  const random = createRandom(34);
  const samples = Array.from({ length: 100 }, () => {
    const blocks = Array.from({ length: 12 }, () => {
      const histogram = new LatencyHistogram();
      // What one block's latencies share: the machine's speed at that moment.
      const machine = 0.05 * random.normal();
      for (let answer = 0; answer < 120; answer++) histogram.record(1e7 * Math.exp(machine + 0.3 * random.normal()));
      return histogram.toSparse();
    });
    return [50, 95].map((percentile) => logPercentile(blocks, percentile)!);
  });
  for (const [index, p] of [50, 95].entries()) {
    const values = samples.map((sample) => sample[index]!);
    const claimed = mean(values.map((sample) => sample.variance!));
    const ratio = claimed / variance(values.map((sample) => sample.value));
    assert.ok(ratio > 0.7 && ratio < 1.5, `p${p}: ${ratio}`);
  }
});
