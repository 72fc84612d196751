import type { RunConfig, ServerStart, TargetRequest } from '../../model/config.js';
import type { LaunchSetting } from '../../model/launch.js';
import { shownVariables } from '../../units/secret-texts.js';
import { settingsOf, strongestWord, withVariables } from '../effective-launch.js';
import { requestName } from '../target-request.js';
import { durationValue, type UserValues, wholeOrNone } from './user-values.js';

type Settings = Pick<RunConfig, 'launching' | 'targets'>;

/** How all targets are started. */
export function launchValues(settings: Settings): UserValues {
  if (settings.launching === undefined) return {};
  const { env, ...texts } = saidOfAll(settings);
  return {
    env: wholeOrNone(shownVariables(env)),
    ...texts,
    prepareTimeout: durationValue(settings.launching.timeoutMs),
  };
}

/** What is said of all and is the same for all: of a scan only what has no values of parameters in it. */
function saidOfAll({ launching, targets }: Settings) {
  const [any = {}] = isScanned({ targets }) ? [] : targets;
  const { env, cwd, prepare, cleanup } = settingsOf(launching ?? NOTHING, any, '');
  const last = (settings: readonly LaunchSetting<string>[]) => settings.filter(isOfAll).at(-1)?.value;
  return {
    env: Object.fromEntries(env.filter(isOfAll).map(({ value }) => value)),
    ...{ cwd: last(cwd), prepare: last(prepare), cleanup: last(cleanup) },
  };
}

function isOfAll({ target }: Pick<LaunchSetting<unknown>, 'target'>): boolean {
  return target === null;
}

const NOTHING = { env: [], cwd: [], prepare: [], cleanup: [] } as const;

/** How a target is started where that is not as all are; nothing of what runs already. */
export function ownLaunchValues(request: TargetRequest, all: Settings): UserValues {
  if (request.kind === 'url') return {};
  const ofAll = saidOfAll(all);
  const settings = settingsOf(all.launching ?? NOTHING, request, requestName(request));
  const variables = Object.entries(withVariables(request.env, settings.env));
  const own = variables.filter(([name, value]) => value !== ofAll.env[name]);
  const env = wholeOrNone(shownVariables(Object.fromEntries(own)));
  if (request.kind !== 'word' && request.kind !== 'command') return { env };
  const launch = request.launch ?? {};
  const word = (key: 'cwd' | 'prepare' | 'cleanup') => {
    const text = strongestWord(settings[key], launch[key]) ?? undefined;
    return text === ofAll[key] ? undefined : text;
  };
  return { env, cwd: word('cwd'), prepare: word('prepare'), cleanup: word('cleanup') };
}

/** Whether targets have different values of parameters. */
function isScanned({ targets }: Pick<Settings, 'targets'>): boolean {
  return new Set(targets.map(({ scan }) => JSON.stringify(scan?.values))).size > 1;
}

/** How the server of a load is started. */
export function serverLaunchValues(server: ServerStart | null): UserValues {
  const launch = server?.launch;
  if (launch === undefined) return {};
  const { env, cwd, around } = launch;
  return {
    env: wholeOrNone(shownVariables(env)),
    cwd: cwd ?? undefined,
    prepare: around?.prepare ?? undefined,
    cleanup: around?.cleanup ?? undefined,
    prepareTimeout: around === null ? undefined : durationValue(around.timeoutMs),
  };
}
