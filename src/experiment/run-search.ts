import type { RunEvent } from '../model/events.js';
import type { ArrivalSpacing, ClosedLoadProfile, OpenLoadProfile } from '../model/load-profile.js';
import { type Recording, throughputOf } from '../model/recording.js';
import type { SearchPoint, SearchRun, StepVerdict } from '../model/search.js';
import { isSteady } from '../stats/steadiness.js';
import { decideSearch, majorityOf, type SearchBounds, type SearchDecision, type Tried, usualRates } from './search.js';
import { loadOnce, openPool, Recovery, runSlice, type SearchedServer, sliceOf } from './search-load.js';
import { LOAD_MS, WINDOWS_A_LOAD, windowThroughputs } from './warm-up.js';

/** A closed loop of this length warms the server up, too; it ends as soon as throughput is steady. */
const SHORTEST_PROBE_MS = 2000;
const LONGEST_PROBE_MS = 6000;
/** At its full throughput a server has a queue, so that most objectives are kept a good deal below. */
const FIRST_SHARE = 0.5;
const LOWEST_SHARE = 1 / 64;
/** More connections than those of the probe may do more. */
const HIGHEST_FACTOR = 4;
/** Opening, draining and recovering. */
const STEP_OVERHEAD_MS = 600;
const RUNS_A_RATE = 2.2;
const SETTLE_MS = 300;

/** How steps are loaded and judged; analysis does the latter, which experiment knows nothing of. */
export interface SearchSteps {
  readonly profile: ClosedLoadProfile;
  readonly stepMs: number;
  /** Answers that the objectives need: a step of a low rate goes on until it has them. */
  readonly answersNeeded: number;
  readonly judge: (recording: Recording) => SearchRun;
  /** Whether there are objectives that a load could break. */
  readonly isJudged: boolean;
  /** Takes the load without a rate that had not one accepted answer. */
  readonly onUnanswered: (recording: Recording) => void;
  readonly pointOf: (
    at: Pick<SearchPoint, 'ratePerSec' | 'connections'>,
    runs: readonly SearchRun[],
    verdict: StepVerdict | null,
  ) => SearchPoint;
}

/** How rates are sent and looked for. */
export interface RateSteps extends SearchSteps {
  readonly resolution: number;
  readonly spacing: ArrivalSpacing;
  readonly seed: number;
  readonly maxConnections: number;
}

/** Where a search ended: `decision` null when it was interrupted. */
export interface SearchOutcome {
  readonly capacityPerSec: number;
  /** Median of requests one after the other; null where they were not answered. */
  readonly calmLatencyMs: number | null;
  readonly decision: Extract<SearchDecision, { kind: 'done' }> | null;
}

/** Looks for the highest rate that is kept; yields every load. */
export async function* searchRate(server: SearchedServer, steps: RateSteps): AsyncGenerator<RunEvent, SearchOutcome> {
  const startedMs = performance.now();
  const recovery = new Recovery(server, steps.profile);
  const capacityPerSec = await probeCapacity(server, steps.profile, steps);
  if (capacityPerSec === 0 || server.signal.aborted) return { capacityPerSec, calmLatencyMs: null, decision: null };
  // After the probe: code that is not compiled yet is slower than any server that has to recover.
  const calmLatencyMs = await recovery.learn();
  const bounds = boundsOf(capacityPerSec, steps.resolution);
  yield { kind: 'search-planned', capacityPerSec, estimatedSeconds: estimateSeconds(bounds, steps) };
  const runs = new Map<number, SearchRun[]>();
  const tried: Tried[] = [];
  for (;;) {
    const decision = decideSearch(tried, bounds);
    if (decision.kind === 'done') return { capacityPerSec, calmLatencyMs, decision };
    const { ratePerSec } = decision;
    const recording = await loadOnce(server, rateProfile(steps, ratePerSec), stepLengthMs(steps, ratePerSec));
    if (recording === null) return { capacityPerSec, calmLatencyMs, decision: null };
    const run = steps.judge(recording);
    const ofRate = [...(runs.get(ratePerSec) ?? []), run];
    runs.set(ratePerSec, ofRate);
    tried.push({ ratePerSec, verdict: run.verdict });
    const at = { ratePerSec, connections: steps.profile.connections };
    const point = steps.pointOf(at, ofRate, majorityOf(ofRate.map(({ verdict }) => verdict)));
    yield { kind: 'search-step', point, isJudged: steps.isJudged, elapsedMs: performance.now() - startedMs };
    if (run.verdict !== 'kept') await recovery.wait();
  }
}

/** Loads with so many connections, one number after the other, in a closed loop; yields every load. */
export async function* sweepConnections(
  server: SearchedServer,
  steps: SearchSteps,
  sweep: readonly number[],
): AsyncGenerator<RunEvent> {
  const startedMs = performance.now();
  yield { kind: 'search-planned', capacityPerSec: null, estimatedSeconds: estimateSweepSeconds(steps, sweep) };
  const [first = 1] = sweep;
  await probeCapacity(server, { ...steps.profile, connections: first }, steps);
  for (const connections of sweep) {
    const profile = { ...steps.profile, connections, name: `c${connections}` };
    const recording = await loadOnce(server, profile, steps.stepMs, SETTLE_MS);
    if (recording === null) return;
    const run = steps.judge(recording);
    const point = steps.pointOf({ ratePerSec: null, connections }, [run], run.verdict);
    yield { kind: 'search-step', point, isJudged: steps.isJudged, elapsedMs: performance.now() - startedMs };
  }
}

/** As long as the objectives need answers, at this rate. */
export function stepLengthMs(
  { stepMs, answersNeeded }: Pick<SearchSteps, 'stepMs' | 'answersNeeded'>,
  ratePerSec: number,
): number {
  return Math.max(stepMs, (answersNeeded / ratePerSec) * 1000);
}

function boundsOf(capacityPerSec: number, resolution: number): SearchBounds {
  return {
    firstPerSec: capacityPerSec * FIRST_SHARE,
    lowestPerSec: capacityPerSec * LOWEST_SHARE,
    highestPerSec: capacityPerSec * HIGHEST_FACTOR,
    resolution,
  };
}

function estimateSeconds(bounds: SearchBounds, steps: RateSteps): number {
  const stepMs = stepLengthMs(steps, bounds.firstPerSec) + STEP_OVERHEAD_MS;
  return (usualRates(bounds) * RUNS_A_RATE * stepMs) / 1000;
}

function estimateSweepSeconds({ stepMs }: SearchSteps, sweep: readonly number[]): number {
  return (LONGEST_PROBE_MS + sweep.length * (stepMs + SETTLE_MS + STEP_OVERHEAD_MS)) / 1000;
}

/** Throughput of the closed loop once it is steady, or when the time is over; 0 where nothing is answered. */
async function probeCapacity(
  server: SearchedServer,
  profile: ClosedLoadProfile,
  { onUnanswered }: Pick<SearchSteps, 'onUnanswered'>,
): Promise<number> {
  const pool = await openPool(server, profile);
  try {
    const throughputs: number[] = [];
    const slice = { ...sliceOf(server, profile, { windowMs: LOAD_MS }), sampleMs: LOAD_MS / WINDOWS_A_LOAD };
    let capacityPerSec = 0;
    for (let loadedMs = 0; loadedMs < LONGEST_PROBE_MS; loadedMs += LOAD_MS) {
      if (loadedMs >= SHORTEST_PROBE_MS && isSteady(throughputs)) break;
      const recording = await runSlice(server, pool, slice);
      if (recording === null) break;
      if (recording.requests.ok === 0) {
        onUnanswered(recording);
        return 0;
      }
      throughputs.push(...windowThroughputs(recording, profile.threads));
      capacityPerSec = throughputOf(recording);
      await pool.reopen(server.signal);
    }
    return capacityPerSec;
  } finally {
    pool.close();
  }
}

function rateProfile(steps: RateSteps, ratePerSec: number): OpenLoadProfile {
  const { think: _, ...profile } = steps.profile;
  const stage = { fromPerSec: ratePerSec, toPerSec: ratePerSec, durationMs: stepLengthMs(steps, ratePerSec) };
  return {
    ...profile,
    kind: 'open',
    name: `R${Math.round(ratePerSec)}`,
    maxConnections: steps.maxConnections,
    arrivals: { spacing: steps.spacing, stages: [stage], seed: steps.seed },
  };
}
