import { mean, quantile } from './moments.js';
import type { Random } from './random.js';
import type { PortionPair } from './totals.js';

/** Neighbouring blocks are resampled together, so that what lasts longer than a block stays in the sample. */
const RUN_LENGTH = 5;
const RESAMPLES = 2000;

/** Bounds of a resampled log ratio. */
export interface BootstrapInterval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Percentile interval of the mean launch log ratio from a hierarchical block bootstrap; null for fewer than two launches.
 *
 * Launches are drawn with replacement, then inside each contiguous runs of blocks (Davison and Hinkley, Bootstrap Methods
 * and their Application, 3.8 and 8.2.3). Without the launch level it would be far too narrow. A cross-check of the t
 * interval, which assumes less for few launches.
 */
export function bootstrapLogRatio(
  launches: readonly (readonly PortionPair[])[],
  options: { readonly alpha: number; readonly random: Random; readonly resamples?: number },
): BootstrapInterval | null {
  if (launches.length < 2) return null;
  const estimates: number[] = [];
  for (let resample = 0; resample < (options.resamples ?? RESAMPLES); resample++) {
    const values = launches
      .map(() => resampledLogRatio(launches[options.random.integer(launches.length)]!, options.random))
      .filter(Number.isFinite);
    if (values.length > 0) estimates.push(mean(values));
  }
  if (estimates.length === 0) return null;
  return { lower: quantile(estimates, options.alpha / 2), upper: quantile(estimates, 1 - options.alpha / 2) };
}

/**
 * Log ratio of totals over as many blocks as there were, drawn in runs that wrap around the end so that every block is
 * equally likely; not finite where a side did nothing in them.
 */
function resampledLogRatio(blocks: readonly PortionPair[], random: Random): number {
  let baselineAmount = 0;
  let baselineTime = 0;
  let targetAmount = 0;
  let targetTime = 0;
  let place = 0;
  for (let drawn = 0; drawn < blocks.length; drawn++) {
    place = drawn % RUN_LENGTH === 0 ? random.integer(blocks.length) : (place + 1) % blocks.length;
    const { baseline, target } = blocks[place]!;
    baselineAmount += baseline.amount;
    baselineTime += baseline.time;
    targetAmount += target.amount;
    targetTime += target.time;
  }
  return Math.log((targetAmount * baselineTime) / (targetTime * baselineAmount));
}
