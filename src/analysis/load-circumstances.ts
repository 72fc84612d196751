import type { Measurement } from '../model/measurement.js';
import type { Recording } from '../model/recording.js';
import type { ReportRun, ReportTarget } from '../model/report.js';
import type { TargetDescription } from '../model/target.js';
import type { Warning } from '../model/warning.js';
import { runWarning } from './warnings.js';

/** What was loaded, and what is known of its start and its end; null where it was not started for the load. */
export type LoadedTarget = TargetDescription & Pick<ReportTarget, 'startupMs' | 'firstResponseMs' | 'failure'>;

/** What came before the load and is in none of its numbers. */
export interface LoadWarmupOutcome {
  readonly elapsedMs: number;
  readonly windows: Measurement['warmup'];
  /** False: the time was over first. Null where nobody asked for steady throughput. */
  readonly steady: boolean | null;
}

/** What a server's processes used during the load. */
export interface ServerUse {
  readonly cpuNs: number;
  /** Since its start; null where it cannot be seen. */
  readonly peakRssBytes: number | null;
}

/** Null where the server is not ours to look at; its CPU is that of all answers. */
export function describeServer(server: ServerUse | null, ok: number, elapsedMs: number): Measurement['server'] {
  if (server === null) return null;
  return {
    cpuSeconds: server.cpuNs / 1e9,
    cpuPerRequestUs: ok > 0 ? server.cpuNs / ok / 1000 : null,
    peakRssBytes: server.peakRssBytes,
    coresUsed: elapsedMs > 0 ? server.cpuNs / 1e6 / elapsedMs : null,
  };
}

/** The first answer and the first of the throughputs. Null where the server ran before. */
export function describeColdStart(
  { firstResponseMs }: LoadedTarget,
  [first]: readonly { readonly throughputPerSec: number | null }[],
): Measurement['cold'] {
  if (firstResponseMs === null) return null;
  return { firstResponseMs, firstSecondPerSec: first?.throughputPerSec ?? null };
}

/** `target-failed`: the server that was started for the load did not live to its end. */
export function checkServerEnd({ name, failure }: LoadedTarget): Warning[] {
  return failure === null ? [] : [runWarning('target-failed', 'invalid', failure, { target: name })];
}

/** `not-steady`: `--warmup auto` gave up before throughput had settled; `nothing-measured`: nothing came after it. */
export function checkWarmup(outcome: {
  readonly warmup: LoadWarmupOutcome;
  readonly target: LoadedTarget;
  readonly run: Pick<ReportRun, 'interrupted'>;
  readonly recording: Pick<Recording, 'requests'>;
}): Warning[] {
  const { warmup, target, run, recording } = outcome;
  if (run.interrupted !== null && warmup.elapsedMs > 0 && recording.requests.sent === 0) {
    const message = 'interrupted during the warm-up: nothing was measured';
    return [runWarning('nothing-measured', 'warn', message, { target: target.name })];
  }
  if (warmup.steady !== false || target.failure !== null || run.interrupted !== null) return [];
  const seconds = Number((warmup.elapsedMs / 1000).toFixed(1));
  const message = `throughput had not settled after ${seconds} s of warm-up; try a longer one, like --warmup 60s`;
  return [runWarning('not-steady', 'warn', message, { target: target.name })];
}
