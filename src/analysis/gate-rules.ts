import type { Metric } from '../model/comparison.js';
import { EVERY_SCENARIO, type GateThreshold } from '../model/gate.js';
import type { Report } from '../model/report.js';

/** What rules may speak of. */
export interface RuleSubject {
  readonly scenario: string;
  readonly loop: Report['profiles'][number]['kind'] | null;
}

/**
 * The rules that hold for a scenario under a kind of load. Of each metric the first that speaks of it wins; how a metric
 * may change and what it may be at all are two questions, each with a first rule of its own.
 */
export function rulesFor(thresholds: readonly GateThreshold[], about: RuleSubject): GateThreshold[] {
  const first = new Map<string, GateThreshold>();
  for (const threshold of thresholds) {
    const key = `${threshold.metric} ${threshold.limit.kind === 'regression'}`;
    if (isMeant(threshold, about) && !first.has(key)) first.set(key, threshold);
  }
  return [...first.values()];
}

/** Whether a rule speaks of this; at a rate that was set, throughput is what was asked for, and says nothing. */
export function isMeant({ scenario, loop, metric }: GateThreshold, about: RuleSubject): boolean {
  if (metric === 'throughput' && about.loop === 'open') return false;
  return (scenario === EVERY_SCENARIO || scenario === about.scenario) && (loop === null || loop === about.loop);
}

const FOUND_BY_ERROR_RATE: readonly string[] = ['errors', 'answers-failed', 'connect-failed'];

/** Which findings a limit on a metric is about, so that they spoil nothing: failures where failures are held. */
export function isExpectedOf(metric: Metric): (code: string) => boolean {
  return (code) => metric === 'errorRate' && FOUND_BY_ERROR_RATE.includes(code);
}
