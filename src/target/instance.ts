import { resolve } from 'node:path';
import { TargetError } from '../errors.js';
import type { Endpoint } from '../model/load-profile.js';
import type { Target, TargetDescription, WorkerCount } from '../model/target.js';
import { resolveAddress } from './address.js';
import type { BuiltTarget } from './build.js';
import { CappedLog } from './capped-log.js';
import { createDataFolder, type DataFolder } from './data-folder.js';
import { describeTarget } from './description.js';
import { interruptedError } from './interrupted.js';
import { type ProcessExit, type ProcessGroup, startProcessGroup } from './process-group.js';
import { type Readiness, waitUntilReady } from './readiness.js';
import { createStartCommand, type StartableTarget, type StartCommand } from './start-command.js';
import { connectToUrl } from './url-instance.js';

/** How one instance of a target is to be started. */
export interface InstanceOptions {
  /** Wins over the target's own variables. A PORT in either fixes the port. */
  readonly env?: Readonly<Record<string, string>>;
  /** Null or absent: the target runs from its own folder. */
  readonly built?: BuiltTarget | null;
  /** Where its output goes, at most a megabyte; null: nowhere. */
  readonly logFile: string | null;
  readonly host?: string;
  /** Where it must listen, as it was asked for; absent: a free port of `host`. */
  readonly endpoint?: Endpoint;
  /** It is asked over HTTP/2 whether it is ready. */
  readonly isHttp2?: boolean;
  /** Absent: one. */
  readonly workers?: WorkerCount;
  /** Cores of the whole tree, for taskset; null: all. */
  readonly cpuList?: string | null;
  /** What it may write into; absent: a temporary folder that goes with the instance. */
  readonly dataDir?: string;
  readonly signal: AbortSignal;
}

/** One running server, ready to be measured. Facts about its process are null for a URL. */
export interface Instance {
  readonly target: Target;
  readonly endpoint: Endpoint;
  readonly description: TargetDescription;
  /** Spawn to first correct answer. */
  readonly startupMs: number | null;
  /** Of the first correct answer, connecting included. */
  readonly firstResponseMs: number | null;
  readonly pid: number | null;
  /** The folder it was given to write into, PERFCMP_DATA_DIR; null for what has none. */
  readonly dataDir: string | null;
  /** Settles when the process that was started ends, asked or not; never for a URL. */
  readonly exited: Promise<ProcessExit>;
  readonly exit: ProcessExit | null;
  /** Of the whole tree so far; never decreases, and stays after the end. */
  cpuNs(): number | null;
  peakRssBytes(): number | null;
  readonly canFreeze: boolean;
  /** SIGSTOP to the whole group. */
  freeze(): void;
  thaw(): void;
  logTail(lines: number): string[];
  /** Resolves when no process of the tree is left; may be called again. */
  stop(): Promise<void>;
}

/** Starts a target (or connects to a URL) and waits for its first correct answer; a TargetError says why there is none. */
export async function startInstance(target: Target, options: InstanceOptions): Promise<Instance> {
  if (options.signal.aborted) throw interruptedError(target.name);
  if (target.kind === 'url') return connectToUrl(target, options.signal);
  const { host, port, endpoint } = await resolveAddress(target, options);
  const cwd = target.kind === 'bundled' ? (options.built?.folder ?? target.manifest.folder) : target.cwd;
  const dataFolder = createDataFolder(wantedDataDir(options, cwd));
  const start = createStartCommand(target, {
    host,
    port,
    env: { ...options.env, PERFCMP_DATA_DIR: dataFolder.path },
    cwd,
    workers: options.workers ?? 1,
    cpuList: options.cpuList ?? null,
  });
  const log = new CappedLog(options.logFile);
  const spawnedMs = performance.now();
  const group = await spawnTarget(target, start, log).catch((error: unknown) => {
    log.close();
    dataFolder.remove();
    throw error;
  });
  const stop = () => stopGroup(target, group, dataFolder);
  try {
    const ready = await waitUntilReady({
      name: target.name,
      group,
      log,
      endpoint,
      isHttp2: options.isHttp2 ?? false,
      signal: options.signal,
      ...healthOf(target),
    });
    const dataDir = dataFolder.path;
    return createInstance({ target, options, start, group, log, endpoint, ready, spawnedMs, dataDir, stop });
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/** One of the instance's variables counts like one that was asked for: what scenarios write has to lie where it looks. */
function wantedDataDir({ dataDir, env }: InstanceOptions, cwd: string): string | undefined {
  return dataDir ?? (env?.PERFCMP_DATA_DIR === undefined ? undefined : resolve(cwd, env.PERFCMP_DATA_DIR));
}

function healthOf(target: StartableTarget) {
  const { healthPath, readyTimeoutMs: timeoutMs } = target.kind === 'bundled' ? target.manifest : target;
  return { healthPath, timeoutMs, expectedTarget: target.kind === 'bundled' ? target.manifest.name : null };
}

async function spawnTarget(target: StartableTarget, start: StartCommand, log: CappedLog): Promise<ProcessGroup> {
  try {
    return await startProcessGroup({ ...start, log });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new TargetError(
      'start-failed',
      target.name,
      `target "${target.name}": cannot start ${start.command[0]}: ${reason}`,
      {
        hint: `is ${start.command[0]} on PATH, and does the folder ${start.cwd} exist?`,
        cause: error,
      },
    );
  }
}

function createInstance(parts: {
  target: StartableTarget;
  options: InstanceOptions;
  start: StartCommand;
  group: ProcessGroup;
  log: CappedLog;
  endpoint: Endpoint;
  ready: Readiness;
  spawnedMs: number;
  dataDir: string | null;
  stop: () => Promise<void>;
}): Instance {
  const { target, group, log, ready } = parts;
  return {
    target,
    endpoint: parts.endpoint,
    description: describeTarget(target, parts.start, ready, parts.options.built ?? null),
    startupMs: ready.atMs - parts.spawnedMs,
    firstResponseMs: ready.answer.durationMs,
    pid: group.pid,
    dataDir: parts.dataDir,
    exited: group.exited,
    get exit() {
      return group.exit;
    },
    // A server that has answered has used some: none at all means that nobody can look, as off Linux.
    cpuNs: () => group.tree.cpuNs() || null,
    peakRssBytes: () => group.tree.peakRssBytes() || null,
    canFreeze: true,
    freeze: () => group.freeze(),
    thaw: () => group.thaw(),
    logTail: (lines) => log.tail(lines),
    stop: parts.stop,
  };
}

async function stopGroup(target: Target, group: ProcessGroup, dataFolder: DataFolder | null): Promise<void> {
  const isGone = await group.stop();
  dataFolder?.remove();
  if (isGone) return;
  throw new TargetError('not-stopped', target.name, `target "${target.name}": survived SIGKILL`, {
    hint: `look at its processes with: ps -o pid,stat,wchan,args -g ${group.pid}`,
  });
}
