import { environmentDifferences } from '../analysis/comparability.js';
import type { Problem } from '../errors.js';
import { outlineOf } from '../experiment/run-plan.js';
import type { RunEvent } from '../model/events.js';
import type { Plan } from '../model/plan.js';
import type { Environment } from '../model/report.js';
import type { ProgramIdentity, ResumeDocument } from '../model/resume.js';
import { toolVersion } from './tool-version.js';

/** The first event of a run. */
export type StartEvent = Extract<RunEvent, { kind: 'run-started' }>;

type Difference = Omit<Problem, 'where'>;

/** Another perfcmp may measure in another way. */
export function versionProblems({ toolVersion: before }: Pick<ResumeDocument, 'toolVersion'>): Difference[] {
  const now = toolVersion();
  return before === now ? [] : [{ message: `perfcmp is ${now}, and was ${before}` }];
}

/** Launches of two machines, or of two states of one, are no one run. */
export function environmentProblems(before: Environment, now: Environment): Difference[] {
  if (before.fingerprint === now.fingerprint) return [];
  const differences = environmentDifferences(before, now);
  if (differences.length === 0) return [{ message: 'this is not the machine that it was begun on' }];
  return differences.map(({ field, first, second }) => ({ message: `${field} is ${second}, and was ${first}` }));
}

/** Targets that are other programs than they were, or are not there any more. */
export function programProblems(
  before: Readonly<Record<string, ProgramIdentity>>,
  now: Readonly<Record<string, ProgramIdentity>>,
): Difference[] {
  return Object.entries(before).flatMap(([name, was]): Difference[] => {
    const is = now[name];
    if (is === undefined) return [{ message: `target "${name}" is not there any more` }];
    if (is.tree !== was.tree) return [{ message: `target "${name}": another commit lies in its folder` }];
    if (is.changes !== was.changes) return [{ message: `target "${name}": files of its repository have changed` }];
    return is.files === was.files
      ? []
      : [{ message: `target "${name}": the files that it is started from have changed` }];
  });
}

/** What would be measured otherwise than it was: scenarios by their names, anything else by its place in the plan. */
export function planProblems(before: Plan, prepared: Plan): Difference[] {
  const now = outlineOf(prepared);
  const scenarios = before.scenarios.flatMap(({ name, hash }): Difference[] => {
    const same = now.scenarios.find((scenario) => scenario.name === name);
    if (same === undefined) return [{ message: `scenario "${name}" is not there any more` }];
    return same.hash === hash ? [] : [{ message: `scenario "${name}" asks or expects something else than it did` }];
  });
  if (scenarios.length > 0) return scenarios;
  const parts = new Set([...Object.keys(before), ...Object.keys(now)]);
  const differing = [...parts].filter((part) => textOf(before, part) !== textOf(now, part));
  return differing.map((part) => ({ message: `its plan would be another: ${part}` }));
}

function textOf(plan: Plan, part: string): string {
  return JSON.stringify(Reflect.get(plan, part)) ?? '';
}
