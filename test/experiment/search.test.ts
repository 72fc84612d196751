import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideSearch, majorityOf, type SearchBounds, type Tried, usualRates } from '../../src/experiment/search.js';
import { createRandom, type Random } from '../../src/stats/random.js';

const BOUNDS: SearchBounds = { firstPerSec: 5000, lowestPerSec: 150, highestPerSec: 40_000, resolution: 0.05 };

/** Searches with a load that says what becomes of a rate; gives everything it tried, and the end. */
function searchWith(load: (ratePerSec: number) => Tried['verdict'], bounds = BOUNDS) {
  const tried: Tried[] = [];
  for (;;) {
    const decision = decideSearch(tried, bounds);
    if (decision.kind === 'done') return { tried, ...decision };
    const { ratePerSec } = decision;
    tried.push({ ratePerSec, verdict: load(ratePerSec) });
    assert.ok(tried.length <= 3 * mostRates(bounds), `no end after ${tried.length} loads`);
  }
}

/** Rates that a search of these bounds tries at most: until the first bracket one for each doubling or halving. */
function mostRates(bounds: SearchBounds): number {
  const { firstPerSec, lowestPerSec, highestPerSec } = bounds;
  return (
    Math.ceil(Math.log2(Math.max(firstPerSec / lowestPerSec, highestPerSec / firstPerSec))) + usualRates(bounds) - 1
  );
}

function below(truthPerSec: number): (ratePerSec: number) => Tried['verdict'] {
  return (ratePerSec) => (ratePerSec <= truthPerSec ? 'kept' : 'broken');
}

/**
 * A queue whose p99 rises as it fills up, measured with 10 % of noise; one load in ten meets a pause that triples it. The
 * limit is such that `truthPerSec` just keeps it without either.
 */
function noisyQueue(truthPerSec: number, random: Random): (ratePerSec: number) => Tried['verdict'] {
  const capacityPerSec = truthPerSec / 0.9;
  const p99 = (ratePerSec: number): number =>
    ratePerSec >= capacityPerSec ? Number.POSITIVE_INFINITY : 1 / (1 - ratePerSec / capacityPerSec);
  const limit = p99(truthPerSec);
  return (ratePerSec) => {
    const pause = random.next() < 0.1 ? 3 : 1;
    return p99(ratePerSec) * (1 + 0.1 * random.normal()) * pause <= limit ? 'kept' : 'broken';
  };
}

test('in at least nine of ten noisy searches the rate found is within 5 % of the truth', () => {
  let near = 0;
  let loads = 0;
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = createRandom(seed);
    const truthPerSec = Math.exp(random.uniform(Math.log(300), Math.log(30_000)));
    const { keptPerSec, tried } = searchWith(noisyQueue(truthPerSec, random));
    loads += tried.length;
    assert.ok(tried.every(({ ratePerSec: rate }) => rate >= BOUNDS.lowestPerSec && rate <= BOUNDS.highestPerSec));
    if (keptPerSec !== null && Math.abs(keptPerSec / truthPerSec - 1) <= 0.05) near += 1;
  }
  assert.ok(near >= 270, `${near} of 300 within 5 %`);
  assert.ok(loads / 300 < 25, `${loads / 300} loads a search`);
});

test('without noise the bracket is as narrow as asked for, and the truth lies in it', () => {
  for (const truthPerSec of [170, 1000, 4999, 5000, 5001, 7777, 39_000]) {
    const { keptPerSec, broken, tried } = searchWith(below(truthPerSec));
    assert.ok(keptPerSec !== null && broken !== null);
    assert.ok(keptPerSec <= truthPerSec && truthPerSec < broken.ratePerSec, `${keptPerSec} to ${broken.ratePerSec}`);
    assert.ok(broken.ratePerSec <= keptPerSec * 1.05);
    assert.ok(tried.length <= 2 * mostRates(BOUNDS), `${tried.length} loads`);
  }
});

test('a search ends at its bounds', () => {
  const all = searchWith(() => 'kept');
  assert.deepEqual([all.keptPerSec, all.broken], [BOUNDS.highestPerSec, null]);
  const none = searchWith(() => 'broken');
  assert.equal(none.keptPerSec, null);
  assert.ok((none.broken?.ratePerSec ?? 0) <= BOUNDS.lowestPerSec * (1 + BOUNDS.resolution));
});

test('where the generator is the limit the rate above is not one that the server broke', () => {
  const { keptPerSec, broken } = searchWith((ratePerSec) => (ratePerSec <= 8000 ? 'kept' : 'generator'));
  assert.equal(broken?.verdict, 'generator');
  assert.ok(keptPerSec !== null && keptPerSec <= 8000 && keptPerSec > 7500);
});

test('two loads that agree decide, and three that do not count as broken', () => {
  assert.equal(majorityOf(['kept']), null);
  assert.equal(majorityOf(['kept', 'broken']), null);
  assert.equal(majorityOf(['kept', 'broken', 'kept']), 'kept');
  assert.equal(majorityOf(['generator', 'generator']), 'generator');
  assert.equal(majorityOf(['kept', 'broken', 'generator']), 'broken');
});

test('a rate is tried again until it is decided, and rates are round', () => {
  const first = decideSearch([], { ...BOUNDS, firstPerSec: 5123.4 });
  assert.deepEqual(first, { kind: 'try', ratePerSec: 5120 });
  const tried: Tried[] = [{ ratePerSec: 5120, verdict: 'kept' }];
  assert.deepEqual(decideSearch(tried, BOUNDS), { kind: 'try', ratePerSec: 5120 });
  assert.deepEqual(decideSearch([...tried, ...tried], BOUNDS), { kind: 'try', ratePerSec: 10_200 });
});
