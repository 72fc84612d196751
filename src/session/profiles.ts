import { LOAD_DEFAULTS, RUN_DEFAULTS } from '../config/defaults.js';
import type { GeneratorConfig, LoadConfig } from '../model/config.js';
import type { ClosedLoadProfile, LoadProfile } from '../model/load-profile.js';

/** The one profile of a command line: so many connections, so deep. */
export function closedProfile(generator: GeneratorConfig): ClosedLoadProfile {
  const { connections, pipelining, threads, timeoutMs, connectTimeoutMs, requestsPerConnection } = generator;
  return {
    kind: 'closed',
    name: pipelining === 1 ? `c${connections}` : `c${connections} p${pipelining}`,
    connections,
    pipelining,
    threads,
    engine: generator.engine === 'auto' ? 'socket' : generator.engine,
    timeoutMs,
    connectTimeoutMs,
    bodySampleEvery: RUN_DEFAULTS.bodySampleEvery,
    requestsPerConnection,
    think: null,
  };
}

/** The profile of a single load. */
export function profileOfLoad({ generator, think }: Pick<LoadConfig, 'generator' | 'think'>): LoadProfile {
  return { ...closedProfile(generator), bodySampleEvery: LOAD_DEFAULTS.bodySampleEvery, think };
}
