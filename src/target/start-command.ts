import { randomUUID } from 'node:crypto';
import { findOnPath } from '../machine/toolchain.js';
import type { Target, WorkerCount } from '../model/target.js';
import { commandText } from '../units/command-text.js';
import { shownText } from '../units/secret-texts.js';

/** A target that is a process of ours, neither somebody's URL nor a container. */
export type StartableTarget = Extract<Target, { readonly kind: 'bundled' | 'command' }>;

/** Everything about a start that is decided before the process exists. */
export interface StartCommand {
  readonly command: readonly [string, ...string[]];
  /** For people: without taskset, `sh -c` and what lets somebody in. */
  readonly shown: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The variable in `env` that only this instance has. */
  readonly marker: string;
  /** Replaces `{port}`, `{host}` and `{workers}` in another text. */
  readonly fill: (text: string) => string;
}

/** What the caller has settled for one instance. */
export interface StartSettings {
  readonly host: string;
  readonly port: number;
  /** Of the instance; it wins over the target's. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly workers: WorkerCount;
  /** For taskset, such as `0` or `0-3`; null: all cores. */
  readonly cpuList: string | null;
}

/** Turns a target into argv and environment: `{port}`, `{host}` and `{workers}` replaced, PORT, HOST and PERFCMP_WORKERS set. */
export function createStartCommand(target: StartableTarget, settings: StartSettings): StartCommand {
  const { workers } = settings;
  const fill = placeFiller(settings);
  const isWanted = (text: string) => workers !== 'native' || !text.includes('{workers}');
  const argv = argvOf(target, fill, isWanted);
  const pinned = settings.cpuList === null ? argv : ['taskset', '-c', settings.cpuList, ...argv];
  const [file = 'sh', ...args] = pinned;
  const markerName = 'PERFCMP_INSTANCE';
  const markerValue = randomUUID();
  return {
    command: [file, ...args],
    shown: shownText(isShellText(target) ? fill(target.command) : commandText(argv)),
    cwd: settings.cwd,
    env: {
      ...process.env,
      // Undefined is no variable: one that perfcmp itself was started with must not reach a server that chooses.
      PERFCMP_WORKERS: workers === 'native' ? undefined : String(workers),
      ...mapValues({ ...environmentOf(target, isWanted), ...settings.env }, fill),
      HOST: settings.host,
      PORT: String(settings.port),
      [markerName]: markerValue,
    },
    marker: `${markerName}=${markerValue}`,
    fill,
  };
}

/** Puts where a server is to listen, and how many workers it is to run, into the places that a text has for them. */
export function placeFiller({
  host,
  port,
  workers,
}: Pick<StartSettings, 'host' | 'port' | 'workers'>): (text: string) => string {
  return (text) =>
    text.replaceAll('{port}', String(port)).replaceAll('{host}', host).replaceAll('{workers}', String(workers));
}

type ShellTarget = StartableTarget & { readonly command: string };

function isShellText(target: StartableTarget): target is ShellTarget {
  return target.kind === 'command' && typeof target.command === 'string';
}

function argvOf(
  target: StartableTarget,
  fill: (text: string) => string,
  isWanted: (text: string) => boolean,
): readonly string[] {
  if (isShellText(target)) return ['sh', '-c', withExec(fill(target.command))];
  const words = target.kind === 'bundled' ? target.manifest.start : [...target.command];
  return words.filter(isWanted).map(fill);
}

/** Lets a program take the shell's place where the command is nothing but that program and plain words. */
function withExec(command: string): string {
  const [program = '', ...words] = command.trim().split(/\s+/);
  const isPlain = [program, ...words].every((word) => /^[\w./:=@%+,-]+$/.test(word)) && !program.includes('=');
  return isPlain && findOnPath(program) !== null ? `exec ${command.trim()}` : command;
}

/** The variables a target brings along. */
export function environmentOf(
  target: StartableTarget,
  isWanted: (value: string) => boolean = () => true,
): Readonly<Record<string, string>> {
  const env = target.kind === 'bundled' ? target.manifest.env : target.env;
  return Object.fromEntries(Object.entries(env).filter(([, value]) => isWanted(value)));
}

function mapValues(record: Readonly<Record<string, string>>, map: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
