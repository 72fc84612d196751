import type { LaunchCommands } from '../model/launch.js';
import type { Endpoint } from '../model/load-profile.js';
import type { ProcessUse } from '../model/process-use.js';
import type { Target, TargetDescription, WorkerCount } from '../model/target.js';
import type { BuiltTarget } from './build.js';
import { interruptedError } from './interrupted.js';
import type { ProcessExit } from './process-group.js';
import { startProcess } from './process-instance.js';
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
  /** Run before the start and after the end of a process; null or absent: nothing. */
  readonly around?: LaunchCommands | null;
  /** What it may write into; absent: a temporary folder that goes with the instance. */
  readonly dataDir?: string;
  /** Of the run it belongs to: containers carry it, so that they can be told from those of others. */
  readonly runId?: string;
  /** How long it has to end when it is asked to, before it is killed; absent: five seconds. */
  readonly graceMs?: number;
  readonly signal: AbortSignal;
}

/** Something whose CPU time can be seen. */
export interface CpuUser {
  /** Null: not in the process table of this machine. */
  readonly pid: number | null;
  /** So far; null where nobody can look. */
  cpuNs(): number | null;
}

/**
 * One running server, ready to be measured: a process group of ours, containers, or what answers at a URL. Facts about its
 * processes are null where they cannot be seen.
 */
export interface Instance extends CpuUser {
  readonly target: Target;
  readonly endpoint: Endpoint;
  readonly description: TargetDescription;
  /** Spawn to first correct answer. */
  readonly startupMs: number | null;
  /** Of the first correct answer, connecting included. */
  readonly firstResponseMs: number | null;
  /** The folder it was given to write into, PERFCMP_DATA_DIR; null for what has none. */
  readonly dataDir: string | null;
  /** Settles when the server ends, asked or not; never for a URL. */
  readonly exited: Promise<ProcessExit>;
  readonly exit: ProcessExit | null;
  /** Of all its processes so far; never decreases, and stays after the end. */
  cpuNs(): number | null;
  peakRssBytes(): number | null;
  /** Its CPU by process, until it is stopped; absent: nobody can look. */
  readonly cpuByProcess?: () => readonly ProcessUse[];
  /** Why its CPU and memory cannot be seen; absent or null: they can, or it is a URL. */
  readonly unseen?: string | null;
  /** What carries its traffic or its log and is no part of it: CPU that is neither the server's nor a stranger's. */
  readonly helpers?: readonly CpuUser[];
  readonly canFreeze: boolean;
  /** Stops all its processes where they stand, until thaw. */
  freeze(): void | Promise<void>;
  thaw(): void | Promise<void>;
  logTail(lines: number): string[];
  /** Resolves when no process of the tree is left; may be called again. */
  stop(): Promise<void>;
}

/** Starts a target (or connects to a URL) and waits for its first correct answer; a TargetError says why there is none. */
export async function startInstance(target: Target, options: InstanceOptions): Promise<Instance> {
  if (options.signal.aborted) throw interruptedError(target.name);
  switch (target.kind) {
    case 'url':
      return connectToUrl(target, options.signal);
    // What few runs need is not loaded for the others.
    case 'docker':
      return (await import('./container/container-instance.js')).startContainer(target, options);
    case 'compose':
      return (await import('./container/compose-instance.js')).startComposed(target, options);
    case 'service':
      return (await import('./service-instance.js')).startService(target, options);
    default:
      return startProcess(target, options);
  }
}
