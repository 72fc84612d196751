import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { RUN_DEFAULTS } from '../config/defaults.js';
import { namesOf, settingsOf, strongestWord, withVariables } from '../config/effective-launch.js';
import type { Problem } from '../errors.js';
import type { TargetRequest } from '../model/config.js';
import type { LaunchCommands, LaunchSetting, LaunchSettings, OwnLaunch } from '../model/launch.js';
import type { Target } from '../model/target.js';
import { suggestion } from '../units/nearest.js';
import type { ResolvedTarget } from './resolve-targets.js';

const NOTHING_SAID: LaunchSettings = {
  ...{ env: [], cwd: [], prepare: [], cleanup: [] },
  timeoutMs: RUN_DEFAULTS.prepareTimeoutMs,
};

/** A target with everything that was said about its start: by itself, by its name, and of all. */
export function withLaunching(
  one: ResolvedTarget,
  request: TargetRequest,
  launching: LaunchSettings | undefined,
  cwd: string,
): ResolvedTarget {
  const { target } = one;
  const { scan } = request;
  const parameters = scan && { parameters: scan.values };
  if (target.kind === 'url') return { ...one, ...(parameters && { said: parameters }) };
  const { timeoutMs, ...said } = launching ?? NOTHING_SAID;
  const settings = settingsOf(said, request, target.name);
  if (!isProcess(target)) {
    const env = withVariables(target.env, settings.env);
    return { ...one, target: { ...target, env }, ...(parameters && { said: parameters }) };
  }
  const own = request.kind === 'word' || request.kind === 'command' ? (request.launch ?? {}) : {};
  const around = aroundOf({ ...settings, timeoutMs }, own);
  const folder = target.kind === 'command' && !isCheckout(request) ? strongestWord(settings.cwd, own.cwd) : null;
  const told = { ...parameters, ...(folder !== null && { cwd: folder }) };
  const ready: ResolvedTarget = {
    ...one,
    ...(around !== null && { around }),
    ...(Object.keys(told).length > 0 && { said: told }),
  };
  if (target.kind !== 'command') return { ...ready, env: withVariables(one.env, settings.env) };
  const env = withVariables(target.env, settings.env);
  return { ...ready, target: { ...target, env, ...(folder !== null && { cwd: resolve(cwd, folder) }) } };
}

/** Whether it is a process of perfcmp's own, which commands can be run around. */
function isProcess(target: Target): target is Extract<Target, { kind: 'command' | 'bundled' }> {
  return target.kind === 'command' || target.kind === 'bundled';
}

/** What was said of targets that there are not, or that cannot be told anything of the kind. */
export function launchProblems(
  resolved: readonly { readonly one: ResolvedTarget; readonly request: TargetRequest }[],
  launching: LaunchSettings | undefined,
): Problem[] {
  const own = resolved.flatMap(({ one, request }) => ownProblems(one, request));
  const missing = resolved.flatMap(({ one }) => missingFolder(one));
  if (launching === undefined) return [...own, ...missing];
  const { env, cwd, prepare, cleanup } = launching;
  const meantBy = (name: string | null) =>
    resolved.filter(({ one, request }) => name === null || namesOf(one.target.name, request).includes(name));
  const unmetIn = (settings: readonly Said[], isFor: (target: Target) => boolean): Problem[] =>
    settings.flatMap(({ target, where, mayIdle }) => {
      const meant = meantBy(target).map(({ one }) => one.target);
      if (target !== null && meant.length === 0) return [unknownTarget(target, where, resolved)];
      return mayIdle || meant.some(isFor) ? [] : [idle(target, where, meant)];
    });
  const unmet = [
    ...unmetIn(env, ({ kind }) => kind !== 'url'),
    ...[cwd, prepare, cleanup].flatMap((settings) => unmetIn(settings, isProcess)),
  ];
  const unmoved = cwd.flatMap(({ target, where, mayIdle }): Problem[] => {
    const started = meantBy(target).filter(({ one }) => isProcess(one.target));
    const mayMove = started.some(({ one, request }) => one.target.kind === 'command' && !isCheckout(request));
    if (started.length === 0 || mayMove || mayIdle) return [];
    const isOfBase = started.some(({ request }) => isCheckout(request));
    const message = isOfBase
      ? 'is not for what is checked out'
      : 'is for commands: a bundled target has its own folder';
    return [{ where, message, hint: isOfBase ? '--folder says where both are built and started' : 'leave it out' }];
  });
  return [...own, ...unmet, ...unmoved, ...missing];
}

function aroundOf({ prepare, cleanup, timeoutMs }: LaunchSettings, own: OwnLaunch): LaunchCommands | null {
  const commands = {
    prepare: strongestWord(prepare, own.prepare),
    cleanup: strongestWord(cleanup, own.cleanup),
    timeoutMs,
  };
  return commands.prepare === null && commands.cleanup === null ? null : commands;
}

function isCheckout(request: TargetRequest): boolean {
  return request.kind === 'command' && request.checkout !== undefined;
}

function ownProblems({ target }: ResolvedTarget, request: TargetRequest): Problem[] {
  const isMoved = request.kind === 'word' && request.launch?.cwd !== undefined;
  if (!isMoved || target.kind !== 'bundled') return [];
  const where = `target "${target.name}"`;
  return [{ where, message: 'has its own folder, so that cwd is not for it', hint: 'leave cwd out' }];
}

function missingFolder({ target, said }: ResolvedTarget): Problem[] {
  if (target.kind !== 'command' || said?.cwd === undefined) return [];
  if (statSync(target.cwd, { throwIfNoEntry: false })?.isDirectory()) return [];
  return [{ where: `cwd of "${target.name}"`, message: `no such folder: "${said.cwd}"` }];
}

type Said = Pick<LaunchSetting<unknown>, 'target' | 'where' | 'mayIdle'>;

function unknownTarget(name: string, where: string, resolved: readonly { readonly one: ResolvedTarget }[]): Problem {
  const names = resolved.map(({ one }) => one.target.name);
  const fallback = `targets: ${names.join(', ')}; a label names a command: app='node app.js'`;
  return { where, message: `names no target: "${name}"`, hint: suggestion(name, names, fallback) };
}

/** What is said of servers that are not started, or not as processes. */
function idle(name: string | null, where: string, meant: readonly Target[]): Problem {
  const isRunning = meant.every(({ kind }) => kind === 'url');
  const whose = isRunning
    ? name === null
      ? 'no target is started by perfcmp'
      : `"${name}" is running already`
    : `${name === null ? 'every target' : `"${name}"`} is a container or a service`;
  const hint = isRunning
    ? 'name the command that starts the server instead'
    : 'a service has "start" and "stop" of its own';
  return { where, message: `does nothing: ${whose}`, hint };
}
