import type { LoadWarmupOutcome } from '../analysis/load-circumstances.js';
import { LOAD_MS, WINDOWS_A_LOAD, windowThroughputs } from '../experiment/warm-up.js';
import type { LoadPool } from '../load/generator.js';
import type { LoadWarmup } from '../model/config.js';
import type { LoadProfile } from '../model/load-profile.js';
import type { Cell } from '../model/plan.js';
import { throughputOf } from '../model/recording.js';
import type { Scenario } from '../model/scenario.js';
import { isSteady } from '../stats/steadiness.js';
import type { SessionIo } from './io.js';
import { loadPool, sliceOf } from './load-slice.js';
import { warmUpProfile } from './profiles.js';

/** What is loaded, and under which name. */
export interface WarmedLoad {
  readonly pool: LoadPool;
  readonly profile: LoadProfile;
  readonly scenario: Scenario;
  readonly cell: Cell;
}

/** Loads for a time or until throughput is steady. Drained: what it still waited for would break into the measured load. */
export async function warmUp(load: WarmedLoad, warmup: LoadWarmup, io: SessionIo): Promise<LoadWarmupOutcome> {
  if (warmup.kind === 'steady') return untilSteady(load, warmup.mostMs, io);
  const { durationMs } = warmup;
  if (durationMs === 0 || io.signal.aborted) return { elapsedMs: durationMs, windows: [], steady: null };
  const startedMs = performance.now();
  const throughputPerSec = throughputOf(await loadFor(load, durationMs, 100, io));
  if (io.signal.aborted) return { elapsedMs: performance.now() - startedMs, windows: [], steady: null };
  return { elapsedMs: durationMs, windows: [{ elapsedMs: durationMs, throughputPerSec }], steady: null };
}

async function untilSteady(load: WarmedLoad, mostMs: number, io: SessionIo): Promise<LoadWarmupOutcome> {
  const { threads } = load.profile;
  const windows: { elapsedMs: number; throughputPerSec: number }[] = [];
  const throughputs: number[] = [];
  const startedMs = performance.now();
  const elapsedMs = (): number => performance.now() - startedMs;
  while (!io.signal.aborted && !isSteady(throughputs) && elapsedMs() + LOAD_MS <= mostMs) {
    const recording = await loadFor(load, LOAD_MS, LOAD_MS / WINDOWS_A_LOAD, io);
    throughputs.push(...windowThroughputs(recording, threads));
    const window = { elapsedMs: elapsedMs(), throughputPerSec: throughputOf(recording) };
    windows.push(window);
    io.onEvent({ kind: 'warmup', launch: 1, window: { ...window, cell: load.cell } });
  }
  return { elapsedMs: elapsedMs(), windows, steady: isSteady(throughputs) };
}

async function loadFor({ pool, profile, scenario }: WarmedLoad, durationMs: number, sampleMs: number, io: SessionIo) {
  const slice = sliceOf(warmUpProfile(profile), scenario, { kind: 'duration', durationMs }, { ...io, onEvent() {} });
  const recording = await loadPool(pool, { ...slice, drain: true, sampleMs }, io);
  await pool.reopen(io.signal);
  return recording;
}
