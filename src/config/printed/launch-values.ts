import type { RunConfig, ServerStart, TargetRequest } from '../../model/config.js';
import type { LaunchSetting } from '../../model/launch.js';
import { shownVariables } from '../../units/secret-texts.js';
import { settingsOf, strongestWord, withVariables } from '../effective-launch.js';
import { requestName } from '../target-request.js';
import { durationValue, type UserValues, wholeOrNone } from './user-values.js';

type Settings = Pick<RunConfig, 'launching' | 'targets'>;

/** How all targets are started; a scan may have other values of it for each. */
export function launchValues({ launching, targets }: Settings): UserValues {
  if (launching === undefined) return {};
  const { env, cwd, prepare, cleanup } = isScanned({ targets }) ? NOTHING : settingsOf(launching, targets[0] ?? {}, '');
  const ofAll = (settings: readonly LaunchSetting<string>[]) =>
    settings.filter(({ target }) => target === null).at(-1)?.value;
  const variables = env.flatMap(({ target, value }) => (target === null ? [value] : []));
  return {
    env: wholeOrNone(shownVariables(Object.fromEntries(variables))),
    ...{ cwd: ofAll(cwd), prepare: ofAll(prepare), cleanup: ofAll(cleanup) },
    prepareTimeout: durationValue(launching.timeoutMs),
  };
}

const NOTHING = { env: [], cwd: [], prepare: [], cleanup: [] } as const;

/** What a target says of its start, with all that is stronger than its own words; nothing of what runs already. */
export function ownLaunchValues(request: TargetRequest, { launching, targets }: Settings): UserValues {
  if (request.kind === 'url') return {};
  const settings = settingsOf(launching ?? NOTHING, request, requestName(request));
  // What is said of all stands above, unless it is not the same for all.
  const isWanted = ({ overrules }: { readonly overrules: boolean }): boolean => overrules || isScanned({ targets });
  const env = wholeOrNone(shownVariables(withVariables(request.env, settings.env.filter(isWanted))));
  if (request.kind !== 'word' && request.kind !== 'command') return { env };
  const own = request.launch ?? {};
  const word = (key: 'cwd' | 'prepare' | 'cleanup') =>
    strongestWord(settings[key].filter(isWanted), own[key]) ?? undefined;
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
