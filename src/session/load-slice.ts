import { endedBySignal } from '../load/ended-by-signal.js';
import type { LoadPool, SliceRequest } from '../load/generator.js';
import type { StopRule } from '../model/config.js';
import type { LoadProfile } from '../model/load-profile.js';
import type { LoadTick, Recording } from '../model/recording.js';
import type { Scenario } from '../model/scenario.js';
import type { SessionIo } from './io.js';

/** Beyond the timeout, so that the requests it ends are seen to end. */
const TIMEOUT_SLACK_MS = 200;

/** A load as one long slice with a tick every second. */
export function sliceOf(profile: LoadProfile, scenario: Scenario, stop: StopRule, io: SessionIo): SliceRequest {
  return {
    settleMs: 0,
    windowMs: stop.kind === 'duration' ? stop.durationMs : null,
    fillerMs: profile.timeoutMs + TIMEOUT_SLACK_MS,
    staggerMs: 0,
    requestLimit: stop.kind === 'count' ? stop.requests : null,
    arrivals: profile.kind === 'open' ? profile.arrivals : null,
    think: profile.kind === 'closed' ? profile.think : null,
    drain: false,
    // As often as wrk does.
    sampleMs: 100,
    ticks: true,
    expect: scenario.expect,
    onTick: (tick: LoadTick) => io.onEvent({ kind: 'load-tick', ...tick }),
  };
}

/** Runs the slice; an abort ends it early with what was measured so far, and so does the crash of a thread for its part. */
export async function loadPool(pool: LoadPool, slice: SliceRequest, io: SessionIo): Promise<Recording> {
  if (io.signal.aborted) return pool.runSurviving({ ...slice, windowMs: 0, fillerMs: 0, requestLimit: null });
  return endedBySignal(io.signal, () => pool.abort(), pool.runSurviving(slice));
}
