import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { analyseRun } from '../analysis/analyse-run.js';
import type { ResumePoint } from '../experiment/resume-point.js';
import { runPlan } from '../experiment/run-plan.js';
import type { Experiment } from '../experiment/run-state.js';
import type { RunCommand, RunEvent } from '../model/events.js';
import type { Decide, LaunchDecision } from '../model/look.js';
import type { Plan } from '../model/plan.js';
import type { Report } from '../model/report.js';
import type { ResumeDocument } from '../model/resume.js';
import type { RunClaim } from '../store/run-claim.js';
import { newRunId } from '../store/run-id.js';
import { namingStored, nothingMeasured } from './failed-run.js';
import { InterimTeller } from './interim-teller.js';
import type { SessionIo } from './io.js';
import type { PreparedRun } from './prepare-run.js';
import { openRun, RunKeeper } from './run-keeper.js';
import { toolVersion } from './tool-version.js';

/** How a use case has a plan measured. */
export interface PlanUse {
  readonly command: RunCommand;
  /** Whether the run ends after a finished launch, from all its events; see `Decide`. */
  readonly decide: (events: readonly RunEvent[], ...launches: Parameters<Decide>) => LaunchDecision | null;
  /** False: what it is measured for is told in another run's report. */
  readonly isStored?: boolean;
  /**
   * What the use case adds to the report before it is stored. Further launches that must not be mixed with these, to
   * confirm what they showed, are another `measurePlan` in here: a run of its own, with events and a report of its own.
   */
  readonly complete?: (report: Report, events: readonly RunEvent[]) => Report | Promise<Report>;
  /** What it is resumed by should it be interrupted; absent: it is measured in one go, or has been stored. */
  readonly resume?: ResumeDocument;
  /** The run that this one goes on with; absent: it is a new one. */
  readonly started?: StartedRun;
}

/** A run that was interrupted, and where it goes on. */
export interface StartedRun {
  readonly claim: RunClaim;
  /** Of its pieces until now. */
  readonly events: readonly RunEvent[];
  readonly resume: ResumePoint;
}

/** What came of a plan. */
export interface MeasuredPlan {
  readonly events: readonly RunEvent[];
  readonly report: Report;
  /** Id of the stored run, or null where nothing was stored. */
  readonly storedAs: string | null;
}

/** Every launch of the plan: nobody decides on the way. */
export const everyLaunch: PlanUse['decide'] = () => null;

/**
 * Measures a plan, stores what happens, and reports what it means. A signal ends it early with what there is by then;
 * a plan of which nothing could be measured is an error.
 */
export async function measurePlan(prepared: PreparedRun, use: PlanUse, io: SessionIo): Promise<MeasuredPlan> {
  const { started } = use;
  const startedAt = new Date();
  const id = started?.claim.id ?? newRunId(startedAt, randomBytes(2).toString('hex'));
  const keeper = new RunKeeper(() => {
    if (started !== undefined) return started.claim.reopen();
    return use.isStored === false ? null : openRun(id, io);
  });
  if (use.resume !== undefined) keeper.remember(use.resume);
  const { plan, remarks, ...needs } = prepared;
  const events: RunEvent[] = [...(started?.events ?? [])];
  const interim = new InterimTeller(io);
  const experiment: Experiment = {
    ...needs,
    plan,
    run: { id, startedAt: startedAt.toISOString(), seed: plan.seed, argv: io.argv, command: use.command },
    ...(started && { resume: started.resume }),
    logFile: (instance, launch) => keeper.logsFolder && join(keeper.logsFolder, logName(plan, instance, launch)),
    decide: (...launches) => use.decide(events, ...launches),
    signal: io.signal,
  };
  try {
    for await (const event of recorded(experiment, remarks, keeper, io)) {
      events.push(event);
      interim.see(event, events);
    }
    const failure = io.signal.aborted ? null : nothingMeasured(events);
    if (failure !== null) {
      keeper.forget();
      throw failure;
    }
    const analysed = analyseRun(events, { toolVersion: toolVersion() });
    const report = keeper.finish((await use.complete?.(analysed, events)) ?? analysed, io);
    return { events, report, storedAs: keeper.storedAs };
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

/** The events of the run, stored and told; with the remarks at its start and what the store has to say. */
async function* recorded(
  experiment: Experiment,
  remarks: readonly RunEvent[],
  keeper: RunKeeper,
  io: SessionIo,
): AsyncGenerator<RunEvent> {
  for await (const event of runPlan(experiment)) {
    const isBeginning = event.kind === 'run-started' || event.kind === 'run-resumed';
    for (const one of isBeginning ? [event, ...remarks] : [event]) {
      keeper.append(one);
      io.onEvent(one);
      yield one;
      const warning = keeper.takeWarning();
      if (warning === null) continue;
      const told: RunEvent = { kind: 'warning', warning };
      io.onEvent(told);
      yield told;
    }
  }
}
