import type { Generator, LoadPool, SliceRequest } from '../../src/load/generator.js';
import type { ArrivalPlan, ClosedLoadProfile, Endpoint, LoadProfile } from '../../src/model/load-profile.js';
import { fixedSource } from '../../src/model/request-source.js';
import { openProfile, syntheticProfile } from './recordings.js';
import { ANY_SUCCESS, GET } from './slices.js';

/** A closed loop whose pool lives as long as a test. */
export function closedLoad(changes: Partial<ClosedLoadProfile>): LoadProfile {
  return syntheticProfile({ timeoutMs: 5000, ...changes });
}

/** An open loop at a constant rate, for as long as so many arrivals take. */
export function openLoad(perSec: number, requests: number, changes: Parameters<typeof openProfile>[2]) {
  return openProfile(perSec, (requests / perSec) * 1000, { timeoutMs: 5000, ...changes });
}

/** Everything from the first request to the last outcome counts, in a closed loop without pauses if nothing else is said. */
export function sliceRequest(changes: Partial<SliceRequest>): SliceRequest {
  return {
    settleMs: 0,
    windowMs: null,
    fillerMs: 5000,
    staggerMs: 0,
    requestLimit: null,
    drain: true,
    sampleMs: null,
    ticks: false,
    expect: ANY_SUCCESS,
    arrivals: null,
    think: null,
    ...changes,
  };
}

/** The same in the loop of a profile. */
export function wholeSlice(profile: LoadProfile, changes: Partial<SliceRequest>): SliceRequest {
  const think = profile.kind === 'closed' ? profile.think : null;
  return sliceRequest({ arrivals: arrivalsOf(profile), think, ...changes });
}

function arrivalsOf(profile: LoadProfile): ArrivalPlan | null {
  return profile.kind === 'open' ? profile.arrivals : null;
}

/** A pool of this profile on the path, for the time of `use`. */
export async function withLoadPool<T>(
  generator: Generator,
  { endpoint, profile, path = '/' }: { endpoint: Endpoint; profile: LoadProfile; path?: string },
  use: (pool: LoadPool) => Promise<T>,
): Promise<T> {
  const pool = await generator.open({ endpoint, source: fixedSource([{ ...GET, path }]), profile });
  try {
    return await use(pool);
  } finally {
    pool.close();
  }
}
