import type { LoadConfig } from '../model/config.js';
import { pathText, type RequestSource } from '../model/request-source.js';
import type { RequestSpec, Scenario } from '../model/scenario.js';

/** What a load asks, and what must come back; places that are filled stand in it as they were written. */
export function scenarioOfLoad({ name, requests, expect }: Pick<LoadConfig, 'name' | 'requests' | 'expect'>): Scenario {
  return { name, requests: writtenRequests(requests), expect, env: {} };
}

function writtenRequests(source: RequestSource): readonly RequestSpec[] {
  if (source.kind === 'fixed') return source.requests;
  return source.requests.map((template) => ({
    method: template.method,
    path: pathText(template),
    headers: {},
    body: null,
    weight: template.weight,
  }));
}
