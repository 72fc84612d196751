import type { ServerLaunch, ServerStart } from '../model/config.js';
import type { LaunchSettings } from '../model/launch.js';
import { placesIn } from '../units/placeholders.js';
import { RUN_DEFAULTS } from './defaults.js';
import { LAUNCH_OPTIONS, readLaunching } from './launch-options.js';
import { flagName, type OptionReader } from './option-reader.js';
import { duration, requestPath } from './parsers.js';
import { settingTexts } from './scan-values.js';
import { looksLikeUrl } from './urls.js';
import type { UserLaunch } from './user-config.js';

/** What stands behind `--`: the words of a command; null where there is no `--`. */
export type CommandWords = readonly string[] | null;

interface ServerSources {
  /** Null: perfcmp chooses where the server listens. */
  readonly url: string | null;
  readonly path: string;
  readonly file: UserLaunch;
  /** Names of those that the file has for `run`. */
  readonly parameters: readonly string[];
}

/** Reads the command behind `--` with `--health` and `--ready-timeout`: the server that is started for the load. */
export function readServer(
  reader: OptionReader,
  words: CommandWords,
  { url, path, file, parameters }: ServerSources,
): ServerStart | null {
  const healthPath = reader.read('health', requestPath, path);
  const readyTimeoutMs = reader.read('readyTimeout', duration, RUN_DEFAULTS.readyTimeoutMs);
  if (words === null) {
    refuseWithoutCommand(reader);
    return null;
  }
  const [program, ...args] = words;
  if (program === undefined || !checkProgram(reader, program, args)) {
    if (program === undefined) reader.refuse('--', 'has no command behind it', 'perfcmp load -- node app.js');
    return null;
  }
  if (url !== null && /^unix:/i.test(url)) {
    reader.refuse('URL', 'cannot be a unix socket of a server that perfcmp starts', 'start it first, and leave -- out');
  }
  const connectTo = reader.given('connectTo');
  if (url === null && connectTo !== null) {
    reader.refuse(
      connectTo.where,
      'needs a URL beside a server that perfcmp starts',
      'perfcmp load URL -- node app.js',
    );
  }
  const launching = readLaunching(reader, file, { areTargetsOfFile: false });
  refuseParameters(reader, launching, parameters);
  return {
    command: [program, ...args],
    choosesPort: url === null,
    healthPath,
    readyTimeoutMs,
    ...(launching !== null && { launch: launchOfOne(reader, launching) }),
  };
}

/** A server of which there is one cannot be told several values. */
function refuseParameters(reader: OptionReader, launching: LaunchSettings | null, parameters: readonly string[]): void {
  for (const { value, where } of settingTexts(launching)) {
    const name = placesIn(value).find((place) => parameters.includes(place));
    if (name === undefined) continue;
    reader.refuse(where, `{${name}} is a parameter of run, and here one server is started`, 'write its value here');
  }
}

/** The settings of the only server there is. */
function launchOfOne(reader: OptionReader, { env, cwd, prepare, cleanup, timeoutMs }: LaunchSettings): ServerLaunch {
  for (const { target, where } of [...env, ...cwd, ...prepare, ...cleanup]) {
    if (target === null) continue;
    const message = `"${target}:" names a target, and there is one server`;
    reader.refuse(where, message, 'leave it out; a space before it keeps it as a part of the value');
  }
  const commands = { prepare: prepare.at(-1)?.value ?? null, cleanup: cleanup.at(-1)?.value ?? null, timeoutMs };
  return {
    env: Object.fromEntries(env.map(({ value }) => value)),
    cwd: cwd.at(-1)?.value ?? null,
    around: commands.prepare === null && commands.cleanup === null ? null : commands,
  };
}

function refuseWithoutCommand(reader: OptionReader): void {
  for (const name of ['health', 'readyTimeout', ...LAUNCH_OPTIONS]) {
    // The environment and the file may speak of `run`, too.
    if (reader.given(name)?.source !== 'flag') continue;
    reader.refuse(flagName(name), 'is for a server that perfcmp starts', 'perfcmp load -- node app.js');
  }
}

function checkProgram(reader: OptionReader, program: string, args: readonly string[]): boolean {
  if (looksLikeUrl(program)) {
    reader.refuse('--', `a command is expected behind it, got "${program}"`, `perfcmp load ${program} -- node app.js`);
    return false;
  }
  // Nobody has a program of this name, but many are used to quote what is run by a shell.
  if (args.length > 0 || !/^[\w.-]+\s/.test(program)) return true;
  reader.refuse('--', `takes a command in words, got one: "${program}"`, `without the quotes: -- ${program}`);
  return false;
}
