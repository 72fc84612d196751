import type { LaunchSetting, LaunchSettings } from '../model/launch.js';
import { RUN_DEFAULTS } from './defaults.js';
import type { OptionReader } from './option-reader.js';
import { accept, anyText, duration, type Parser, reject } from './parsers.js';
import type { UserLaunch } from './user-config.js';

/** `label:` before a value says whose it is; a space or `./` before it says that it is nobody's. */
const NAMED = /^(\w(?:[\w.-]|\{\w+\})*):(.+)$/s;
const VARIABLE = /^(?:(\w(?:[\w.-]|\{\w+\})*):)?([A-Za-z_]\w*)=(.*)$/s;
/** Names that a variable may have. */
const NAME = /^[A-Za-z_]\w*$/;

/** The options that are read here. */
export const LAUNCH_OPTIONS = ['env', 'cwd', 'prepare', 'cleanup', 'prepareTimeout'] as const;

interface Named<T> {
  readonly target: string | null;
  readonly value: T;
}

/**
 * Reads how servers are started, null where nobody says anything. What is said of one target is stronger than what is
 * said of all, and what is typed stronger than what a file says, its targets included. A file is there for every run: what
 * it says of all servers need not be for those that are typed.
 */
export function readLaunching(
  reader: OptionReader,
  file: UserLaunch,
  { areTargetsOfFile }: { readonly areTargetsOfFile: boolean },
): LaunchSettings | null {
  const timeoutMs = reader.read('prepareTimeout', duration, RUN_DEFAULTS.prepareTimeoutMs);
  const texts = (name: 'cwd' | 'prepare' | 'cleanup'): LaunchSetting<string>[] => [
    ...textOfFile(reader, name, file[name], !areTargetsOfFile),
    ...typed(reader, name, textOfOne, areTargetsOfFile),
  ];
  const settings = {
    env: [
      ...variablesOfFile(reader, file.env ?? {}, !areTargetsOfFile),
      ...typed(reader, 'env', variable, areTargetsOfFile),
    ],
    ...{ cwd: texts('cwd'), prepare: texts('prepare'), cleanup: texts('cleanup') },
    timeoutMs,
  };
  for (const name of ['cwd', 'prepare', 'cleanup'] as const) refuseTwice(reader, name, settings[name]);
  // Targets of a file may have commands of their own, which the limit is for, too.
  const isSaid = LAUNCH_OPTIONS.some((name) => reader.given(name) !== null);
  return isSaid ? settings : null;
}

/** `[target:]NAME=value`. */
const variable: Parser<Named<readonly [string, string]>> = (text) => {
  const [, target = null, name = '', value = ''] = VARIABLE.exec(text) ?? [];
  if (name !== '') return accept({ target, value: [name, value] as const });
  return reject(`must be NAME=value or target:NAME=value, got "${text}"`, 'a target is named by its label or name');
};

/** `[target:]text`. */
const textOfOne: Parser<Named<string>> = (text) => {
  const [, target = null, value = text] = NAMED.exec(text) ?? [];
  return value.trim() === '' ? reject(`must not be empty, got "${text}"`) : accept({ target, value: value.trim() });
};

/** What flags or the environment say: a file has another form for it. What is about all comes first, as the weaker. */
function typed<T>(
  reader: OptionReader,
  name: string,
  parse: Parser<Named<T>>,
  areTargetsOfFile: boolean,
): LaunchSetting<T>[] {
  const given = reader.given(name);
  if (given === null || given.source === 'file') return [];
  const settings = reader.readList(name, parse).map((named): LaunchSetting<T> => {
    const overrules = areTargetsOfFile || named.target !== null;
    return { ...named, overrules, mayIdle: false, where: given.where };
  });
  return [...settings.filter(({ target }) => target === null), ...settings.filter(({ target }) => target !== null)];
}

function textOfFile(
  reader: OptionReader,
  name: string,
  text: string | undefined,
  mayIdle: boolean,
): LaunchSetting<string>[] {
  const where = reader.fileName(name);
  const value = text === undefined ? null : reader.check(where, anyText(text), null);
  return value === null ? [] : [{ target: null, value, overrules: false, mayIdle, where }];
}

function variablesOfFile(
  reader: OptionReader,
  env: Readonly<Record<string, string>>,
  mayIdle: boolean,
): LaunchSettings['env'] {
  return Object.entries(env).map(([name, value]) => {
    const where = reader.fileName(`env.${name}`);
    if (!NAME.test(name)) reader.refuse(where, `is no name of a variable: "${name}"`);
    return { target: null, value: [name, value] as const, overrules: false, mayIdle, where };
  });
}

/** One of two would silently do nothing. */
function refuseTwice(reader: OptionReader, name: string, settings: readonly LaunchSetting<string>[]): void {
  const seen = new Set<string>();
  for (const { target, where } of settings) {
    const key = `${where} ${target}`;
    if (seen.has(key)) {
      const whose = target === null ? 'all targets' : `"${target}"`;
      const hint = name === 'cwd' ? 'give each target one' : 'join the commands with &&';
      reader.refuse(where, `is given twice for ${whose}`, hint);
    }
    seen.add(key);
  }
}
