import { randomBytes } from 'node:crypto';
import type { LoadOutcome } from '../analysis/analyse-load.js';
import { Generator, type LoadPool } from '../load/generator.js';
import { readEnvironment } from '../machine/environment.js';
import type { LoadConfig } from '../model/config.js';
import { interruptOf, type RunEvent } from '../model/events.js';
import type { LoadProfile } from '../model/load-profile.js';
import type { Report } from '../model/report.js';
import { seedOfRequests } from '../model/request-source.js';
import type { Scenario } from '../model/scenario.js';
import { newRunId } from '../store/run-id.js';
import type { RunWriter } from '../store/run-writer.js';
import type { SessionIo, SessionResult } from './io.js';
import { exitCodeOfLoad } from './load-exit-code.js';
import { scenarioOfLoad } from './load-scenario.js';
import { loadedTarget, type ServedLoad, withServer } from './load-server.js';
import { loadPool, sliceOf } from './load-slice.js';
import { unansweredHint, unreachable } from './load-unreachable.js';
import { warmUp } from './load-warm-up.js';
import { checkOpenFiles } from './open-files.js';
import { profileOfLoad } from './profiles.js';
import { openRun, RunKeeper } from './run-keeper.js';
import { ServerMeter } from './server-meter.js';
import { toolVersion } from './tool-version.js';

/** Loads one URL for a time or a number of requests, and its server if it is to be started. */
export function runLoad(asked: LoadConfig, io: SessionIo): Promise<SessionResult> {
  return withServer(asked, io, (served) => loadServer(served, io));
}

async function loadServer(served: ServedLoad, io: SessionIo): Promise<SessionResult> {
  const { config, endpoint, signal } = served;
  const profile = profileOfLoad(config);
  checkOpenFiles(profile);
  const scenario = scenarioOfLoad(config);
  const startedAt = new Date();
  const id = newRunId(startedAt, randomBytes(2).toString('hex'));
  const generator = await Generator.start(profile.threads);
  let writer: RunWriter | null = null;
  try {
    const pool = await generator.open({ endpoint, source: config.requests, profile }, signal);
    if (pool.opened.open === 0 && !signal.aborted) throw await unreachable(config, endpoint, pool);
    // Whoever asks for storing hears before the load that there is no place for it.
    if (config.store) writer = openRun(id, io);
    const keeper = new RunKeeper(() => writer);
    const measured = await measure({ served, pool, profile, scenario }, io);
    pool.close();
    const report = await reportOn(served, measured, { id, startedAt: startedAt.toISOString(), io });
    const kept = keeper.finish(report, io);
    return { report: kept, exitCode: exitCodeOfLoad(report), storedAs: keeper.storedAs };
  } finally {
    writer?.close();
    await generator.stop();
  }
}

/** What is loaded, and how. */
interface OpenedLoad {
  readonly served: ServedLoad;
  readonly pool: LoadPool;
  readonly profile: LoadProfile;
  readonly scenario: Scenario;
}

/** What came of it. */
interface MeasuredLoad extends Pick<LoadOutcome, 'profile' | 'scenario' | 'warmup' | 'recording' | 'server'> {
  readonly elapsedMs: number;
}

async function measure({ served, pool, profile, scenario }: OpenedLoad, io: SessionIo): Promise<MeasuredLoad> {
  const { config, signal } = served;
  const cell = { target: served.target.name, scenario: scenario.name, profile: profile.name };
  const warmup = await warmUp({ pool, profile, scenario, cell }, config.warmup, { ...io, signal });
  const meter = new ServerMeter(served.server);
  const metered: SessionIo = { ...io, signal, onEvent: (event) => seen(event, meter, io) };
  const startedMs = performance.now();
  const slice = { ...sliceOf(profile, scenario, config.stop, metered), maxErrors: config.maxErrors };
  const recording = await loadPool(pool, slice, metered);
  const elapsedMs = performance.now() - startedMs;
  return { profile, scenario, warmup, recording, server: meter.read(), elapsedMs };
}

async function reportOn(
  served: ServedLoad,
  { elapsedMs, ...measured }: MeasuredLoad,
  { id, startedAt, io }: { readonly id: string; readonly startedAt: string; readonly io: SessionIo },
): Promise<Report> {
  const { config, endpoint, signal } = served;
  const unanswered = signal.aborted ? null : await unansweredHint(config, endpoint, measured.recording);
  // Not needed before the first request, which would wait for it.
  const { analyseLoad } = await import('../analysis/analyse-load.js');
  return analyseLoad({
    ...measured,
    run: { id, startedAt, seconds: elapsedMs / 1000, argv: io.argv, interrupted: interruptOf(io.signal) },
    environment: await readEnvironment(),
    toolVersion: toolVersion(),
    target: loadedTarget(served),
    requestSeed: seedOfRequests(config.requests),
    unansweredHint: unanswered,
    durationMs: config.stop.kind === 'duration' ? config.stop.durationMs : elapsedMs,
    thresholds: config.thresholds,
    maxErrors: config.maxErrors,
  });
}

function seen(event: RunEvent, meter: ServerMeter, io: SessionIo): void {
  if (event.kind === 'load-tick') meter.look();
  io.onEvent(event);
}
