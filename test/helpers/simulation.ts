import { LaneClocks } from '../../src/load/lane-clocks.js';
import { plannedLookLevel } from '../../src/stats/planned-looks.js';
import { createRandom, type Random } from '../../src/stats/random.js';
import { type LaunchValue, launchInterval } from '../../src/stats/ratio-interval.js';
import { logTotalRatio, type Portion, type PortionPair, totalRate } from '../../src/stats/totals.js';

export interface SimulatedNoise {
  /** Deviation between launches of the target's true log rate. */
  readonly launchStddev: number;
  /** Scale of a slice's log rate: heavy-tailed, and hanging together with the slice before. */
  readonly sliceScale: number;
}

const AUTOCORRELATION = 0.25;

const DEGREES_OF_FREEDOM = 2.5;

/** Student t with 2.5 degrees of freedom, scaled to variance 1: now and then far out, and without a kurtosis. */
function heavyTailed(random: Random): number {
  const chiSquared = 2 * gamma(random, DEGREES_OF_FREEDOM / 2);
  return (random.normal() / Math.sqrt(chiSquared)) * Math.sqrt(DEGREES_OF_FREEDOM - 2);
}

/** Gamma with a shape of at least 1 and scale 1; Marsaglia and Tsang (2000), ACM TOMS 26(3). */
function gamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** One launch of two servers, the target `ratio` times as fast, on a machine that both share. */
export function simulateLaunch(
  random: Random,
  options: SimulatedNoise & { readonly ratio: number; readonly blocks: number },
): PortionPair[] {
  const launch = options.launchStddev * random.normal();
  let machine = 0;
  let baselineNoise = 0;
  let targetNoise = 0;
  const step = (previous: number): number =>
    AUTOCORRELATION * previous + Math.sqrt(1 - AUTOCORRELATION ** 2) * heavyTailed(random);
  return Array.from({ length: options.blocks }, () => {
    machine = 0.6 * machine + 0.1 * random.normal();
    baselineNoise = step(baselineNoise);
    targetNoise = step(targetNoise);
    const time = random.uniform(0.1, 0.13);
    const rate = 6000 * Math.exp(machine);
    const target = rate * options.ratio * Math.exp(launch + options.sliceScale * targetNoise);
    return {
      baseline: { amount: rate * Math.exp(options.sliceScale * baselineNoise) * time, time },
      target: { amount: target * time, time },
    };
  });
}

/** Share of `count` experiments in which something holds. */
export function shareOf(count: number, holds: () => boolean): number {
  let held = 0;
  for (let experiment = 0; experiment < count; experiment++) if (holds()) held += 1;
  return held / count;
}

/** A run of so many launches of so many blocks. */
export interface Design extends SimulatedNoise {
  readonly launches: number;
  readonly blocks: number;
  readonly ratio: number;
}

/** Slices of which a launch of 12 blocks then has a deviation of about 1.6 % and 8 %. */
export const SLICE_SCALES = { undisturbed: 0.03, disturbed: 0.15 } as const;

/** The designs of METHOD 2.1 whose intervals are simulated. */
export const DESIGNS = [
  { launches: 3, blocks: 20 },
  { launches: 5, blocks: 12 },
  { launches: 8, blocks: 8 },
] as const;

/** The interval of a simulated run, in logarithms. */
export function simulateInterval(random: Random, design: Design, moderated = false): { lower: number; upper: number } {
  const values = Array.from({ length: design.launches }, () => logTotalRatio(simulateLaunch(random, design))!);
  const { center, halfWidth } = launchInterval(values, { alpha: 0.05, moderated })!;
  return { lower: center - halfWidth!, upper: center + halfWidth! };
}

/** Share of runs whose interval holds the truth. */
export function coverageOf(design: Design, { runs = 800, seed = design.launches, moderated = false } = {}): number {
  const random = createRandom(seed);
  const truth = Math.log(design.ratio);
  return shareOf(runs, () => {
    const { lower, upper } = simulateInterval(random, design, moderated);
    return lower <= truth && truth <= upper;
  });
}

/** Launch values whose deviation is 1. */
export type Draw = (random: Random) => number;

/** What launch values may look like; all but the last are symmetric. */
export const DRAWS = {
  normal: (random) => random.normal(),
  // Student t with 3 degrees of freedom has variance 3.
  t3: (random) => random.normal() / Math.sqrt(2 * gamma(random, 1.5)),
  // Three launches of ten are slower by four times what the others scatter.
  bimodal: (random) => (random.next() < 0.3 ? -4 : 0) / 2.1 + 1.2 / 2.1 + random.normal() / 2.1,
} satisfies Record<string, Draw>;

/** A run that looks a few times; deviations are shares. */
export interface Looking {
  readonly looks: readonly number[];
  readonly launchStddev: number;
  readonly draw: Draw;
}

/** Deviation of a launch value from its blocks, which the floor of the interval knows. */
const WITHIN_STDDEV = 0.006;

/** What `judge` says at the first look at which it says something; null where it never does. */
export function firstFinding<T>(
  random: Random,
  run: Looking & { readonly truth: number },
  judge: (interval: { readonly lower: number; readonly upper: number }) => T | null,
): T | null {
  const alpha = plannedLookLevel(run.looks)!;
  const values: LaunchValue[] = [];
  for (const look of run.looks) {
    while (values.length < look) {
      values.push({ value: run.truth + run.launchStddev * run.draw(random), variance: WITHIN_STDDEV ** 2 });
    }
    const { center, halfWidth } = launchInterval(values, { alpha, moderated: false })!;
    const found = judge({ lower: center - halfWidth!, upper: center + halfWidth! });
    if (found !== null) return found;
  }
  return null;
}

/** Share of runs without a true difference in which the interval of any look leaves 1 out. */
export function falseAlarmsOf(run: Looking, { runs = 4000, seed = 9 } = {}): number {
  const random = createRandom(seed);
  return shareOf(
    runs,
    () => firstFinding(random, { ...run, truth: 0 }, ({ lower, upper }) => lower > 0 || upper < 0 || null) !== null,
  );
}

/** Shares of runs that a gate fails and passes which allows a loss of 5 %, where the loss is `loss`. */
export function gateOutcomes(run: Looking & { readonly loss: number }, { runs = 4000, seed = 10 } = {}) {
  const random = createRandom(seed);
  const limit = Math.log(0.95);
  const outcomes = Array.from({ length: runs }, () =>
    firstFinding(random, { ...run, truth: Math.log(1 - run.loss) }, ({ lower, upper }) => {
      if (upper < limit) return 'fail';
      return lower > limit ? 'pass' : null;
    }),
  );
  const share = (word: string | null): number => outcomes.filter((outcome) => outcome === word).length / runs;
  return { fail: share('fail'), pass: share('pass'), inconclusive: share(null) };
}

const LANES = 16;
const SERVICE_MS = 0.1;
const SETTLE_MS = 15;

/** A first-come-first-served server that pauses after every so many requests, whoever sent them. */
export interface PausingServer {
  readonly pauseMs: number;
  readonly everyRequests: number;
}

/** From pauses shorter than a slice to such as outlast several. */
export const PAUSING_SERVERS: readonly PausingServer[] = [
  { pauseMs: 5, everyRequests: 1000 },
  { pauseMs: 20, everyRequests: 4000 },
  { pauseMs: 50, everyRequests: 8000 },
  { pauseMs: 150, everyRequests: 15_000 },
  { pauseMs: 300, everyRequests: 30_000 },
  { pauseMs: 1000, everyRequests: 100_000 },
];

/** How far the rate of totals by send time lies from the server's own, as a share. */
export function pauseBias({ pauseMs, everyRequests }: PausingServer, pauses = 60): number {
  const random = createRandom(pauseMs);
  const server = { pauseMs, everyRequests, served: random.integer(everyRequests) };
  const slices: Portion[] = [];
  const end = server.served + pauses * everyRequests;
  while (server.served < end || slices.length < 500) slices.push(simulateSlice(server, random));
  const truth = everyRequests / (everyRequests * SERVICE_MS + pauseMs);
  return totalRate(slices)! / truth - 1;
}

/**
 * One slice of a closed loop against it, accounted by send time with the generator's clocks of the lanes, filler sent until
 * the last window request is answered. Requests are answered in order, so request k belongs to lane k modulo the lanes.
 */
function simulateSlice(server: PausingServer & { served: number }, random: Random): Portion {
  const windowStart = SETTLE_MS;
  const windowEnd = windowStart + 100 * random.uniform(1, 1.3);
  // First sends are staggered over one mean latency.
  const nextSend = Array.from({ length: LANES }, (_, lane) => lane * SERVICE_MS);
  const clocks = new LaneClocks(LANES);
  let freeAt = 0;
  let ok = 0;
  // In order of sending: once a lane sends after the window, all window requests before it are answered.
  for (let lane = 0; ; lane = (lane + 1) % LANES) {
    const sentAt = nextSend[lane]!;
    if (sentAt >= windowEnd && freeAt >= windowEnd && nextSend.every((time) => time >= windowEnd)) break;
    server.served += 1;
    const pause = server.served % server.everyRequests === 0 ? server.pauseMs : 0;
    freeAt = Math.max(freeAt, sentAt) + SERVICE_MS + pause;
    nextSend[lane] = freeAt;
    if (sentAt < windowStart || sentAt >= windowEnd) continue;
    ok += 1;
    clocks.advance(lane, sentAt, freeAt);
  }
  const connected = { ranOut: false, hasConnection: () => true };
  const { lanes, laneSpanNs } = clocks.total({ startNs: windowStart, endNs: windowEnd }, connected);
  return { amount: ok, time: laneSpanNs / lanes };
}
