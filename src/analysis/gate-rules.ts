import { EVERY_SCENARIO, type GateThreshold } from '../model/gate.js';
import type { Report } from '../model/report.js';

/**
 * The rules that hold for a scenario under a kind of load. Of each metric the first that speaks of it wins; how a metric
 * may change and what it may be at all are two questions, each with a first rule of its own.
 */
export function rulesFor(
  thresholds: readonly GateThreshold[],
  about: { readonly scenario: string; readonly loop: Report['profiles'][number]['kind'] | null },
): GateThreshold[] {
  const first = new Map<string, GateThreshold>();
  for (const threshold of thresholds) {
    const { scenario, loop, metric, limit } = threshold;
    const isMeant =
      (scenario === EVERY_SCENARIO || scenario === about.scenario) && (loop === null || loop === about.loop);
    const key = `${metric} ${limit.kind === 'regression'}`;
    if (isMeant && !first.has(key)) first.set(key, threshold);
  }
  return [...first.values()];
}
