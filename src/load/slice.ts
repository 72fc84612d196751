import type { ArrivalPlan } from '../model/load-profile.js';
import type { SparseHistogram } from '../model/recording.js';
import type { Expectation } from '../model/scenario.js';
import type { Segment } from './segment.js';

/** One span of load on an open pool, for one thread. All stamps are of clock.ts and the same for all threads. */
export interface SliceSpec {
  readonly windowStartNs: number;
  /** Infinity where a number of requests ends the slice. */
  readonly windowEndNs: number;
  /** Filler stops at the latest now, whatever is still unanswered. */
  readonly fillerEndNs: number;
  /** The first sends are spread over so long, so that the connections do not march in step. */
  readonly staggerNs: number;
  /** Exactly so many requests by this thread; null: until the window ends. */
  readonly requestLimit: number | null;
  /** Of these, other threads send so many before this one's first, as far as the order of requests goes. */
  readonly requestsBefore: number;
  /** Wait for the last answer (the connections will be used again) or leave what is in flight. */
  readonly drain: boolean;
  /** Take `reqPerSecSamples` this far apart; null: one for the whole slice. */
  readonly sampleMs: number | null;
  /** Report every second; for slices of seconds. */
  readonly ticks: boolean;
  readonly expect: Expectation;
  /** What sampled bodies say is counted. */
  readonly countsBodies: boolean;
  /** When requests arrive, counted from `arrivalsStartNs`; null: the closed loop. */
  readonly arrivals: ArrivalPlan | null;
  /** Before the window where arrivals have a settle phase, too; else its start. */
  readonly arrivalsStartNs: number;
  /** What waits at the end of the window is sent as long as filler goes on; else all beyond a round is given up. */
  readonly sendsBacklog: boolean;
  /** Pause between an answer and the next request of its lane in the closed loop; null: none. */
  readonly think: { readonly minMs: number; readonly maxMs: number } | null;
  readonly segment: Segment;
}

/** What one thread counted so far, once a second. */
export interface SliceTick {
  readonly elapsedMs: number;
  readonly ok: number;
  readonly failed: number;
  /** Sent and not yet answered. */
  readonly inFlight: number;
  /** Arrivals that wait for a free connection; 0 in a closed loop. */
  readonly backlog: number;
  /** The second, from 0, to which `latency` belongs. */
  readonly second: number;
  /** What was recorded since the tick before. */
  readonly latency: SparseHistogram;
}
