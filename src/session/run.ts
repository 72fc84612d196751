import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { analyseRun } from '../analysis/analyse-run.js';
import { estimateSeconds, longestExtensionSeconds } from '../experiment/plan.js';
import { runPlan } from '../experiment/run-plan.js';
import type { Experiment } from '../experiment/run-state.js';
import { Generator } from '../load/generator.js';
import { readEnvironment } from '../machine/environment.js';
import type { RunConfig } from '../model/config.js';
import type { RunEvent } from '../model/events.js';
import type { CorePlan, Plan } from '../model/plan.js';
import { newRunId } from '../store/run-id.js';
import { brokenWarnings, openCatalog } from './catalog.js';
import { type ChosenRun, chooseRun } from './choose-run.js';
import { coreWarnings, decideCores, onOwnCores } from './cores.js';
import { exitCodeOf } from './exit-code.js';
import { namingStored, nothingMeasured } from './failed-run.js';
import { interruptedBeforeStart } from './interrupted.js';
import type { SessionIo, SessionResult } from './io.js';
import { checkOpenFilesOfRun } from './open-files.js';
import { planOf } from './plan-run.js';
import { ceilingTarget, prepareTargets } from './prepare-targets.js';
import { asksForAll } from './resolve-targets.js';
import { openRun, RunKeeper } from './run-keeper.js';
import { toolVersion } from './tool-version.js';

/** Compares targets: builds them, measures them, stores what happened and reports what it means. */
export async function runComparison(config: RunConfig, io: SessionIo): Promise<SessionResult> {
  const decision = decideCores(config);
  const { manifests, broken } = await openCatalog(config.targetsDirs, io.cwd);
  const chosen = chooseRun(config, manifests, io.cwd, broken);
  tellEstimate(config, chosen, io, decision.plan);
  const { startable, skipped } = await prepareTargets(chosen.targets, io, config);
  const targets = [...startable.values()].map((one) => one.target);
  if (io.signal.aborted) throw interruptedBeforeStart(io.signal);
  // Before perfcmp leaves cores to the servers: it would find only its own.
  const environment = await readEnvironment();
  const leftOut = config.targets.some(asksForAll) ? brokenWarnings(broken) : [];
  return onOwnCores(decision, async (cores) => {
    const plan = planOf(config, targets, chosen, cores.plan);
    checkOpenFilesOfRun(plan);
    const generator = await Generator.start(Math.max(...plan.profiles.map(({ threads }) => threads)));
    try {
      const prepared = { environment, plan, targets: startable, ceiling: ceilingTarget(manifests), generator };
      return await measure(prepared, [...skipped, ...leftOut, ...coreWarnings(cores, targets)], io);
    } finally {
      await generator.stop();
    }
  });
}

/** A preset may take a quarter of an hour: whoever asks for one should know before anything is built or started. */
function tellEstimate(config: RunConfig, chosen: ChosenRun, io: SessionIo, cores: CorePlan): void {
  if (config.preset === null) return;
  const plan = planOf(
    config,
    chosen.targets.map(({ target }) => target),
    chosen,
    cores,
  );
  const estimatedSeconds = estimateSeconds(plan);
  const mostSeconds = estimatedSeconds + longestExtensionSeconds(plan);
  io.onEvent({ kind: 'preset-planned', preset: config.preset.name, estimatedSeconds, mostSeconds });
}

async function measure(
  prepared: Pick<Experiment, 'environment' | 'plan' | 'targets' | 'ceiling' | 'generator'>,
  skipped: readonly RunEvent[],
  io: SessionIo,
): Promise<SessionResult> {
  const startedAt = new Date();
  const id = newRunId(startedAt, randomBytes(2).toString('hex'));
  const keeper = new RunKeeper(() => openRun(id, io));
  const experiment: Experiment = {
    ...prepared,
    run: { id, startedAt: startedAt.toISOString(), seed: prepared.plan.seed, argv: io.argv },
    logFile: (instance, launch) =>
      keeper.logsFolder && join(keeper.logsFolder, logName(prepared.plan, instance, launch)),
    signal: io.signal,
  };
  try {
    const events = await record(experiment, skipped, keeper, io);
    const failure = io.signal.aborted ? null : nothingMeasured(events);
    if (failure !== null) throw failure;
    const report = keeper.finish(analyseRun(events, { toolVersion: toolVersion() }), io);
    return { report, exitCode: exitCodeOf(report), storedAs: keeper.storedAs };
  } catch (error) {
    throw namingStored(error, keeper.storedAs);
  } finally {
    keeper.close();
  }
}

/** A command line is no file name. */
function logName(plan: Plan, instance: string, launch: number): string {
  const index = plan.instances.findIndex(({ id }) => id === instance) + 1;
  return `${index}-${instance.replace(/[^\w.+-]+/g, '_').slice(0, 60)}.${launch}.log`;
}

async function record(
  experiment: Experiment,
  skipped: readonly RunEvent[],
  keeper: RunKeeper,
  io: SessionIo,
): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const keep = (event: RunEvent): void => {
    events.push(event);
    keeper.append(event);
    io.onEvent(event);
    const warning = keeper.takeWarning();
    if (warning !== null) keep({ kind: 'warning', warning });
  };
  for await (const event of runPlan(experiment)) {
    keep(event);
    if (event.kind === 'run-started') for (const warning of skipped) keep(warning);
  }
  return events;
}
