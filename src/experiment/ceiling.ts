import { PerfcmpError } from '../errors.js';
import type { RunEvent } from '../model/events.js';
import type { Plan } from '../model/plan.js';
import { throughputOf } from '../model/recording.js';
import { fixedSource } from '../model/request-source.js';
import { SUCCESS_STATUSES } from '../model/scenario.js';
import type { Target } from '../model/target.js';
import { type InstanceOptions, startInstance } from '../target/instance.js';
import { CLOSED_SLICE } from './live-cell.js';
import type { Experiment } from './run-state.js';

const SETTLE_MS = 400;
const WINDOW_MS = 800;

/** The generator against a server that costs next to nothing: a result near this is a picture of the generator. */
export async function* measureCeiling(experiment: Experiment): AsyncGenerator<RunEvent> {
  const { ceiling, plan, signal } = experiment;
  // At a rate no server is as fast as it can be.
  if (ceiling === null || signal.aborted || plan.profiles.every(({ kind }) => kind === 'open')) return;
  try {
    yield* measure(experiment, ceiling);
  } catch (error) {
    if (!(error instanceof PerfcmpError)) throw error;
    if (experiment.signal.aborted) return;
    yield {
      kind: 'warning',
      warning: {
        code: 'ceiling-unknown',
        level: 'note',
        target: null,
        scenario: null,
        profile: null,
        message: `the generator's own ceiling could not be measured: ${error.message}`,
      },
    };
  }
}

/** As the others have them, or with one worker where it knows no more. */
function coresOf({ cores }: Plan, target: Target): Pick<InstanceOptions, 'workers' | 'cpuList'> {
  const hasSeveral = target.kind === 'bundled' && target.manifest.severalWorkers.length > 0;
  return { workers: hasSeveral ? (cores?.workers ?? 1) : 1, cpuList: cores?.serverCpus ?? null };
}

async function* measure(experiment: Experiment, ceiling: NonNullable<Experiment['ceiling']>): AsyncGenerator<RunEvent> {
  const { generator, plan, signal } = experiment;
  const instance = await startInstance(ceiling.target, {
    built: ceiling.built,
    ...coresOf(plan, ceiling.target),
    logFile: null,
    signal,
  });
  try {
    for (const profile of plan.profiles.filter(({ kind, name }) => kind === 'closed' && !isOnlyBatch(plan, name))) {
      const request = { method: 'GET', path: '/', headers: {}, body: null };
      const pool = await generator.open(
        { endpoint: instance.endpoint, source: fixedSource([request]), profile },
        signal,
      );
      const recording = await pool.run({
        ...CLOSED_SLICE,
        settleMs: SETTLE_MS,
        windowMs: WINDOW_MS,
        fillerMs: WINDOW_MS,
        expect: { status: SUCCESS_STATUSES, body: null, mediaType: null },
      });
      pool.close();
      if (recording.window.laneSpanNs === 0) continue;
      yield {
        kind: 'ceiling',
        profile: profile.name,
        throughputPerSec: throughputOf(recording),
        busy: recording.generator.busy,
      };
    }
  } finally {
    await instance.stop();
  }
}

/** Requests that take a second each come nowhere near what the generator can do. */
function isOnlyBatch(plan: Plan, profile: string): boolean {
  const names = plan.instances.flatMap(({ cells }) => cells.filter((cell) => cell.profile === profile));
  return names.every((cell) => plan.scenarios.find(({ name }) => name === cell.scenario)?.isBatch ?? false);
}
