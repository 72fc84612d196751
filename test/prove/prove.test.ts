import assert from 'node:assert/strict';
import { test } from 'node:test';

// Plain modules beside the benchmarks, which are not compiled.
const { schedule } = await import('../../../bench/prove/schedule.mjs' as string);
const { shareOf, summarize, truths } = await import('../../../bench/prove/summary.mjs' as string);

const close = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 5e-4, `${actual}`);

test('a counted share has the exact interval of Clopper and Pearson', () => {
  // R: binom.test(x, n)$conf.int
  for (const [hits, count, lower, upper] of [
    [0, 60, 0, 0.0596],
    [3, 60, 0.0104, 0.1392],
    [18, 20, 0.683, 0.9877],
    [20, 20, 0.8316, 1],
    [0, 0, 0, 1],
  ] as const) {
    const interval = shareOf(hits, count);
    close(interval.lower, lower);
    close(interval.upper, upper);
  }
});

test('trials of all effects are done in one random order that is always the same', () => {
  const items: { key: string; group: string; kind: string }[] = schedule(['aa', 'slow'], null);
  assert.deepEqual(items, schedule(['aa', 'slow'], null));
  assert.equal(new Set(items.map(({ key }) => key)).size, 60 + 4 * 20 + 24);
  const half = items.slice(0, items.length / 2);
  const early = half.filter(({ group }) => group === 'aa').length;
  assert.ok(early > 20 && early < 40, `${early} of 60 A/A trials are in the first half`);
});

test('a server against itself alone needs no truth', () => {
  const items: { kind: string }[] = schedule(['aa'], 3);
  assert.deepEqual(
    items.map(({ kind }) => kind),
    ['trial', 'trial', 'trial'],
  );
});

const trial = (verdict: string, lower: number, upper: number, warnings: string[] = []) => ({
  verdict,
  warnings,
  ratio: { value: Math.sqrt(lower * upper), lower, upper },
  cpuRatio: null,
  launchRatios: [0.9, 0.92],
  blockRatios: [
    [0.9, 0.91],
    [0.92, 0.93],
  ],
  seconds: 20,
  loadedSeconds: 10,
  warmUpSeconds: 5,
});

test('alarms and coverage are counted over valid trials, invalid ones by themselves', () => {
  const trials = [
    trial('slower', 0.88, 0.92, ['foreign-cpu:warn']),
    trial('inconclusive', 0.91, 0.99, ['foreign-cpu:note']),
    trial('invalid', 0.5, 0.6, ['not-steady:warn']),
    { failure: 'did not start' },
  ];
  const { slower, found, covered, invalid, failed, named, loadedSeconds } = summarize(trials, { ratio: 0.9 });
  assert.deepEqual([slower.hits, slower.count], [1, 2]);
  assert.deepEqual([covered.hits, covered.count], [1, 2]);
  assert.deepEqual([invalid.hits, invalid.count], [1, 3]);
  assert.deepEqual([named.hits, named.count], [2, 3]);
  assert.equal(failed, 1);
  assert.deepEqual([found.hits, found.count], [1, 4], 'power is a share of all');
  assert.equal(loadedSeconds, 15);
});

test('the truth is the mean of its rounds, and unknown with less than two', () => {
  const round = (cpu: number) => {
    const ratios = { cpu, ownCpu: cpu, throughput: cpu };
    return { kind: 'truth', ratios: { 0.02: ratios, 0.05: ratios, 0.1: ratios, 0.2: ratios } };
  };
  assert.equal(truths([round(0.9)]).get(0.1), null);
  const { ratio, halfWidth } = truths([round(0.9), round(0.92), round(0.91)]).get(0.1);
  close(ratio, 0.91);
  close(halfWidth, 0.0273);
  assert.equal(truths([]).get(0).ratio, 1);
});
