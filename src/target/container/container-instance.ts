import { randomBytes, randomUUID } from 'node:crypto';
import { TargetError } from '../../errors.js';
import type { Endpoint } from '../../model/load-profile.js';
import type { ContainerTarget } from '../../model/target.js';
import { commandText } from '../../units/command-text.js';
import { takeAddress } from '../address.js';
import { CappedLog } from '../capped-log.js';
import { freePort } from '../free-port.js';
import type { Instance, InstanceOptions } from '../instance.js';
import { spawnTarget } from '../process-instance.js';
import { askEngine, engineProgram } from './engine.js';
import { inspectImage, portInside } from './image.js';
import { inspectContainers } from './inspect.js';
import { ownLabels } from './owner.js';
import { type ContainerSettings, runArguments, shownRun } from './run-arguments.js';
import { serve } from './serve.js';

/** In which a server answers what is in flight. */
const GRACE_MS = 5000;
/** What an engine may need beside that. */
export const SLACK_MS = 3000;

const MARKER = 'PERFCMP_INSTANCE';

// The engine may be about to create it while perfcmp dies: what is not there yet is asked for again.
const REMOVE_AGAIN = 'for pause in 0 1 3; do sleep "$pause"; "$@"; done';

/** Runs a container and waits for the first correct answer of the server in it. */
export async function startContainer(target: ContainerTarget, options: InstanceOptions): Promise<Instance> {
  const image = await inspectImage(target);
  if (image === null) {
    const message = `target "${target.name}": image "${target.image}" is not here any more`;
    throw new TargetError('image-missing', target.name, message);
  }
  const inside = portInside(target, image);
  const hostPort = target.network === 'host' && inside !== null ? inside : await freePort('127.0.0.1');
  const { endpoint } = await takeAddress(target, loopback(hostPort));
  const marker = randomUUID();
  const settings: ContainerSettings = {
    container: uniqueName(options.runId),
    labels: ownLabels(options.runId ?? 'none'),
    hostPort,
    port: inside ?? hostPort,
    env: { ...options.env, [MARKER]: marker },
    workers: options.workers ?? 1,
    cpuList: options.cpuList ?? null,
  };
  const engine = engineProgram();
  const { container } = settings;
  const removal = ['rm', '--force', '--volumes', container];
  const log = new CappedLog(options.logFile);
  const spawnedMs = performance.now();
  const program = await spawnTarget(
    target,
    {
      ...foreground([engine, ...runArguments(target, settings)], '/'),
      aftermath: againAndAgain([engine, ...removal], '/'),
    },
    log,
  );
  return serve(
    {
      target,
      program,
      log,
      endpoint,
      port: settings.port,
      marker: `${MARKER}=${marker}`,
      find: () => inspectContainers([container]),
      endOf: async (exit) => ({ ...exit, isOutOfMemory: false }),
      stop: () => askEngine(['stop', '-t', secondsOf(options), container], { timeoutMs: graceOf(options) + SLACK_MS }),
      remove: async () => {
        await askEngine(['kill', container], { timeoutMs: SLACK_MS });
        await askEngine(removal, { timeoutMs: SLACK_MS });
      },
    },
    {
      description: {
        name: target.name,
        title: target.name,
        kind: 'docker',
        version: image.version,
        runtime: null,
        command: commandText(shownRun(engine, target, settings)),
        url: null,
      },
      spawnedMs,
      isHttp2: options.isHttp2 ?? false,
      isPublished: target.network !== 'host',
      cleanUp: () => {},
      signal: options.signal,
    },
  );
}

/** How long a server has to end when it is asked to. */
export function graceOf({ graceMs = GRACE_MS }: InstanceOptions): number {
  return graceMs;
}

/** The same as engines take it. */
export function secondsOf(options: InstanceOptions): string {
  return String(Math.ceil(graceOf(options) / 1000));
}

/** A name that says whose it is: `perfcmp-20261122-1031-7f3a-09c1`. */
export function uniqueName(runId: string | undefined): string {
  return ['perfcmp', ...(runId === undefined ? [] : [runId]), randomBytes(3).toString('hex')].join('-');
}

/** How a program of the engine is started that shows what containers print; its marker is its own, and not theirs. */
export function foreground(command: readonly [string, ...string[]], cwd: string) {
  const marker = `PERFCMP_ENGINE=${randomUUID()}`;
  return {
    command,
    cwd,
    env: { ...process.env, PERFCMP_ENGINE: marker.split('=')[1] },
    marker,
    stdin: 'ignore' as const,
  };
}

/** What a watchdog does about containers, which are no processes of perfcmp's. */
export function againAndAgain(command: readonly string[], cwd: string) {
  return { command: ['sh', '-c', REMOVE_AGAIN, 'perfcmp-removal', ...command], cwd };
}

/** Where a published port is reached. */
export function loopback(port: number): Endpoint {
  const host = '127.0.0.1';
  return { protocol: 'http', host, port, socketPath: null, authority: `${host}:${port}`, tls: null };
}
