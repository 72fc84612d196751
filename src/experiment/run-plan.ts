import { interruptOf, type RunEvent } from '../model/events.js';
import type { LaunchCommands } from '../model/launch.js';
import type { Plan } from '../model/plan.js';
import { writtenSource } from '../model/request-source.js';
import type { TargetDescription } from '../model/target.js';
import { scenarioHash } from '../scenario/scenario-hash.js';
import { commandText } from '../units/command-text.js';
import { shownText } from '../units/secret-texts.js';
import { measureCeiling } from './ceiling.js';
import { estimateSeconds } from './estimate.js';
import type { ResumePoint } from './resume-point.js';
import { runLaunch } from './run-launch.js';
import { createRunState, type Experiment, resumedRunState, type StartableTarget } from './run-state.js';

/**
 * Measures everything in the plan. Ends early, and regularly, when `decide` says so or the signal is aborted: what was
 * measured until then has been yielded. Leaves no process behind however it ends.
 */
export async function* runPlan(experiment: Experiment): AsyncGenerator<RunEvent> {
  const { plan, resume, signal } = experiment;
  const startedMs = performance.now();
  yield resume === undefined ? beginning(experiment) : goingOn(plan, resume);
  yield* runLaunches(experiment);
  yield {
    kind: 'run-finished',
    seconds: (resume?.secondsBefore ?? 0) + (performance.now() - startedMs) / 1000,
    interrupted: interruptOf(signal),
  };
}

async function* runLaunches(experiment: Experiment): AsyncGenerator<RunEvent> {
  const { plan, resume, signal } = experiment;
  if (resume !== undefined && (yield* isOverBefore(experiment, resume))) return;
  const state = resume === undefined ? createRunState(plan) : resumedRunState(plan, resume);
  let isCeilingKnown = resume?.hasCeiling ?? false;
  for (let launch = (resume?.launchesKept ?? 0) + 1; launch <= plan.launches && !signal.aborted; launch += 1) {
    state.launchBeganMs = performance.now();
    const outcome = yield* runLaunch(experiment, state, launch);
    const launchMs = performance.now() - state.launchBeganMs;
    state.lastLaunchMs = outcome === 'finished' ? launchMs : 0;
    if (outcome === 'abandoned') return;
    // Once it is known how much is answered, and while none of the servers is alive.
    if (!isCeilingKnown) yield* measureCeiling(experiment, state.answers);
    isCeilingKnown = true;
    if (outcome === 'restart') {
      launch = 0;
      continue;
    }
    const decision = experiment.decide(launch, launchMs);
    if (decision === null) continue;
    yield { kind: 'look', launchesDone: launch, ...decision };
    if (decision.ended !== null) return;
  }
}

/** Whether a run is over before it goes on: by a look that its end came before, or by what is left of its budget. */
function* isOverBefore({ decide }: Experiment, resume: ResumePoint): Generator<RunEvent, boolean> {
  const { launchesKept, secondsBefore, isOver, isLookTaken } = resume;
  if (isOver || launchesKept === 0) return isOver;
  const decision = decide(launchesKept, (secondsBefore * 1000) / launchesKept);
  if (decision === null) return false;
  // At a look that was taken nothing else can be seen now.
  if (!isLookTaken || decision.ended !== null) yield { kind: 'look', launchesDone: launchesKept, ...decision };
  return decision.ended !== null;
}

function beginning({ plan, run, environment, targets }: Experiment): RunEvent {
  return {
    kind: 'run-started',
    run,
    plan: outlineOf(plan),
    environment,
    targets: plan.targets.map((name) => describe(name, targets.get(name))),
    estimatedSeconds: estimateSeconds(plan),
  };
}

function goingOn(plan: Plan, { at, launchesKept, pauseSeconds, secondsBefore, choice }: ResumePoint): RunEvent {
  const share = Math.max(0, plan.launches - launchesKept) / plan.launches;
  const estimatedSeconds = estimateSeconds(plan, choice?.paces ?? null) * share;
  return { kind: 'run-resumed', at, launchesKept, pauseSeconds, secondsBefore, estimatedSeconds };
}

/** What is said of the plan: bodies and data may be many megabytes, and nobody reads them again. */
export function outlineOf(plan: Plan): Plan {
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
    command: shownOrNull(commandOf(target)),
    url: target !== undefined && 'url' in target ? target.url : null,
    ...startable?.said,
    ...(startable?.around && aroundWords(startable.around)),
  };
}

function aroundWords({ prepare, cleanup }: LaunchCommands): Pick<TargetDescription, 'prepare' | 'cleanup'> {
  return {
    ...(prepare !== null && { prepare: shownText(prepare) }),
    ...(cleanup !== null && { cleanup: shownText(cleanup) }),
  };
}

function shownOrNull(command: string | null): string | null {
  return command === null ? null : shownText(command);
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
