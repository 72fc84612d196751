import { setTimeout as delay } from 'node:timers/promises';
import { busiestBetween, takeSnapshot } from '../machine/busy-processes.js';
import { probeSpeedUs } from '../machine/speed-probe.js';
import type { RunEvent, SliceEvent, SlicePhase } from '../model/events.js';
import { FOREIGN_CORES_LIMIT } from '../model/plan.js';
import type { Recording } from '../model/recording.js';
import type { CpuUser } from '../target/instance.js';
import type { LiveCell, LiveInstance } from './live-cell.js';
import { openSettleMs } from './open-pace.js';
import { sectionKey, takesPart } from './pace.js';
import { SLICE_JITTER } from './plan.js';
import { arrivalSeed } from './rates.js';
import type { Experiment, RunState } from './run-state.js';

/** A thawed server first runs the timers that are overdue, and may close connections that were idle too long. */
const THAW_MS = 3;
/** A stopped server ends what it is at in the kernel first: that is its slice's, too. */
const STOP_MS = 1;
/** Of the processes that disturb a block so many are named, and none that uses less than this. */
const MOST_NAMED = 3;
const LEAST_NAMED_CORES = 0.05;

interface Place {
  readonly live: LiveInstance;
  readonly cell: LiveCell;
  /** Null: one request. */
  readonly windowMs: number | null;
  /** Null in a closed loop. */
  readonly arrivals: Arrivals | null;
}

/** How many requests an open loop sends, and the gaps between them: in a block the same ones for all targets. */
interface Arrivals {
  readonly ratePerSec: number;
  readonly seed: number;
}

/**
 * One block: every cell that takes part once, in random order, all targets of a scenario for the same length of time. It
 * is drawn anew for each block, because a fixed slice locks to periodic pauses of a server (METHOD 1.2).
 */
export async function* runBlock(
  experiment: Experiment,
  state: RunState,
  live: readonly LiveInstance[],
  at: { readonly launch: number; readonly block: number; readonly phase: SlicePhase },
): AsyncGenerator<RunEvent> {
  const seed = arrivalSeed(experiment.plan, at.launch, at.block);
  const stretch = state.random.uniform(1, 1 + SLICE_JITTER);
  const places = live.flatMap((one) =>
    one.cells.flatMap((cell): Place[] => {
      const pace = state.paces?.get(sectionKey(cell.cell));
      if (pace === undefined || !takesPart(pace.blocks, at.block, state.blocks)) return [];
      const windowMs = pace.sliceMs === null ? null : pace.sliceMs * stretch;
      const arrivals = pace.ratePerSec === undefined ? null : { ratePerSec: pace.ratePerSec, seed };
      return [{ live: one, cell, windowMs, arrivals }];
    }),
  );
  const order = state.random.shuffle(places);
  const probeUs = probeSpeedUs();
  const before = takeSnapshot();
  let isDisturbed = false;
  for (const [position, place] of order.entries()) {
    if (experiment.signal.aborted) return;
    if (place.live.instance.exit !== null) continue;
    const neighbours = live.flatMap(({ instance, ...one }): readonly CpuUser[] => [
      ...(one.planned === place.live.planned ? [] : [instance]),
      ...(instance.helpers ?? []),
    ]);
    const slice = await runSlice(experiment, state, place, neighbours);
    // A slice that was cut short by the user or by the death of its server is no sample of anything.
    if (slice === null) continue;
    isDisturbed ||= (slice.machine.foreignCores ?? 0) > FOREIGN_CORES_LIMIT;
    yield {
      kind: 'slice',
      launch: at.launch,
      block: at.block,
      position,
      phase: at.phase,
      mode: state.mode,
      cell: place.cell.cell,
      probeUs,
      ...slice,
    };
  }
  if (!isDisturbed) return;
  const users = live.flatMap(({ instance }): readonly CpuUser[] => [instance, ...(instance.helpers ?? [])]);
  const roots = [process.pid, ...users.flatMap(({ pid }) => pid ?? [])];
  const by = busiestBetween(before, takeSnapshot(), { roots, most: MOST_NAMED, leastCores: LEAST_NAMED_CORES });
  if (by.length > 0) yield { kind: 'disturbance', launch: at.launch, block: at.block, phase: at.phase, by };
}

async function runSlice(
  experiment: Experiment,
  state: RunState,
  place: Place,
  neighbours: readonly CpuUser[],
): Promise<Pick<SliceEvent, 'recording' | 'server' | 'machine'> | null> {
  const { live, cell } = place;
  const { instance } = live;
  const idleCpuNs = state.idle.lap(live);
  if (state.mode === 'freeze') {
    await instance.thaw();
    await delay(THAW_MS);
  }
  // Accepting connections is work that we asked for: neither the slice's nor the idle time's.
  if ((await cell.reopen()) > 0) state.idle.begin(live);
  state.machine.start(neighbours);
  const recording = await load(place, experiment.plan.settleMs);
  const isOver = experiment.signal.aborted || instance.exit !== null;
  // Before its CPU is read: what a compiler does until it stops is the slice's, as it falls into nobody else's.
  if (state.mode === 'freeze' && !isOver) {
    await instance.freeze();
    await delay(STOP_MS);
  }
  const cpuNs = state.idle.lap(live);
  const machine = state.machine.stop(cpuNs);
  if (isOver) return null;
  const server = cpuNs === null || idleCpuNs === null ? null : { cpuNs, idleCpuNs };
  if (server !== null) state.idle.add(cell.cell.target, server);
  if (state.mode === 'freeze') state.thaws.see(cell.cell, recording);
  return { recording, server, machine };
}

function load({ cell, windowMs, arrivals }: Place, settleMs: number): Promise<Recording> {
  if (windowMs === null) return cell.loadOnce();
  if (arrivals === null) return cell.load(Math.max(settleMs, cell.meanLatencyMs ?? 0), windowMs);
  return cell.loadAtRate(openSettleMs(cell.meanLatencyMs ?? 0), windowMs, arrivals);
}
