import type { LoadConfig } from '../model/config.js';
import type { Scenario } from '../model/scenario.js';

/** What a load asks, and what must come back. */
export function scenarioOfLoad({ request, expect }: Pick<LoadConfig, 'request' | 'expect'>): Scenario {
  return { name: request.path, requests: [request], expect, env: {} };
}
