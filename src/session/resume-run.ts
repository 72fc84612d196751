import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { ResumeConfig } from '../config/resolve-resume.js';
import { ConfigError, EXIT, PerfcmpError, type Problem } from '../errors.js';
import { type ResumeTime, resumePoint } from '../experiment/resume-point.js';
import { readEnvironment } from '../machine/environment.js';
import { isAlive } from '../machine/process-identity.js';
import type { OutputConfig, RunConfig } from '../model/config.js';
import type { RunEvent } from '../model/events.js';
import type { ResumeDocument } from '../model/resume.js';
import type { RunClaim } from '../store/run-claim.js';
import { EVENTS_FILE } from '../store/run-files.js';
import { lastSignMs, type StoredRun } from '../store/run-reader.js';
import { withCalibration } from './calibrated.js';
import { openCatalog } from './catalog.js';
import { chooseRun } from './choose-run.js';
import { nothingMeasured } from './failed-run.js';
import type { SessionIo, SessionResult } from './io.js';
import { measurePlan } from './measure-plan.js';
import { type PreparedRun, withPreparedRun } from './prepare-run.js';
import {
  ANEW,
  environmentProblems,
  inheritedProblems,
  planProblems,
  programProblems,
  type StartEvent,
  versionProblems,
} from './resume-checks.js';
import { programsOf } from './resume-document.js';
import { resultOf } from './run.js';
import { claimRun, runStore } from './run-keeper.js';
import { watchRun } from './watch-run.js';

/** An interrupted run with all that it takes to go on. */
interface OpenRun {
  readonly stored: StoredRun;
  readonly document: ResumeDocument;
  readonly config: RunConfig;
  readonly start: StartEvent;
  readonly events: readonly RunEvent[];
}

/** Measures what an interrupted run lacks, and reports on all of it as one; refuses where anything is not as it was. */
export async function resumeRun({ run, output }: ResumeConfig, io: SessionIo): Promise<SessionResult> {
  // Before it is read: what another process adds to it meanwhile would be measured twice.
  const claim = claimRun(run === 'last' ? lastOf(io) : run, io);
  try {
    return await resumeClaimed(claim, output, io);
  } finally {
    claim.release();
  }
}

async function resumeClaimed(claim: RunClaim, output: OutputConfig, io: SessionIo): Promise<SessionResult> {
  const open = openClaimed(claim, io);
  const { stored, document, start, events } = open;
  const config: RunConfig = { ...open.config, seed: start.run.seed, output };
  const there: SessionIo = { ...io, cwd: document.cwd };
  await refuseChanged(open, there);
  return withPreparedRun(config, there, async (prepared) => {
    // Images were fetched and built just now.
    const programs = await programsOf(prepared.targets, config, there.cwd);
    refuse(stored.id, [...planProblems(start.plan, prepared.plan), ...programProblems(document.programs, programs)]);
    const resume = resumePoint(events, timeOf(stored, start, events));
    for (const event of lastKnown(start, events)) io.onEvent(event);
    const decide = watchRun(prepared.plan, { elapsedBeforeMs: resume.secondsBefore * 1000 });
    // In the store of the folder where it was found, which may be another than that of its commands.
    const measured = await measurePlan(
      withoutTold(withCalibration(prepared), events),
      { command: 'run', decide, started: { claim, events, resume } },
      io,
    );
    return resultOf(measured, { mayBeResumed: true });
  });
}

/** The newest run that was interrupted; where each goes on, the newest, which says so when it is claimed. */
function lastOf(io: SessionIo): string {
  const store = runStore(io);
  const runs = store.listRuns().filter(({ mayBeResumed }) => mayBeResumed);
  const last = runs.find(({ owner, folder }) => owner === null || !isAlive(owner, lastSignMs(folder))) ?? runs[0];
  if (last !== undefined) return last.id;
  throw notResumable(`no interrupted run is stored in ${store.folder}`, 'perfcmp run measures one');
}

function openClaimed({ id }: RunClaim, io: SessionIo): OpenRun {
  const stored = runStore(io).readRun(id);
  const events = stored.events();
  const start = events.find((event): event is StartEvent => event.kind === 'run-started');
  const command = start?.run.command ?? 'run';
  if (start !== undefined && command !== 'run') {
    throw notResumable(`run ${id} is of perfcmp ${command}, which is one job`, `perfcmp ${command} measures it anew`);
  }
  const document = stored.resume();
  if (start === undefined || document === null) throw notOpen(stored, events);
  if (document.config === null) {
    throw notResumable(`run ${id} cannot be resumed: ${document.reason ?? 'nobody knows why'}`, ANEW);
  }
  return { stored, document, config: document.config, start, events };
}

function notOpen({ id, report }: StoredRun, events: readonly RunEvent[]): PerfcmpError {
  const isComplete = report !== null && report.run.interrupted === null;
  if (isComplete) return notResumable(`run ${id} is complete`, `perfcmp report ${id} prints it`);
  // It ended by itself, and was stored for its log.
  const failure = nothingMeasured(events);
  if (failure !== null) {
    return notResumable(
      `run ${id} is over and has nothing to go on with: ${failure.message}`,
      failure.hint ?? ANEW_NOW,
    );
  }
  return notResumable(
    `run ${id} was not stored to be resumed`,
    'only runs of perfcmp run are, by this version or a later one',
  );
}

const ANEW_NOW = 'measure anew once that is mended';

function notResumable(message: string, hint: string): PerfcmpError {
  return new PerfcmpError('not-resumable', message, EXIT.usage, { hint });
}

/** Before anything is built: what has to be as it was, all that is not at once. */
async function refuseChanged({ stored, document, config, start }: OpenRun, io: SessionIo): Promise<void> {
  refuse(stored.id, [
    ...versionProblems(document),
    ...environmentProblems(start.environment, await readEnvironment()),
    ...inheritedProblems(document, process.env),
  ]);
  const { manifests, broken } = await openCatalog(config.targetsDirs, io.cwd);
  const { targets } = chooseRun(config, manifests, io.cwd, broken);
  const programs = await programsOf(new Map(targets.map((one) => [one.target.name, one])), config, io.cwd);
  refuse(stored.id, programProblems(document.programs, programs));
}

function refuse(id: string, problems: readonly Omit<Problem, 'where'>[]): void {
  if (problems.length === 0) return;
  throw new ConfigError(problems.map((problem) => ({ where: `--resume ${id}`, hint: ANEW, ...problem })));
}

/** What the pieces before took, and how long ago the last one ended: a killed one tells nothing but when it wrote last. */
function timeOf({ folder }: StoredRun, start: StartEvent, events: readonly RunEvent[]): ResumeTime {
  const now = new Date();
  const lastMs = statSync(join(folder, EVENTS_FILE)).mtimeMs;
  const resumed = events.findLast((event) => event.kind === 'run-resumed');
  const ofLastPiece = resumed === undefined ? events : events.slice(events.indexOf(resumed));
  const finished = ofLastPiece.findLast((event) => event.kind === 'run-finished');
  const begunMs = Date.parse(resumed?.at ?? start.run.startedAt);
  const measured = (resumed?.secondsBefore ?? 0) + Math.max(0, lastMs - begunMs) / 1000;
  return {
    at: now.toISOString(),
    pauseSeconds: Math.max(0, now.getTime() - lastMs) / 1000,
    secondsBefore: finished?.seconds ?? measured,
  };
}

/** For whoever watches: the plan, and what it had come to. */
function lastKnown(start: StartEvent, events: readonly RunEvent[]): RunEvent[] {
  const choice = events.findLast((event) => event.kind === 'mode-chosen');
  return choice === undefined ? [start] : [start, { ...choice, restart: false }];
}

/** What was noticed when it began needs no second word. */
function withoutTold(prepared: PreparedRun, events: readonly RunEvent[]): PreparedRun {
  const told = new Set(events.filter(({ kind }) => kind === 'warning').map((event) => JSON.stringify(event)));
  return { ...prepared, remarks: prepared.remarks.filter((remark) => !told.has(JSON.stringify(remark))) };
}
