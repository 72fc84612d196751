import { LOAD_DEFAULTS, RUN_DEFAULTS } from '../config/defaults.js';
import type { GeneratorConfig, LoadConfig } from '../model/config.js';
import type { ClosedLoadProfile, LoadProfile, RateStage } from '../model/load-profile.js';

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

/** The profile of a single load: closed, or open where a rate was asked for. */
export function profileOfLoad({
  generator,
  think,
  rate,
}: Pick<LoadConfig, 'generator' | 'think' | 'rate'>): LoadProfile {
  const closed = { ...closedProfile(generator), bodySampleEvery: LOAD_DEFAULTS.bodySampleEvery };
  if (rate === null) return { ...closed, think };
  const { think: _, name, ...base } = closed;
  return { ...base, kind: 'open', name: `${name} ${rateName(rate.arrivals.stages)}`, ...rate };
}

/** `r5000`, `r1000-10000`. */
function rateName(stages: readonly RateStage[]): string {
  const rates = stages.flatMap(({ fromPerSec, toPerSec }) => [fromPerSec, toPerSec]);
  return `r${rates.filter((rate, index) => rate !== rates[index - 1]).join('-')}`;
}

/** The same load as its warm-up: at a rate it begins with and keeps, the first that is one. */
export function warmUpProfile(profile: LoadProfile): LoadProfile {
  if (profile.kind === 'closed') return profile;
  const rates = profile.arrivals.stages.flatMap(({ fromPerSec, toPerSec }) => [fromPerSec, toPerSec]);
  const perSec = rates.find((rate) => rate > 0) ?? 0;
  const stages = [{ fromPerSec: perSec, toPerSec: perSec, durationMs: 1000 }];
  return { ...profile, arrivals: { ...profile.arrivals, stages } };
}
