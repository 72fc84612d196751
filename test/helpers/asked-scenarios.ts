import { MOST_CHECKED, type QuickCheckResult, quickCheck } from '../../src/contract/quick-check.js';
import { type PreparedInstance, prepareInstance } from '../../src/experiment/prepare-instance.js';
import { createCounter } from '../../src/load/request-numbers.js';
import { sampleRequests } from '../../src/load/sample-requests.js';
import type { Scenario } from '../../src/model/scenario.js';

/** Prepares a server for scenarios and checks its answers to them, as a run does before it measures anything. */
export async function askScenarios(
  instance: PreparedInstance,
  target: string,
  scenarios: readonly Scenario[],
): Promise<QuickCheckResult> {
  const { endpoint } = instance;
  await prepareInstance(instance, target, scenarios, new AbortController().signal);
  return quickCheck({
    endpoint,
    target,
    scenarios: scenarios.map(({ name, expect, source }) => ({
      name,
      expect,
      requests: sampleRequests(source, { endpoint, counter: createCounter() }, MOST_CHECKED),
    })),
  });
}
