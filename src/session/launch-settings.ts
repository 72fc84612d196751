import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { RUN_DEFAULTS } from '../config/defaults.js';
import type { Problem } from '../errors.js';
import type { TargetRequest } from '../model/config.js';
import type { LaunchCommands, LaunchSetting, LaunchSettings, OwnLaunch } from '../model/launch.js';
import { suggestion } from '../units/nearest.js';
import { fillPlaces } from '../units/placeholders.js';
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
  if (target.kind === 'url' || request.kind === 'url') {
    return { ...one, ...(scan && { said: { parameters: scan.values } }) };
  }
  const settings = settingsOf(launching, { name: target.name, request });
  const own = request.launch ?? {};
  const around = aroundOf(settings, own);
  const folder = target.kind === 'command' && !isCheckout(request) ? chosen(settings.cwd, own.cwd) : null;
  const said = { ...(scan && { parameters: scan.values }), ...(folder !== null && { cwd: folder }) };
  const ready: ResolvedTarget = {
    ...one,
    ...(around !== null && { around }),
    ...(Object.keys(said).length > 0 && { said }),
  };
  if (target.kind !== 'command') return { ...ready, env: withVariables(one.env, settings.env) };
  const env = withVariables(target.env, settings.env);
  return { ...ready, target: { ...target, env, ...(folder !== null && { cwd: resolve(cwd, folder) }) } };
}

/** What was said of targets that there are not, or that cannot be told anything of the kind. */
export function launchProblems(
  resolved: readonly { readonly one: ResolvedTarget; readonly request: TargetRequest }[],
  launching: LaunchSettings | undefined,
): Problem[] {
  const own = resolved.flatMap(({ one, request }) => ownProblems(one, request));
  if (launching === undefined) return own;
  const { env, cwd, prepare, cleanup } = launching;
  const isMeant = ({ one, request }: (typeof resolved)[number], target: string | null): boolean =>
    target === null || namesOf(one.target.name, request).includes(target);
  const unmet = [...env, ...cwd, ...prepare, ...cleanup].flatMap(({ target, where }): Problem[] => {
    const meant = resolved.filter((each) => isMeant(each, target));
    if (target !== null && meant.length === 0)
      return [
        unknownTarget(
          target,
          where,
          resolved.map(({ one }) => one),
        ),
      ];
    if (meant.some(({ one }) => one.target.kind !== 'url')) return [];
    const whose = target === null ? 'no target is started by perfcmp' : `"${target}" is running already`;
    return [{ where, message: `does nothing: ${whose}`, hint: 'name the command that starts the server instead' }];
  });
  const unmoved = cwd.flatMap(({ target, where }): Problem[] => {
    const started = resolved.filter((each) => isMeant(each, target) && each.one.target.kind !== 'url');
    const mayMove = started.some(({ one, request }) => one.target.kind === 'command' && !isCheckout(request));
    if (started.length === 0 || mayMove) return [];
    const isOfBase = started.some(({ request }) => isCheckout(request));
    const message = isOfBase
      ? 'is not for what is checked out'
      : 'is for commands: a bundled target has its own folder';
    return [{ where, message, hint: isOfBase ? '--folder says where both are built and started' : 'leave it out' }];
  });
  const missing = resolved.flatMap(({ one }) => missingFolder(one));
  return [...own, ...unmet, ...unmoved, ...missing];
}

interface MeantTarget {
  readonly name: string;
  readonly request: TargetRequest;
}

/** Of all settings those that are about it, with the values of its parameters in their places. */
function settingsOf(launching: LaunchSettings | undefined, { name, request }: MeantTarget): LaunchSettings {
  const { env, cwd, prepare, cleanup, timeoutMs } = launching ?? NOTHING_SAID;
  const names = namesOf(name, request);
  const values = request.scan?.values ?? {};
  const isMeant = ({ target }: { readonly target: string | null }): boolean =>
    target === null || names.includes(target);
  const texts = (settings: readonly LaunchSetting<string>[]): LaunchSetting<string>[] =>
    settings.filter(isMeant).map((setting) => ({ ...setting, value: fillPlaces(setting.value, values) }));
  return {
    env: env.filter(isMeant).map((setting) => {
      const [variable, text] = setting.value;
      return { ...setting, value: [variable, fillPlaces(text, values)] as const };
    }),
    ...{ cwd: texts(cwd), prepare: texts(prepare), cleanup: texts(cleanup), timeoutMs },
  };
}

/** What it is called, and was called before a scan gave it its values. */
function namesOf(name: string, { scan }: TargetRequest): string[] {
  return scan === undefined ? [name] : [name, scan.of];
}

function withVariables(
  own: Readonly<Record<string, string>>,
  settings: LaunchSettings['env'],
): Readonly<Record<string, string>> {
  const said = (overrules: boolean) => settings.filter((one) => one.overrules === overrules).map(({ value }) => value);
  return Object.fromEntries([...said(false), ...Object.entries(own), ...said(true)]);
}

/** The strongest word; null where there is none. */
function chosen(settings: readonly LaunchSetting<string>[], own: string | undefined): string | null {
  const last = (overrules: boolean) => settings.filter((one) => one.overrules === overrules).at(-1)?.value;
  return last(true) ?? own ?? last(false) ?? null;
}

function aroundOf({ prepare, cleanup, timeoutMs }: LaunchSettings, own: OwnLaunch): LaunchCommands | null {
  const commands = { prepare: chosen(prepare, own.prepare), cleanup: chosen(cleanup, own.cleanup), timeoutMs };
  return commands.prepare === null && commands.cleanup === null ? null : commands;
}

function isCheckout(request: TargetRequest): boolean {
  return request.kind === 'command' && request.checkout !== undefined;
}

function ownProblems({ target }: ResolvedTarget, request: TargetRequest): Problem[] {
  const isMoved = request.kind !== 'url' && request.launch?.cwd !== undefined;
  if (!isMoved || target.kind !== 'bundled') return [];
  const where = `target "${target.name}"`;
  return [{ where, message: 'has its own folder, so that cwd is not for it', hint: 'leave cwd out' }];
}

function missingFolder({ target, said }: ResolvedTarget): Problem[] {
  if (target.kind !== 'command' || said?.cwd === undefined) return [];
  if (statSync(target.cwd, { throwIfNoEntry: false })?.isDirectory()) return [];
  return [{ where: `cwd of "${target.name}"`, message: `no such folder: "${said.cwd}"` }];
}

function unknownTarget(name: string, where: string, resolved: readonly ResolvedTarget[]): Problem {
  const names = resolved.map(({ target }) => target.name);
  const fallback = `targets: ${names.join(', ')}; a label names a command: app='node app.js'`;
  return { where, message: `names no target: "${name}"`, hint: suggestion(name, names, fallback) };
}
