import { RUN_DEFAULTS } from '../config/defaults.js';
import type { GeneratorConfig } from '../model/config.js';
import type { ClosedLoadProfile, EngineName } from '../model/load-profile.js';

/** The one profile of a command line: so many connections, so deep. */
export function closedProfile(generator: GeneratorConfig, protocols: readonly ('http' | 'https')[]): ClosedLoadProfile {
  const { connections, pipelining, threads, timeoutMs, connectTimeoutMs, requestsPerConnection } = generator;
  return {
    kind: 'closed',
    name: pipelining === 1 ? `c${connections}` : `c${connections} p${pipelining}`,
    connections,
    pipelining,
    threads,
    engine: engineFor(generator, protocols),
    timeoutMs,
    connectTimeoutMs,
    bodySampleEvery: RUN_DEFAULTS.bodySampleEvery,
    requestsPerConnection,
    think: null,
  };
}

/** All targets of a run are loaded by the same engine, so one that needs TLS decides for all. */
function engineFor(generator: GeneratorConfig, protocols: readonly ('http' | 'https')[]): EngineName {
  if (generator.engine !== 'auto') return generator.engine;
  return protocols.includes('https') ? 'undici' : 'socket';
}
