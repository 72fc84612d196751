import type { LoadConfig } from '../model/config.js';
import type { Scenario } from '../model/scenario.js';

/** What a load asks, and what must come back. */
export function scenarioOfLoad({ name, requests, expect }: Pick<LoadConfig, 'name' | 'requests' | 'expect'>): Scenario {
  return { name, source: requests, expect, env: {} };
}
