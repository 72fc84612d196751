import { randomBytes } from 'node:crypto';
import { analyseSearch, type SearchFacts } from '../analysis/analyse-search.js';
import { judgeStep, pointOf } from '../analysis/judge-step.js';
import { answersNeeded } from '../analysis/objectives.js';
import { type SearchSteps, searchRate, sweepConnections } from '../experiment/run-search.js';
import type { SearchedServer } from '../experiment/search-load.js';
import { Generator } from '../load/generator.js';
import { createCounter } from '../load/request-numbers.js';
import { readEnvironment } from '../machine/environment.js';
import { interruptOf, type RunEvent } from '../model/events.js';
import type { ClosedLoadProfile } from '../model/load-profile.js';
import type { ErrorSample } from '../model/recording.js';
import { seedOfRequests } from '../model/request-source.js';
import type { SearchConfig, SearchPoint } from '../model/search.js';
import { newRunId } from '../store/run-id.js';
import type { SessionIo, SessionResult } from './io.js';
import { scenarioOfLoad } from './load-scenario.js';
import { loadedTarget, type ServedLoad, withServer } from './load-server.js';
import { unreachable } from './load-unreachable.js';
import { checkOpenFiles } from './open-files.js';
import { profileOfLoad } from './profiles.js';
import { openRun, RunKeeper } from './run-keeper.js';
import { exitCodeOfSearch } from './search-exit-code.js';
import { ServerMeter } from './server-meter.js';
import { toolVersion } from './tool-version.js';

/** Finds the highest rate that keeps the objectives, or loads with one number of connections after the other. */
export function runSearch(config: SearchConfig, io: SessionIo): Promise<SessionResult> {
  return withServer(config.load, io, (served) => searchServer(config, served, io));
}

async function searchServer(config: SearchConfig, served: ServedLoad, io: SessionIo): Promise<SessionResult> {
  const startedAt = new Date();
  const id = newRunId(startedAt, randomBytes(2).toString('hex'));
  checkOpenFiles({ ...closedProfileOf(config), connections: Math.max(config.maxConnections, ...(config.sweep ?? [])) });
  const generator = await Generator.start(config.load.generator.threads);
  let writer: ReturnType<typeof openRun> | null = null;
  try {
    const scenario = scenarioOfLoad(served.config);
    const server: SearchedServer = {
      generator,
      endpoint: served.endpoint,
      source: config.load.requests,
      counter: createCounter(),
      expect: scenario.expect,
      signal: served.signal,
    };
    await checkReachable(server, served, config);
    if (config.load.store) writer = openRun(id, io);
    const keeper = new RunKeeper(() => writer);
    const meter = new ServerMeter(served.server);
    const startedMs = performance.now();
    const found = await takeSteps(config, server, (event) => {
      meter.look();
      io.onEvent(event);
    });
    const report = analyseSearch({
      run: {
        id,
        startedAt: startedAt.toISOString(),
        seconds: (performance.now() - startedMs) / 1000,
        argv: io.argv,
        interrupted: interruptOf(io.signal),
        seed: config.spacing === 'poisson' ? config.load.seed : seedOfRequests(config.load.requests),
      },
      environment: await readEnvironment(),
      toolVersion: toolVersion(),
      target: { ...loadedTarget(served), peakRssBytes: meter.read()?.peakRssBytes ?? null },
      scenario,
      ...factsOf(config, found),
    });
    const kept = keeper.finish(report, io);
    return { report: kept, exitCode: exitCodeOfSearch(kept), storedAs: keeper.storedAs };
  } finally {
    writer?.close();
    await generator.stop();
  }
}

type FoundFacts = Pick<SearchFacts, 'profiles' | 'search' | 'mostFrequentError' | 'isComplete'>;

/** What was asked for, and what was found. */
function factsOf({ sweep, objectives, stepMs, resolution }: SearchConfig, found: Found): FoundFacts {
  const { profiles, capacityPerSec, calmLatencyMs, curve, mostFrequentError, isComplete } = found;
  return {
    profiles,
    search: {
      axis: sweep === null ? 'rate' : 'connections',
      objectives: objectives.map(({ text }) => text),
      stepMs,
      resolution: sweep === null ? resolution : null,
      capacityPerSec,
      calmLatencyUs: calmLatencyMs === null ? null : calmLatencyMs * 1000,
      curve,
    },
    mostFrequentError,
    isComplete,
  };
}

interface Found {
  readonly profiles: readonly ClosedLoadProfile[];
  readonly capacityPerSec: number | null;
  readonly calmLatencyMs: number | null;
  readonly curve: readonly SearchPoint[];
  /** Of the load in which nothing was accepted; null: there was none. */
  readonly mostFrequentError: ErrorSample | null;
  readonly isComplete: boolean;
}

async function takeSteps(
  config: SearchConfig,
  server: SearchedServer,
  onEvent: (event: RunEvent) => void,
): Promise<Found> {
  const { objectives, stepMs, sweep, resolution, spacing, maxConnections } = config;
  const profile = closedProfileOf(config);
  let mostFrequentError: ErrorSample | null = null;
  const steps: SearchSteps = {
    profile,
    stepMs,
    answersNeeded: answersNeeded(objectives),
    judge: (recording) => judgeStep(recording, objectives),
    isJudged: objectives.length > 0,
    onUnanswered: ({ topErrors }) => {
      mostFrequentError = topErrors[0] ?? null;
    },
    pointOf,
  };
  const points = new Map<number, SearchPoint>();
  const keep = (event: RunEvent): void => {
    if (event.kind === 'search-step') points.set(event.point.ratePerSec ?? event.point.connections, event.point);
    onEvent(event);
  };
  const curve = (): SearchPoint[] => [...points].sort(([a], [b]) => a - b).map(([, point]) => point);
  if (sweep !== null) {
    for await (const event of sweepConnections(server, steps, sweep)) keep(event);
    const profiles = sweep.map((connections) => ({ ...profile, connections, name: `c${connections}` }));
    return {
      profiles,
      capacityPerSec: null,
      calmLatencyMs: null,
      curve: curve(),
      mostFrequentError,
      isComplete: points.size === sweep.length,
    };
  }
  const events = searchRate(server, { ...steps, resolution, spacing, maxConnections, seed: config.load.seed });
  for (let next = await events.next(); ; next = await events.next()) {
    if (next.done !== true) {
      keep(next.value);
      continue;
    }
    const { capacityPerSec, calmLatencyMs, decision } = next.value;
    const isComplete = decision !== null || (capacityPerSec === 0 && !server.signal.aborted);
    return { profiles: [profile], capacityPerSec, calmLatencyMs, curve: curve(), mostFrequentError, isComplete };
  }
}

/** Nobody listens there: told at once, with the reason. */
async function checkReachable(server: SearchedServer, { config }: ServedLoad, search: SearchConfig): Promise<void> {
  const { generator, endpoint, source, signal } = server;
  const profile = { ...closedProfileOf(search), connections: 1 };
  const pool = await generator.open({ endpoint, source, profile }, signal);
  pool.close();
  if (pool.opened.open === 0 && !signal.aborted) throw await unreachable(config, endpoint, pool);
}

function closedProfileOf(search: SearchConfig): ClosedLoadProfile {
  const profile = profileOfLoad(search.load);
  if (profile.kind === 'open') throw new Error('a load without a rate is no open loop');
  return profile;
}
