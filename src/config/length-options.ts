import type { Metric } from '../model/comparison.js';
import type { AdaptiveLength } from '../model/config.js';
import { formatShare } from '../units/percent.js';
import { ADAPTIVE_DEFAULTS } from './defaults.js';
import type { OptionReader } from './option-reader.js';
import { duration, margin, wholeNumber } from './parsers.js';

type Margins = Readonly<Partial<Record<Metric, number>>>;

/** Reads `--budget` and `--resolve`; null where neither was given, or something stronger settles the length. */
export function readAdaptiveLength(reader: OptionReader): AdaptiveLength | null {
  const asked = reader.given('budget') ?? reader.given('resolve');
  if (asked === null) return null;
  const rank = reader.rankOf('budget', 'resolve');
  if (reader.isOn('quick')) {
    if (reader.rankOf('quick') < rank) return null;
    if (reader.rankOf('quick') === rank) {
      reader.refuse(asked.where, 'cannot be given together with --quick, which is 2 launches', 'leave one of them out');
    }
  }
  const length = reader.given('duration');
  if (length !== null && reader.rankOf('duration') <= rank) {
    const hint = 'of a launch --blocks sets the load';
    reader.refuse(length.where, `is of all launches, and ${asked.where} leaves open how many there are`, hint);
  }
  return {
    budgetMs: reader.read('budget', duration, null),
    resolution: reader.read('resolve', margin, null),
    mostLaunches: mostLaunches(reader, rank),
  };
}

/** What a weaker source says of launches is for runs of a settled length. */
function mostLaunches(reader: OptionReader, rank: number): number | null {
  const given = reader.given('launches');
  if (given === null || reader.rankOf('launches') > rank) return null;
  // What is no number at all is refused where launches are read.
  const parsed = wholeNumber(1, 1000)(given.text);
  if (!parsed.ok) return null;
  const { fewestLaunches } = ADAPTIVE_DEFAULTS;
  if (parsed.value >= fewestLaunches) return parsed.value;
  const message = `must be ${fewestLaunches} or more where a run may end by itself, got "${given.text}"`;
  reader.refuse(given.where, message, 'with --budget and --resolve it is the most launches there may be');
  return null;
}

/**
 * The margins with one of throughput that the resolution can be called beside: a verdict has to clear the margin, so that
 * a smaller difference is never called however long the run.
 */
export function marginsToResolve(
  reader: OptionReader,
  margins: Margins,
  { resolution, isMarginAsked }: { readonly resolution: number | null; readonly isMarginAsked: boolean },
): Margins {
  const { throughput } = margins;
  const asked = reader.given('resolve');
  if (resolution === null || asked === null || throughput === undefined) return margins;
  if (!isMarginAsked) return { ...margins, throughput: Math.min(throughput, resolution / 2) };
  if (resolution <= throughput) {
    const message = `must be above the margin of throughput, ${formatShare(throughput)}, got "${asked.text}"`;
    reader.refuse(asked.where, message, 'differences within the margin are never called; take a smaller --margin');
  }
  return margins;
}
