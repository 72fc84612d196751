import { randomBytes } from 'node:crypto';
import { analyseLoad } from '../analysis/analyse-load.js';
import { Generator } from '../load/generator.js';
import { readEnvironment } from '../machine/environment.js';
import type { LoadConfig } from '../model/config.js';
import { interruptOf } from '../model/events.js';
import { newRunId } from '../store/run-id.js';
import type { RunWriter } from '../store/run-writer.js';
import type { SessionIo, SessionResult } from './io.js';
import { loadEndpoint } from './load-endpoint.js';
import { exitCodeOfLoad } from './load-exit-code.js';
import { scenarioOfLoad } from './load-scenario.js';
import { loadPool, sliceOf } from './load-slice.js';
import { unreachable } from './load-unreachable.js';
import { warmUp } from './load-warm-up.js';
import { profileOfLoad } from './profiles.js';
import { openRun, RunKeeper } from './run-keeper.js';
import { toolVersion } from './tool-version.js';

/** Loads one URL for a time or a number of requests. */
export async function runLoad(config: LoadConfig, io: SessionIo): Promise<SessionResult> {
  const endpoint = await loadEndpoint(config, io.signal);
  const profile = profileOfLoad(config);
  const scenario = scenarioOfLoad(config);
  const startedAt = new Date();
  const id = newRunId(startedAt, randomBytes(2).toString('hex'));
  const generator = await Generator.start(profile.threads);
  let writer: RunWriter | null = null;
  try {
    const pool = await generator.open({ endpoint, requests: scenario.requests, profile }, io.signal);
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
