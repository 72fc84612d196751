// What the variants truly cost, by the server's own accounting, while they are loaded in turn for minutes.
import { createRandom } from '../../dist/src/stats/random.js';
import { EFFECTS } from './schedule.mjs';
import { withWorkedServer } from './worked-server.mjs';

/** What a request should cost in all, and how much of it is arithmetic that grows with the effect. */
const WORK_US = 40;
const SPAN_MS = 100;
const WARM_UP_MS = 1500;
const SPANS_A_ROUND = 24;

/** Steps of a request for each effect, so that it costs that share more: found by loading, good to about a percent. */
export function findSteps(signal) {
  return withWorkedServer(signal, async ({ load }) => {
    const unit = 10_000;
    await load(unit, WARM_UP_MS);
    const totals = await inTurn(load, [unit, 3 * unit], { spans: 20, seed: 1 });
    const [few, many] = totals.map(({ cpuUs, answered }) => cpuUs / answered);
    const stepUs = (many - few) / (2 * unit);
    const base = Math.round(WORK_US / stepUs);
    const requestUs = few + (base - unit) * stepUs;
    const steps = [0, ...EFFECTS].map((effect) => [effect, Math.round(base + (effect * requestUs) / stepUs)]);
    return { requestUs, steps: Object.fromEntries(steps) };
  });
}

/**
 * One round on a server of its own. By effect: the ratio of CPU time that a request needs, from the straight line through
 * all variants, for every step costs the same; the same from this variant alone; and the ratio of throughputs.
 */
export function truthRound(steps, seed, signal) {
  return withWorkedServer(signal, async ({ load }) => {
    await load(steps[0], WARM_UP_MS);
    const variants = [0, ...EFFECTS].map((effect) => steps[effect]);
    const totals = await inTurn(load, variants, { spans: SPANS_A_ROUND, seed });
    const costs = totals.map(({ cpuUs, answered }) => cpuUs / answered);
    const rates = totals.map(({ ok, seconds }) => ok / seconds);
    const line = fitLine(variants, costs);
    const ratios = EFFECTS.map((effect, index) => [
      effect,
      {
        cpu: line(variants[0]) / line(variants[index + 1]),
        ownCpu: costs[0] / costs[index + 1],
        throughput: rates[index + 1] / rates[0],
      },
    ]);
    return { requestUs: line(variants[0]), ratios: Object.fromEntries(ratios) };
  });
}

/** Least squares. */
function fitLine(xs, ys) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centerX, centerY] = [mean(xs), mean(ys)];
  const slope =
    xs.reduce((sum, x, index) => sum + (x - centerX) * (ys[index] - centerY), 0) /
    xs.reduce((sum, x) => sum + (x - centerX) ** 2, 0);
  return (x) => centerY + slope * (x - centerX);
}

/** Spans of load with each number of steps, in random order within each turn; their sums. */
async function inTurn(load, variants, { spans, seed }) {
  const random = createRandom(seed);
  const totals = variants.map(() => ({ cpuUs: 0, answered: 0, ok: 0, seconds: 0 }));
  for (let turn = 0; turn < spans; turn++) {
    for (const index of random.shuffle([...variants.keys()])) {
      const span = await load(variants[index], SPAN_MS);
      for (const key of Object.keys(span)) totals[index][key] += span[key];
    }
  }
  return totals;
}
