import type { Comparison } from '../model/comparison.js';
import type { Plan } from '../model/plan.js';
import type { OverallRatio } from '../model/report.js';
import { geometricMean } from '../stats/geometric-mean.js';
import type { LaunchValue } from '../stats/ratio-interval.js';
import { type CellPair, estimateRatio } from './comparison.js';
import { throughputValues } from './launch-values.js';

/** Throughput of each target over all its scenarios, against the baseline; of those that have two or more. */
export function overallRatios(
  plan: Plan,
  pairs: readonly CellPair[],
  comparisons: readonly Comparison[],
): OverallRatio[] {
  const closed = new Set(plan.profiles.filter(({ kind }) => kind === 'closed').map(({ name }) => name));
  const compared = pairs.filter(({ cell }) => closed.has(cell.profile));
  return plan.targets.flatMap((target) => {
    const own = compared.filter(({ cell }) => cell.target === target);
    // A mean of what is valid only would be one of other scenarios than its neighbours'.
    return own.some((pair) => isInvalid(pair, comparisons)) ? [] : overallOf(plan, target, own);
  });
}

function overallOf(plan: Plan, target: string, pairs: readonly CellPair[]): OverallRatio[] {
  const scenarios = plan.scenarios
    .map(({ name }) => ({ name, pairs: pairs.filter(({ cell }) => cell.scenario === name) }))
    .filter((scenario) => scenario.pairs.length > 0);
  const byScenario = scenarios.map((scenario) => scenario.pairs.map(valuesByLaunch));
  const launches = [...(byScenario[0]?.[0]?.keys() ?? [])];
  const values = launches.flatMap((launch) => launchMean(byScenario, launch) ?? []);
  if (scenarios.length < 2 || values.length === 0) return [];
  return [
    {
      baseline: plan.baseline,
      target,
      metric: 'throughput',
      scenarios: scenarios.map(({ name }) => name),
      ratio: estimateRatio(plan, values),
      launchRatios: values.map(({ value }) => Math.exp(value)),
      alpha: plan.alpha,
    },
  ];
}

/** Every scenario counts once, however many loads it has; null for a launch that lacks one of them. */
function launchMean(
  byScenario: readonly (readonly ReadonlyMap<number, LaunchValue>[])[],
  launch: number,
): LaunchValue | null {
  const means = byScenario.map((loads) => {
    const values = loads.flatMap((load) => load.get(launch) ?? []);
    return values.length < loads.length ? null : geometricMean(values);
  });
  const known = means.filter((one) => one !== null);
  return known.length < means.length ? null : geometricMean(known);
}

function valuesByLaunch({ kept }: CellPair): Map<number, LaunchValue> {
  return new Map(
    kept.flatMap((pairs) => throughputValues([pairs]).map((value): [number, LaunchValue] => [pairs.launch, value])),
  );
}

function isInvalid({ cell }: CellPair, comparisons: readonly Comparison[]): boolean {
  return comparisons.some(
    ({ metric, target, scenario, profile, verdict }) =>
      metric === 'throughput' &&
      verdict === 'invalid' &&
      target === cell.target &&
      scenario === cell.scenario &&
      profile === cell.profile,
  );
}
