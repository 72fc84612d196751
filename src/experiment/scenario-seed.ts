import type { RequestSource } from '../model/request-source.js';
import type { Scenario } from '../model/scenario.js';

/** The scenario of a run: what is random in its requests is the run's, and differs from that of other scenarios. */
export function withSeed(scenario: Scenario, seed: number): Scenario {
  if (scenario.source.kind === 'fixed') return scenario;
  return { ...scenario, source: seeded(scenario.source, seed ^ hashOf(scenario.name)) };
}

function seeded(source: Extract<RequestSource, { kind: 'made' }>, seed: number): RequestSource {
  return { ...source, seed: seed >>> 0 };
}

/** FNV-1a of 32 bits. https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
function hashOf(text: string): number {
  return [...Buffer.from(text)].reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5);
}
