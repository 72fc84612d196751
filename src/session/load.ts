import { randomBytes } from 'node:crypto';
import { analyseLoad } from '../analysis/analyse-load.js';
import { EXIT, interruptExitCode, MeasurementError } from '../errors.js';
import type { OpenResult } from '../load/engine.js';
import { PORTS_HINT } from '../load/failure.js';
import { Generator, type LoadPool } from '../load/generator.js';
import { readEnvironment } from '../machine/environment.js';
import type { LoadConfig } from '../model/config.js';
import { interruptOf } from '../model/events.js';
import type { LoadProfile } from '../model/load-profile.js';
import type { LoadTick, Recording } from '../model/recording.js';
import type { Report } from '../model/report.js';
import type { Scenario } from '../model/scenario.js';
import { customScenario } from '../scenario/builtin.js';
import { LOAD_CERTIFICATE_HINT } from '../scenario/certificate.js';
import { newRunId } from '../store/run-id.js';
import type { RunWriter } from '../store/run-writer.js';
import type { SessionIo, SessionResult } from './io.js';
import { loadEndpoint } from './load-endpoint.js';
import { closedProfile } from './profiles.js';
import { openRun, RunKeeper } from './run-keeper.js';
import { toolVersion } from './tool-version.js';

/** Beyond the timeout, so that the requests it ends are seen to end. */
const TIMEOUT_SLACK_MS = 200;

/** Loads one URL for a time or a number of requests. */
export async function runLoad(config: LoadConfig, io: SessionIo): Promise<SessionResult> {
  const endpoint = await loadEndpoint(config);
  const profile = closedProfile(config.generator);
  const { request, expectStatus } = config;
  const scenario = customScenario({ name: request.path, request, expectStatus });
  const startedAt = new Date();
  const id = newRunId(startedAt, randomBytes(2).toString('hex'));
  const generator = await Generator.start(profile.threads);
  let writer: RunWriter | null = null;
  try {
    const pool = await generator.open({ endpoint, requests: scenario.requests, profile });
    if (pool.opened.open === 0 && !io.signal.aborted) throw unreachable(config.url, pool);
    // Whoever asks for storing hears before the load that there is no place for it.
    if (config.store) writer = openRun(id, io);
    const keeper = new RunKeeper(() => writer);
    if (config.warmupMs > 0 && !io.signal.aborted) {
      await warmUp(pool, { profile, scenario, durationMs: config.warmupMs }, io);
    }
    const startedMs = performance.now();
    const recording = await loadPool(pool, sliceOf(profile, scenario, config.stop, io), io);
    const elapsedMs = performance.now() - startedMs;
    pool.close();
    const report = analyseLoad({
      run: {
        id,
        startedAt: startedAt.toISOString(),
        seconds: elapsedMs / 1000,
        argv: io.argv,
        interrupted: interruptOf(io.signal),
      },
      environment: await readEnvironment(),
      toolVersion: toolVersion(),
      target: {
        name: endpoint.authority,
        title: config.url,
        kind: 'url',
        version: null,
        runtime: null,
        command: null,
        url: config.url,
      },
      scenario,
      profile,
      recording,
      durationMs: config.stop.kind === 'duration' ? config.stop.durationMs : elapsedMs,
      warmupMs: config.warmupMs,
    });
    const kept = keeper.finish(report, io);
    return { report: kept, exitCode: exitCodeOfLoad(report), storedAs: keeper.storedAs };
  } finally {
    writer?.close();
    await generator.stop();
  }
}

/** Nobody listens there: no time is spent on being refused. */
function unreachable(url: string, pool: LoadPool): MeasurementError {
  const [failure] = pool.opened.failures;
  const reason = failure?.message ?? 'no connection could be opened';
  return new MeasurementError('unreachable', `cannot connect to ${url}: ${reason}`, {
    exitCode: EXIT.target,
    hint: hintFor(failure),
  });
}

function hintFor(failure: OpenResult['failures'][number] | undefined): string {
  if (failure?.kind === 'tls') {
    return /certificate/i.test(failure.message) ? LOAD_CERTIFICATE_HINT : 'does it speak TLS on this port?';
  }
  if (failure?.message.includes('EADDRNOTAVAIL')) return PORTS_HINT;
  return 'is the server running, and is this its address?';
}

/** Drained: what the warm-up still waited for would break into the measured load otherwise. */
async function warmUp(
  pool: LoadPool,
  { profile, scenario, durationMs }: { profile: LoadProfile; scenario: Scenario; durationMs: number },
  io: SessionIo,
): Promise<void> {
  const slice = sliceOf(profile, scenario, { kind: 'duration', durationMs }, { ...io, onEvent() {} });
  await loadPool(pool, { ...slice, drain: true }, io);
  await pool.reopen();
}

async function loadPool(pool: LoadPool, slice: ReturnType<typeof sliceOf>, io: SessionIo): Promise<Recording> {
  const abort = (): void => pool.abort();
  if (io.signal.aborted) return pool.run({ ...slice, windowMs: 0, requestLimit: null });
  io.signal.addEventListener('abort', abort, { once: true });
  try {
    return await pool.run(slice);
  } finally {
    io.signal.removeEventListener('abort', abort);
  }
}

function sliceOf(profile: LoadProfile, scenario: Scenario, stop: LoadConfig['stop'], io: SessionIo) {
  return {
    settleMs: 0,
    windowMs: stop.kind === 'duration' ? stop.durationMs : null,
    fillerMs: profile.timeoutMs + TIMEOUT_SLACK_MS,
    staggerMs: 0,
    requestLimit: stop.kind === 'count' ? stop.requests : null,
    arrivals: null,
    think: null,
    drain: false,
    // As often as wrk does.
    sampleMs: 100,
    ticks: true,
    expect: scenario.expect,
    onTick: (tick: LoadTick) => io.onEvent({ kind: 'load-tick', ...tick }),
  };
}

/** Nothing at all succeeded: 3 when no connection was ever open, otherwise 5. */
function exitCodeOfLoad(report: Report): number {
  const { interrupted } = report.run;
  if (interrupted !== null) return interruptExitCode(interrupted);
  const measured = report.measurements[0];
  if (measured === undefined || measured.requests.ok > 0) return EXIT.ok;
  return measured.connections.opened + measured.connections.reopened === 0 ? EXIT.target : EXIT.invalid;
}
