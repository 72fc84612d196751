import { environmentDifferences } from '../analysis/comparability.js';
import type { Problem } from '../errors.js';
import { outlineOf } from '../experiment/run-plan.js';
import type { RunEvent } from '../model/events.js';
import type { Plan } from '../model/plan.js';
import type { Environment } from '../model/report.js';
import type { ProgramIdentity, ResumeDocument } from '../model/resume.js';
import { type ChangedVariable, changedVariables } from '../target/inherited-variables.js';
import { toolVersion } from './tool-version.js';

/** The first event of a run. */
export type StartEvent = Extract<RunEvent, { kind: 'run-started' }>;

type Difference = Omit<Problem, 'where'>;

/** What can be done about a difference that is to stay. */
export const ANEW = 'measure anew: launches that differ in more than time are no one run';

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

/** Variables that servers would inherit otherwise than they did. */
export function inheritedProblems(
  { inherited }: Pick<ResumeDocument, 'inherited'>,
  env: NodeJS.ProcessEnv,
): Difference[] {
  if (inherited === undefined) return [];
  return changedVariables(inherited, env).map(({ name, change }) => {
    if (name === 'PATH') return { message: 'PATH finds another node, java, python or the like than it did' };
    return { message: `variable ${name} ${VARIABLE_CHANGES[change]}`, hint: `make ${name} what it was, or ${ANEW}` };
  });
}

const VARIABLE_CHANGES: Readonly<Record<ChangedVariable['change'], string>> = {
  set: 'is set, and was not',
  unset: 'is not set, and was',
  other: 'has another value than it had',
};

/** Targets that are other programs than they were, or are not there any more. */
export function programProblems(
  before: Readonly<Record<string, ProgramIdentity>>,
  now: Readonly<Record<string, ProgramIdentity>>,
): Difference[] {
  return Object.entries(before).flatMap(([name, was]): Difference[] => {
    const is = now[name];
    if (is === undefined) return [{ message: `target "${name}" is not there any more` }];
    const [first] = programDifferences(was, is);
    return first === undefined ? [] : [{ message: `target "${name}": ${first}` }];
  });
}

/** What is told first explains what follows. What one of the two does not know is not compared. */
function programDifferences(was: ProgramIdentity, is: ProgramIdentity): string[] {
  const isOther = (one?: string | null, other?: string | null): boolean =>
    one !== undefined && other !== undefined && one !== other;
  return [
    ...(is.tree === was.tree ? [] : ['another commit lies in its folder']),
    ...(is.changes === was.changes ? [] : ['files of its repository have changed']),
    ...(isOther(was.services, is.services)
      ? ['compose makes other services of its files, or of variables in them']
      : []),
    ...otherImages(was, is),
    ...(is.files === null || is.files === was.files ? [] : ['the files that it is started from have changed']),
  ];
}

/** Under the same names: images that were fetched or built anew. One that is not here is fetched before it is compared. */
function otherImages({ images: before = {} }: ProgramIdentity, { images: now = {} }: ProgramIdentity): string[] {
  return Object.entries(before).flatMap(([name, was]) => {
    const is = now[name] ?? null;
    if (was === null || is === null || was === is) return [];
    return [`image "${name}" is ${shortId(is)}, and was ${shortId(was)}`];
  });
}

function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
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
