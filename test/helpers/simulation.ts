import type { Random } from '../../src/stats/random.js';
import type { PortionPair } from '../../src/stats/totals.js';

export interface SimulatedNoise {
  /** Deviation between launches of the target's true log rate. */
  readonly launchStddev: number;
  /** Scale of a slice's log rate: heavy-tailed, and hanging together with the slice before. */
  readonly sliceScale: number;
}

const AUTOCORRELATION = 0.25;

/** Student t with 3 degrees of freedom, scaled to variance 1: now and then far out. */
function heavyTailed(random: Random): number {
  const chiSquared = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
  return random.normal() / Math.sqrt(chiSquared);
}

/** One launch of two servers, the target `ratio` times as fast, on a machine that both share. */
export function simulateLaunch(
  random: Random,
  options: SimulatedNoise & { readonly ratio: number; readonly blocks: number },
): PortionPair[] {
  const launch = options.launchStddev * random.normal();
  let machine = 0;
  let baselineNoise = 0;
  let targetNoise = 0;
  const step = (previous: number): number =>
    AUTOCORRELATION * previous + Math.sqrt(1 - AUTOCORRELATION ** 2) * heavyTailed(random);
  return Array.from({ length: options.blocks }, () => {
    machine = 0.6 * machine + 0.1 * random.normal();
    baselineNoise = step(baselineNoise);
    targetNoise = step(targetNoise);
    const time = random.uniform(0.1, 0.13);
    const rate = 6000 * Math.exp(machine);
    const target = rate * options.ratio * Math.exp(launch + options.sliceScale * targetNoise);
    return {
      baseline: { amount: rate * Math.exp(options.sliceScale * baselineNoise) * time, time },
      target: { amount: target * time, time },
    };
  });
}

/** Share of `count` experiments in which something holds. */
export function shareOf(count: number, holds: () => boolean): number {
  let held = 0;
  for (let experiment = 0; experiment < count; experiment++) if (holds()) held += 1;
  return held / count;
}
