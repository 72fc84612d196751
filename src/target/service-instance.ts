import { TargetError } from '../errors.js';
import type { Endpoint } from '../model/load-profile.js';
import type { ServiceTarget } from '../model/target.js';
import { shownText } from '../units/secret-texts.js';
import { CappedLog } from './capped-log.js';
import type { Instance, InstanceOptions } from './instance.js';
import { interruptedError } from './interrupted.js';
import { isWell, pollAnswer, type Readiness } from './poll-answer.js';
import { type ProbeResult, probe } from './probe.js';
import type { ProcessGroup } from './process-group.js';
import { spawnTarget, stopGroup } from './process-instance.js';
import { resolveAddress } from './resolve-address.js';
import { createStartCommand } from './start-command.js';
import type { Aftermath } from './watchdog.js';

const LOG_TAIL_LINES = 20;
const STOP_TIMEOUT_MS = 60_000;
const ABSENCE_TIMEOUT_MS = 2000;

/** Runs the command that starts the server of a URL, and waits for its first correct answer. */
export async function startService(target: ServiceTarget, options: InstanceOptions): Promise<Instance> {
  const { cwd, env } = target;
  const endpoint = await resolveAddress(target.endpoint);
  await refuseWhatRuns(target, options.signal);
  const start = createStartCommand(
    { ...target, kind: 'command', command: target.start, env },
    {
      host: endpoint.host,
      port: endpoint.port,
      env: options.env ?? {},
      cwd,
      workers: options.workers ?? 1,
      cpuList: options.cpuList ?? null,
    },
  );
  const log = new CappedLog(options.logFile);
  const spawnedMs = performance.now();
  const aftermath = aftermathOf(target, start.env);
  const group = await spawnTarget(target, { ...start, aftermath }, log).catch((error: unknown) => {
    log.close();
    throw error;
  });
  const started = { target, group, log };
  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= stopService(target, group, start.env);
    return stopping;
  };
  try {
    const ready = await waitForService(started, options);
    return createInstance(started, { endpoint, ready, startupMs: ready.atMs - spawnedMs, stop });
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/** Its stop command where perfcmp is killed, with the variables that it has otherwise. */
function aftermathOf({ stop, cwd }: ServiceTarget, env: NodeJS.ProcessEnv): Aftermath | undefined {
  return stop === null ? undefined : { command: ['sh', '-c', stop], cwd, env };
}

function createInstance(
  { target, group, log }: Started,
  {
    endpoint,
    ready,
    startupMs,
    stop,
  }: {
    readonly endpoint: Endpoint;
    readonly ready: Readiness;
    readonly startupMs: number;
    readonly stop: () => Promise<void>;
  },
): Instance {
  const { name, url } = target;
  const command = shownText(target.start);
  // What stays in the foreground is the server, or holds it; what has ended has handed it on to somebody.
  const isOurs = group.exit === null;
  return {
    target,
    endpoint,
    description: { name, title: name, kind: 'service', version: null, runtime: null, command, url },
    startupMs,
    firstResponseMs: ready.answer.durationMs,
    pid: isOurs ? group.pid : null,
    dataDir: null,
    exited: isOurs ? group.exited : new Promise(() => {}),
    get exit() {
      return isOurs ? group.exit : null;
    },
    cpuNs: () => (isOurs ? group.tree.cpuNs() || null : null),
    peakRssBytes: () => (isOurs ? group.tree.peakRssBytes() || null : null),
    ...(isOurs && { cpuByProcess: () => group.tree.cpuByProcess() }),
    unseen: isOurs ? null : 'the command that started it has ended, and whom it left the work to is not known',
    canFreeze: isOurs,
    freeze: () => group.freeze(),
    thaw: () => group.thaw(),
    logTail: (lines) => log.tail(lines),
    stop,
  };
}

/** What answers before anything was started is somebody else's, or an old one. */
async function refuseWhatRuns({ name, url, endpoint, healthPath }: ServiceTarget, signal: AbortSignal): Promise<void> {
  const answer = await probe(endpoint, healthPath, ABSENCE_TIMEOUT_MS, signal);
  if (signal.aborted) throw interruptedError(name);
  if ('error' in answer && answer.refused) return;
  throw new TargetError('already-running', name, `target "${name}": something is at ${url} before it is started`, {
    hint: 'stop it, or leave out "start" to measure it as it runs; targets that share a URL need --mode exclusive',
  });
}

interface Started {
  readonly target: ServiceTarget;
  readonly group: ProcessGroup;
  readonly log: CappedLog;
}

async function waitForService(started: Started, options: InstanceOptions): Promise<Readiness> {
  const { target, group } = started;
  const outcome = await pollAnswer({
    name: target.name,
    endpoint: target.endpoint,
    isHttp2: options.isHttp2 ?? false,
    path: target.healthPath,
    timeoutMs: target.readyTimeoutMs,
    signal: options.signal,
    exited: new Promise(() => {}),
    accepts: (result) => {
      const { code = null, signal = null } = group.exit ?? {};
      const isFailed = group.exit !== null && code !== 0;
      if (isFailed)
        throw failure(
          started,
          'exited',
          `its start command ended ${code === null ? `by ${signal}` : `with code ${code}`}`,
        );
      return isWell(result);
    },
    isHopeless: () => false,
  });
  if ('told' in outcome) throw notReady(started, outcome.told);
  return outcome;
}

function notReady(started: Started, told: ProbeResult): TargetError {
  const { url, healthPath, readyTimeoutMs } = started.target;
  if ('status' in told) {
    const hint = 'name a path that it does answer with --path or --health';
    return failure(started, 'wrong-answer', `GET ${healthPath} answers ${told.status}, not 2xx or 3xx`, hint);
  }
  const seconds = Math.round(readyTimeoutMs / 100) / 10;
  const what = `no answer at ${url} within ${seconds} s of its start: ${told.error}`;
  return failure(started, 'not-ready', what, 'is that its address? more time comes with --ready-timeout');
}

function failure({ target, log }: Started, code: string, what: string, hint?: string): TargetError {
  const logTail = log.tail(LOG_TAIL_LINES);
  return new TargetError(code, target.name, `target "${target.name}": ${what}`, { hint, logTail });
}

/** Runs its stop command, ends what is left of its start command, and makes sure that nobody answers any more. */
async function stopService(target: ServiceTarget, group: ProcessGroup, env: NodeJS.ProcessEnv): Promise<void> {
  const { name, cwd, stop, url, endpoint, healthPath } = target;
  const isLeft = group.exit === null;
  // Frozen it could do nothing that it is asked to; and what it used is read while it is there.
  group.thaw();
  group.tree.cpuNs();
  group.tree.peakRssBytes();
  const result =
    stop === null
      ? null
      : await (await import('execa')).execa('sh', ['-c', stop], {
          cwd,
          env,
          all: true,
          reject: false,
          stdin: 'ignore',
          timeout: STOP_TIMEOUT_MS,
        });
  await stopGroup(target, group, null);
  const answer = await probe(endpoint, healthPath, ABSENCE_TIMEOUT_MS);
  if ('error' in answer && answer.refused) return;
  const how = result === null ? (isLeft ? 'it was ended' : 'its start command ended') : 'its stop command';
  throw new TargetError('not-stopped', name, `target "${name}": something is at ${url} after ${how}`, {
    hint: result === null ? 'say how it is stopped: "stop" beside "start" in the config' : undefined,
    logTail: result?.all?.split('\n').slice(-LOG_TAIL_LINES) ?? [],
  });
}
