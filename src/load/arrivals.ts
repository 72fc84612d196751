import type { ArrivalPlan, RateStage } from '../model/load-profile.js';
import { createRandom, type Random } from '../stats/random.js';
import type { Segment } from './segment.js';

/** Arrivals that stages expect from their start to their end. */
function countOf({ fromPerSec, toPerSec, durationMs }: RateStage): number {
  return (((fromPerSec + toPerSec) / 2) * durationMs) / 1000;
}

/**
 * When the expected number of arrivals reaches `count`, in whole nanoseconds from the start, so that the last stage's end is
 * met exactly; Infinity if it never does.
 *
 * In a stage that goes evenly from rate a to b in T seconds N(t) = a t + (b - a) t^2 / 2T, so N(t) = m at
 * t = 2 m / (a + sqrt(a^2 + 2 m (b - a) / T)): the form of the root that needs no division by b - a.
 */
export function timeOfCountNs(stages: readonly RateStage[], count: number): number {
  let startNs = 0;
  let left = count;
  for (const stage of stages) {
    const inStage = countOf(stage);
    if (left < inStage) return Math.round(startNs + timeWithinNs(stage, left));
    left -= inStage;
    startNs += stage.durationMs * 1e6;
  }
  const lastPerSec = stages[stages.length - 1]?.toPerSec ?? 0;
  return lastPerSec > 0 ? Math.round(startNs + (left / lastPerSec) * 1e9) : Number.POSITIVE_INFINITY;
}

function timeWithinNs({ fromPerSec, toPerSec, durationMs }: RateStage, count: number): number {
  if (count === 0) return 0;
  const slope = (toPerSec - fromPerSec) / (durationMs / 1000);
  // Rounding may take the last of a ramp down to nothing below zero.
  const root = Math.sqrt(Math.max(0, fromPerSec * fromPerSec + 2 * slope * count));
  return ((2 * count) / (fromPerSec + root)) * 1e9;
}

/**
 * The arrivals of one thread in their order. All threads together have every arrival of the plan once, thread i of n each
 * n-th from the i-th on, so that nothing is rounded and threads do not send at the same moment.
 *
 * `even`: the k-th arrival is when the expected number reaches k. `poisson`: when it reaches the k-th event of a process
 * of unit rate, whose gaps are exponential (Lewis and Shedler's inversion for a changing rate, Naval Research Logistics
 * Quarterly 26, 1979); the seed gives the same arrivals for any number of threads.
 */
export class ArrivalCursor {
  /** Nanoseconds from the start of the plan to this arrival. */
  atNs = 0;
  /** Arrivals of this thread before this one. */
  passed = 0;
  readonly #plan: ArrivalPlan;
  readonly #step: number;
  readonly #random: Random | null;
  #count = 0;

  constructor(plan: ArrivalPlan, segment: Segment) {
    this.#plan = plan;
    this.#step = segment.of;
    this.#random = plan.spacing === 'poisson' ? createRandom(plan.seed) : null;
    if (this.#random === null) this.#goTo(segment.index);
    else this.#goOverGaps(this.#random, segment.index + 1);
  }

  /** Goes on to the next one. */
  advance(): void {
    this.passed += 1;
    if (this.#random === null) this.#goTo(this.#count + this.#step);
    else this.#goOverGaps(this.#random, this.#step);
  }

  // One gap at a time, in the same order for any number of threads: sums of floating point depend on it.
  #goOverGaps(random: Random, gaps: number): void {
    let count = this.#count;
    for (let i = 0; i < gaps; i += 1) count -= Math.log(1 - random.next());
    this.#goTo(count);
  }

  #goTo(count: number): void {
    this.#count = count;
    this.atNs = timeOfCountNs(this.#plan.stages, count);
  }
}
