import { resolve } from 'node:path';
import { TargetError } from '../errors.js';
import type { Endpoint } from '../model/load-profile.js';
import type { Target } from '../model/target.js';
import { resolveAddress } from './address.js';
import { AroundServer } from './around-server.js';
import { CappedLog } from './capped-log.js';
import { createDataFolder, type DataFolder } from './data-folder.js';
import { describeTarget } from './description.js';
import type { Instance, InstanceOptions } from './instance.js';
import type { Readiness } from './poll-answer.js';
import { type OutputSink, type ProcessGroup, type ProcessSpec, startProcessGroup } from './process-group.js';
import { waitUntilReady } from './readiness.js';
import { createStartCommand, type StartableTarget, type StartCommand } from './start-command.js';

/** Starts a process of our own as the server: a bundled target, or a command. */
export async function startProcess(target: StartableTarget, options: InstanceOptions): Promise<Instance> {
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
  const { around: commands = null, graceMs, signal } = options;
  const around = new AroundServer({ target: target.name, commands, start, log, signal });
  const spec = { ...start, ...(graceMs !== undefined && { graceMs }) };
  const surroundings = { around, log, dataFolder };
  const { group, spawnedMs } = await prepareAndSpawn(target, spec, log, around).catch(async (error: unknown) => {
    // What went wrong first tells more.
    await tidyUp(surroundings).catch(() => {});
    throw error;
  });
  const stop = () => stopProcess(target, group, surroundings);
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

/** What is there for a server, and goes after it. */
interface Surroundings {
  readonly around: AroundServer;
  readonly log: CappedLog;
  readonly dataFolder: DataFolder;
}

async function stopProcess(target: StartableTarget, group: ProcessGroup, surroundings: Surroundings): Promise<void> {
  try {
    await stopGroup(target, group, null);
  } finally {
    await tidyUp(surroundings);
  }
}

async function tidyUp({ around, log, dataFolder }: Surroundings): Promise<void> {
  try {
    await around.after();
  } finally {
    log.close();
    dataFolder.remove();
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

async function prepareAndSpawn(
  target: StartableTarget,
  start: Omit<ProcessSpec, 'log'>,
  log: CappedLog,
  around: AroundServer,
): Promise<{ readonly group: ProcessGroup; readonly spawnedMs: number }> {
  await around.before();
  const spawnedMs = performance.now();
  // What is run after the server is logged there, too.
  const sink = { write: (chunk: Buffer) => log.write(chunk), close: () => undefined };
  return { group: await spawnTarget(target, start, sink), spawnedMs };
}

/** Starts the process of a command; a TargetError says why it cannot even begin. */
export async function spawnTarget(
  target: Pick<Target, 'name'>,
  start: Omit<ProcessSpec, 'log'>,
  log: OutputSink,
): Promise<ProcessGroup> {
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
    cpuByProcess: () => group.tree.cpuByProcess(),
    canFreeze: true,
    freeze: () => group.freeze(),
    thaw: () => group.thaw(),
    logTail: (lines) => log.tail(lines),
    stop: parts.stop,
  };
}

/** Ends a group and removes what it wrote into; a TargetError where a process of it is left. */
export async function stopGroup(
  target: Pick<Target, 'name'>,
  group: ProcessGroup,
  dataFolder: DataFolder | null,
): Promise<void> {
  const isGone = await group.stop();
  dataFolder?.remove();
  if (isGone) return;
  throw new TargetError('not-stopped', target.name, `target "${target.name}": survived SIGKILL`, {
    hint: `look at its processes with: ps -o pid,stat,wchan,args -g ${group.pid}`,
  });
}
