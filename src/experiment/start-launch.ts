import { MOST_CHECKED, quickCheck } from '../contract/quick-check.js';
import { TargetError } from '../errors.js';
import { sampleRequests } from '../load/sample-requests.js';
import type { ScenarioAnswer } from '../model/contract.js';
import type { RunEvent } from '../model/events.js';
import type { PlannedInstance } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import type { Target } from '../model/target.js';
import { type Instance, type InstanceOptions, startInstance } from '../target/instance.js';
import { LiveCell, type LiveInstance } from './live-cell.js';
import { prepareInstance } from './prepare-instance.js';
import { counterOf, type Experiment, type RunState, type StartableTarget } from './run-state.js';
import type { Turn } from './turns.js';
import { wrongAnswerHint } from './wrong-answer-hint.js';

const LOG_TAIL_LINES = 20;

/** Starts the instances of a turn in their order; a target that cannot be measured leaves the run, not the others. */
export async function* startTurn(
  experiment: Experiment,
  state: RunState,
  { launch, turn }: { readonly launch: number; readonly turn: Turn },
  live: LiveInstance[],
): AsyncGenerator<RunEvent> {
  for (const instance of turn) {
    if (experiment.signal.aborted || state.failed.has(instance.target)) continue;
    yield* startOne(experiment, state, launch, instance, live);
  }
}

async function* startOne(
  experiment: Experiment,
  state: RunState,
  launch: number,
  planned: PlannedInstance,
  live: LiveInstance[],
): AsyncGenerator<RunEvent> {
  const startable = startableOf(experiment, planned.target);
  let instance: Instance | null = null;
  const cells: LiveCell[] = [];
  try {
    instance = await startInstance(startable.target, {
      env: { ...startable.env, ...planned.env },
      built: startable.built,
      around: startable.around ?? null,
      logFile: experiment.logFile(planned.id, launch),
      ...coresOf(experiment.plan),
      runId: experiment.run.id,
      signal: experiment.signal,
    });
    const scenarios = scenariosOf(experiment, planned);
    await prepareInstance(instance, planned.target, scenarios, experiment.signal);
    const answers = await checkAnswers(experiment, state, planned, instance, scenarios);
    state.answers.push(...answers);
    for (const cell of planned.cells) {
      const counter = counterOf(state, planned.id, cell.scenario);
      const { plan, signal } = experiment;
      const setting = { plan, signal, counter, others: cells, answers };
      cells.push(await LiveCell.open(experiment.generator, instance, cell, setting));
    }
    live.push({ planned, instance, cells });
    yield {
      kind: 'target-started',
      launch,
      instance: planned.id,
      target: planned.target,
      description: instance.description,
      startupMs: instance.startupMs,
      firstResponseMs: instance.firstResponseMs,
    };
    if (instance.unseen && launch === 1) yield unseenWarning(planned.target, instance.unseen);
    yield { kind: 'answers', launch, instance: planned.id, target: planned.target, answers };
  } catch (error) {
    for (const cell of cells) cell.close();
    await instance?.stop();
    if (experiment.signal.aborted) return;
    if (!(error instanceof TargetError)) throw error;
    state.failed.add(planned.target);
    yield targetFailed(launch, planned.target, error, instance);
  }
}

/** In the first launch only: the others are no different. */
function unseenWarning(target: string, why: string): RunEvent {
  const message = `its CPU and memory cannot be seen: ${why}`;
  return {
    kind: 'warning',
    warning: { code: 'server-unseen', level: 'note', target, scenario: null, profile: null, message },
  };
}

/** The same of every server of a run. */
function coresOf({ cores }: Experiment['plan']): Pick<InstanceOptions, 'workers' | 'cpuList'> {
  return cores === undefined ? {} : { workers: cores.workers, cpuList: cores.serverCpus };
}

function scenariosOf({ plan }: Experiment, { cells }: PlannedInstance): readonly Scenario[] {
  return plan.scenarios.filter(({ name }) => cells.some((cell) => cell.scenario === name));
}

/** A server that answers wrongly must never be ranked; what the right ones answered is compared later. */
async function checkAnswers(
  experiment: Experiment,
  state: RunState,
  planned: PlannedInstance,
  instance: Instance,
  scenarios: readonly Scenario[],
): Promise<readonly ScenarioAnswer[]> {
  const { endpoint } = instance;
  const { problems, answers } = await quickCheck({
    endpoint,
    target: planned.target,
    scenarios: scenarios.map(({ name, expect, source, isBatch = false }) => {
      const setting = { endpoint, counter: counterOf(state, planned.id, name) };
      return { name, expect, isBatch, requests: sampleRequests(source, setting, MOST_CHECKED) };
    }),
    signal: experiment.signal,
  });
  const [first] = problems.filter((problem) => problem.level === 'fail');
  if (first === undefined) return answers;
  throw new TargetError(
    'wrong-answer',
    planned.target,
    `target "${planned.target}" answers ${first.sent} wrongly: expected ${first.expected}, got ${first.got}`,
    {
      hint: wrongAnswerHint(instance.target, first, targetsOf(experiment)),
      logTail: instance.logTail(LOG_TAIL_LINES),
    },
  );
}

function targetsOf({ targets }: Experiment): Target[] {
  return [...targets.values()].map(({ target }) => target);
}

/** A server that could not be started, stopped, or trusted. */
export function targetFailed(launch: number, target: string, error: TargetError, instance: Instance | null): RunEvent {
  return {
    kind: 'target-failed',
    launch,
    target,
    message: withoutName(error.message, target),
    hint: error.hint,
    logTail: error.logTail.length > 0 ? error.logTail : (instance?.logTail(LOG_TAIL_LINES) ?? []),
  };
}

/** The event names the target beside the message. */
function withoutName(message: string, target: string): string {
  const name = `target "${target}"`;
  return message.startsWith(name) ? message.slice(name.length).replace(/^:? /, '') : message;
}

/** What a server was about when it ended unasked. */
export type TimeOfDeath = 'before it was warmed up' | 'while it was warmed up' | 'while it was measured';

/** A server that ended of itself. */
export function targetDied(launch: number, live: LiveInstance, when: TimeOfDeath): RunEvent {
  const { exit } = live.instance;
  const how = exit?.signal ?? `exit code ${exit?.code ?? 'unknown'}`;
  const logTail = live.instance.logTail(LOG_TAIL_LINES);
  return {
    kind: 'target-failed',
    launch,
    target: live.planned.target,
    message: `ended in launch ${launch} ${when} (${how})`,
    hint: logTail.length > 0 ? 'its log shows why' : 'it printed nothing about it',
    logTail,
  };
}

function startableOf(experiment: Experiment, name: string): StartableTarget {
  const startable = experiment.targets.get(name);
  if (startable === undefined) throw new Error(`the plan names an unknown target "${name}"`);
  return startable;
}
