import { interruptOf, type RunEvent } from '../model/events.js';
import type { Plan } from '../model/plan.js';
import { writtenSource } from '../model/request-source.js';
import type { TargetDescription } from '../model/target.js';
import { scenarioHash } from '../scenario/scenario-hash.js';
import { commandText } from '../units/command-text.js';
import { measureCeiling } from './ceiling.js';
import { estimateSeconds } from './estimate.js';
import { runLaunch } from './run-launch.js';
import { createRunState, type Experiment, type StartableTarget } from './run-state.js';

/**
 * Measures everything in the plan. Ends early, and regularly, when `decide` says so or the signal is aborted: what was
 * measured until then has been yielded. Leaves no process behind however it ends.
 */
export async function* runPlan(experiment: Experiment): AsyncGenerator<RunEvent> {
  const { plan, run, environment, signal } = experiment;
  const startedMs = performance.now();
  const targets = plan.targets.map((name) => describe(name, experiment.targets.get(name)));
  yield {
    kind: 'run-started',
    run,
    plan: outlineOf(plan),
    environment,
    targets,
    estimatedSeconds: estimateSeconds(plan),
  };
  yield* measureCeiling(experiment);
  const state = createRunState(plan);
  for (let launch = 1; launch <= plan.launches && !signal.aborted; launch += 1) {
    const launchedMs = performance.now();
    const outcome = yield* runLaunch(experiment, state, launch);
    if (outcome === 'abandoned') break;
    if (outcome === 'restart') {
      launch = 0;
      continue;
    }
    const decision = experiment.decide(launch, performance.now() - launchedMs);
    if (decision === null) continue;
    yield { kind: 'look', launchesDone: launch, ...decision };
    if (decision.ended !== null) break;
  }
  yield {
    kind: 'run-finished',
    seconds: (performance.now() - startedMs) / 1000,
    interrupted: interruptOf(signal),
  };
}

/** What is said of the plan: bodies and data may be many megabytes, and nobody reads them again. */
function outlineOf(plan: Plan): Plan {
  const scenarios = plan.scenarios.map((whole) => {
    const { prepare: _prepare, files: _files, ...scenario } = whole;
    return { ...scenario, source: writtenSource(scenario.source), hash: scenarioHash(whole) };
  });
  return { ...plan, scenarios };
}

/** As far as it is known before it runs. */
function describe(name: string, startable: StartableTarget | undefined): TargetDescription {
  const target = startable?.target;
  return {
    name,
    title: target?.kind === 'bundled' ? target.title : name,
    kind: target?.kind ?? 'command',
    version: startable?.built?.version ?? null,
    ...(target?.kind === 'command' && target.revision && { revision: target.revision }),
    runtime: null,
    command: commandOf(target),
    url: target !== undefined && 'url' in target ? target.url : null,
  };
}

function commandOf(target: StartableTarget['target'] | undefined): string | null {
  switch (target?.kind) {
    case 'bundled':
      return commandText(target.manifest.start);
    case 'command':
      return commandText(target.command);
    case 'service':
      return target.start;
    case 'docker':
      return commandText(['docker', 'run', target.image, ...target.args]);
    case 'compose':
      return commandText(['docker', 'compose', 'up', target.service]);
    default:
      return null;
  }
}
