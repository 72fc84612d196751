import { PerfcmpError } from '../errors.js';
import type { ScenarioAnswer } from '../model/contract.js';
import type { RunEvent } from '../model/events.js';
import type { Plan } from '../model/plan.js';
import { type Recording, throughputOf } from '../model/recording.js';
import { SUCCESS_STATUSES } from '../model/scenario.js';
import type { Target } from '../model/target.js';
import { type Instance, type InstanceOptions, startInstance } from '../target/instance.js';
import { type CeilingLoad, ceilingLoads } from './ceiling-loads.js';
import { ceilingTimes } from './ceiling-times.js';
import { CLOSED_SLICE } from './live-cell.js';
import type { Experiment } from './run-state.js';

/**
 * The generator against a server that costs next to nothing: a result near this is a picture of the generator. `answers`:
 * what the targets were seen to answer.
 */
export async function* measureCeiling(
  experiment: Experiment,
  answers: readonly ScenarioAnswer[],
): AsyncGenerator<RunEvent> {
  const { ceiling, plan, signal } = experiment;
  // At a rate no server is as fast as it can be.
  if (ceiling === null || signal.aborted || plan.profiles.every(({ kind }) => kind === 'open')) return;
  try {
    yield* measure(experiment, ceiling, answers);
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

async function* measure(
  { generator, plan, signal }: Experiment,
  ceiling: NonNullable<Experiment['ceiling']>,
  answers: readonly ScenarioAnswer[],
): AsyncGenerator<RunEvent> {
  const start = (answerBytes: number | null): Promise<Instance> =>
    startInstance(ceiling.target, {
      env: answerBytes === null ? {} : { ANSWER_BYTES: `${answerBytes}` },
      built: ceiling.built,
      ...coresOf(plan, ceiling.target),
      logFile: null,
      signal,
    });
  let instance = await start(null);
  let answerBytes: number | null = null;
  try {
    for (const load of ceilingLoads(plan, answers, instance.endpoint).sort(bySize)) {
      if (load.answerBytes !== answerBytes) {
        await instance.stop();
        answerBytes = load.answerBytes;
        instance = await start(answerBytes);
      }
      const recording = await loadOnce(generator, instance, load, { plan, signal });
      const throughputPerSec = recording.window.laneSpanNs === 0 ? 0 : throughputOf(recording);
      if (throughputPerSec === 0) continue;
      const { profile, scenarios } = load;
      yield { kind: 'ceiling', profile: profile.name, scenarios, throughputPerSec, busy: recording.generator.busy };
    }
  } finally {
    await instance.stop();
  }
}

function bySize(one: CeilingLoad, other: CeilingLoad): number {
  return (one.answerBytes ?? 0) - (other.answerBytes ?? 0);
}

async function loadOnce(
  generator: Experiment['generator'],
  { endpoint }: Instance,
  { source, profile }: CeilingLoad,
  { plan, signal }: Pick<Experiment, 'plan' | 'signal'>,
): Promise<Recording> {
  const pool = await generator.open({ endpoint, source, profile }, signal);
  try {
    const { settleMs, windowMs } = ceilingTimes(plan);
    const expect = { status: SUCCESS_STATUSES, body: null, mediaType: null };
    return await pool.run({ ...CLOSED_SLICE, settleMs, windowMs, fillerMs: windowMs, expect });
  } finally {
    pool.close();
  }
}
