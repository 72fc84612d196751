import { estimateSeconds, longestExtensionSeconds } from '../experiment/estimate.js';
import type { Experiment } from '../experiment/run-state.js';
import { Generator } from '../load/generator.js';
import { readEnvironment } from '../machine/environment.js';
import type { RunConfig } from '../model/config.js';
import type { RunEvent } from '../model/events.js';
import type { CorePlan } from '../model/plan.js';
import { holdingBuilds } from '../target/build-history.js';
import { brokenWarnings, openCatalog } from './catalog.js';
import { type ChosenRun, chooseRun } from './choose-run.js';
import { identityWarnings } from './container-targets.js';
import { coreWarnings, decideCores, onOwnCores } from './cores.js';
import { interruptedBeforeStart } from './interrupted.js';
import type { SessionIo } from './io.js';
import { checkOpenFilesOfRun } from './open-files.js';
import { planOf } from './plan-run.js';
import { ceilingTarget, prepareTargets } from './prepare-targets.js';
import { asksForAll } from './resolve-targets.js';

/** Everything that a plan needs to be measured, any number of times. */
export interface PreparedRun extends Pick<Experiment, 'environment' | 'plan' | 'targets' | 'ceiling' | 'generator'> {
  /** What was noticed before anything was measured, as warnings of the run. */
  readonly remarks: readonly RunEvent[];
}

/** Chooses and builds what the configuration asks for, and lends it, with a generator, until `use` is done. */
export function withPreparedRun<T>(
  config: RunConfig,
  io: SessionIo,
  use: (prepared: PreparedRun) => Promise<T>,
): Promise<T> {
  return holdingBuilds(() => prepareAndUse(config, io, use));
}

async function prepareAndUse<T>(
  config: RunConfig,
  io: SessionIo,
  use: (prepared: PreparedRun) => Promise<T>,
): Promise<T> {
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
      const remarks = [...skipped, ...leftOut, ...coreWarnings(cores, targets), ...identityWarnings(targets)];
      return await use({
        environment,
        plan,
        targets: startable,
        ceiling: ceilingTarget(manifests),
        generator,
        remarks,
      });
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
