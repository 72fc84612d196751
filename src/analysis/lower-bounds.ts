import type { Comparison } from '../model/comparison.js';
import type { CountedMeasurement, Measurement } from '../model/measurement.js';
import { cellKey } from '../model/plan.js';
import { concerns, type Warning } from '../model/warning.js';
import { leastRatioText } from '../units/figures.js';
import { isInvalid } from './warnings.js';

const CLIENT_BOUND = 'client-bound';

/** The measurement, with its throughput said to be the least where it is. */
export function withLeast(measurement: CountedMeasurement, warnings: readonly Warning[]): CountedMeasurement {
  if (!isLowerBound(measurement, warnings)) return measurement;
  return { ...measurement, throughput: { ...measurement.throughput, atLeast: true } };
}

/**
 * Whether the generator was the limit and nothing else is wrong: the server can do what was seen, and maybe more. At a
 * given rate that says nothing.
 */
function isLowerBound(measurement: Measurement, warnings: readonly Warning[]): boolean {
  if (measurement.arrivals !== undefined) return false;
  const spoilers = warnings.filter((warning) => warning.level === 'invalid' && concerns(warning, measurement));
  return spoilers.length > 0 && spoilers.every(({ code }) => code === CLIENT_BOUND);
}

/** Without its verdict where a side is invalid; of a target whose throughput is the least, so is its ratio to a sound baseline. */
export function withoutInvalid(
  comparison: Comparison,
  warnings: readonly Warning[],
  measurements: readonly Measurement[],
): Comparison {
  const { metric, baseline, target, scenario, profile } = comparison;
  const isBaseInvalid = isInvalid({ target: baseline, scenario, profile }, warnings);
  if (!isBaseInvalid && !isInvalid({ target, scenario, profile }, warnings)) return comparison;
  const key = cellKey({ target, scenario, profile });
  const isLeast = measurements.some((one) => cellKey(one) === key && one.throughput.atLeast);
  const isLeastRatio = metric === 'throughput' && isLeast && !isBaseInvalid;
  return { ...comparison, verdict: 'invalid', lean: null, ...(isLeastRatio && { atLeast: true }) };
}

/** The warnings, those on the generator's limit with what the ratio to the baseline is at least. */
export function tellLeastRatios(warnings: readonly Warning[], comparisons: readonly Comparison[]): Warning[] {
  return warnings.map((warning) => {
    if (warning.code !== CLIENT_BOUND) return warning;
    const least = comparisons.find(
      ({ atLeast = false, target, scenario, profile }) => atLeast && concerns(warning, { target, scenario, profile }),
    );
    const lower = least?.ratio.lower ?? null;
    if (least === undefined || lower === null) return warning;
    return {
      ...warning,
      message: `${warning.message}; against ${least.baseline} it is at least ${leastRatioText(lower)}`,
    };
  });
}
