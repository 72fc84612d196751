import { LOAD_DEFAULTS, RUN_DEFAULTS } from '../config/defaults.js';
import { readCores } from '../machine/cores.js';
import type { GeneratorConfig, LoadConfig } from '../model/config.js';
import type {
  ClosedLoadProfile,
  LoadProfile,
  Loops,
  OfferedLoad,
  OpenLoadProfile,
  RateStage,
} from '../model/load-profile.js';
import type { PresetShape } from '../model/preset.js';
import type { Scenario } from '../model/scenario.js';

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

/** The profiles that a closed one stands for: itself, the same connections at rates, or both. */
export function profilesOf(closed: ClosedLoadProfile, loops: Loops, usualName: string): readonly LoadProfile[] {
  if (loops.kind === 'closed') return [closed];
  const open = loops.loads.map((load): OpenLoadProfile => {
    const { think: _, name, ...base } = closed;
    const own = name === usualName ? '' : `${name} `;
    const arrivals = { spacing: loops.spacing, stages: stagesOf(load), seed: 0 };
    const profile = { ...base, name: `${own}${openName(load)}`, maxConnections: closed.connections, arrivals };
    return { ...profile, kind: 'open', ...('share' in load && { share: load.share }) };
  });
  return loops.kind === 'both' ? [closed, ...open] : open;
}

/** `open-50%`, `open-2000`. */
function openName(load: OfferedLoad): string {
  return 'share' in load ? `open-${Number((load.share * 100).toFixed(2))}%` : `open-${load.ratePerSec}`;
}

function stagesOf(load: OfferedLoad): readonly RateStage[] {
  if ('share' in load) return [];
  return [{ fromPerSec: load.ratePerSec, toPerSec: load.ratePerSec, durationMs: 1000 }];
}

/** The same for scenarios with profiles of their own; of a batch one request is under way, whatever the loop. */
export function inLoops(
  own: ReadonlyMap<string, readonly ClosedLoadProfile[]>,
  loops: Loops,
  usualName: string,
): ReadonlyMap<string, readonly LoadProfile[]> {
  return new Map(
    [...own].map(([scenario, profiles]) => [
      scenario,
      profiles.flatMap((one) => (one.name === BATCH_NAME ? [one] : profilesOf(one, loops, usualName))),
    ]),
  );
}

/** With a name of its own: another scenario may have one connection, too, and less patience. */
const BATCH_NAME = 'batch';
/** What a request of a batch may take. */
const BATCH_TIMEOUT_MS = 30_000;

/**
 * The profiles of scenarios that have one of their own, by name. Connections that were asked for on the command line are
 * those of all scenarios, but for batches: servers do one of them at a time.
 */
export function ownProfiles(
  generator: GeneratorConfig,
  scenarios: readonly Scenario[],
  shapes: readonly PresetShape[] = [],
): ReadonlyMap<string, readonly ClosedLoadProfile[]> {
  const profilesOf = (scenario: Scenario): readonly ClosedLoadProfile[] => {
    const shaped = shapes.filter((shape) => shape.scenarios.includes(scenario.name));
    if (shaped.length > 0) return shaped.map((shape) => shapedProfile(generator, shape));
    const own = ownProfile(generator, scenario);
    return own === null ? [] : [own];
  };
  return new Map(
    scenarios.map((one) => [one.name, profilesOf(one)] as const).filter(([, profiles]) => profiles.length > 0),
  );
}

function shapedProfile(generator: GeneratorConfig, { name, connections, threads }: PresetShape): ClosedLoadProfile {
  const count = typeof connections === 'number' ? connections : connections.perCore * readCores().allowed.length;
  return { ...closedProfile({ ...generator, connections: count, threads: Math.min(threads, count) }), name };
}

/** How long those are measured that say so, by name; undefined where none does. */
export function shapeDurationsMs(shapes: readonly PresetShape[]): Readonly<Record<string, number>> | undefined {
  const own = shapes.flatMap(({ name, durationMs }) => (durationMs === null ? [] : [[name, durationMs] as const]));
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

function ownProfile(generator: GeneratorConfig, { connections, isBatch }: Scenario): ClosedLoadProfile | null {
  if (isBatch) {
    const timeoutMs = Math.max(generator.timeoutMs, BATCH_TIMEOUT_MS);
    const profile = closedProfile({ ...generator, connections: 1, pipelining: 1, threads: 1, timeoutMs });
    return { ...profile, name: BATCH_NAME };
  }
  if (connections === undefined || generator.isConnectionsAsked) return null;
  return closedProfile({ ...generator, connections, threads: Math.min(generator.threads, connections) });
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
