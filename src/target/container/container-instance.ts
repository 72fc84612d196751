import { randomBytes, randomUUID } from 'node:crypto';
import { TargetError } from '../../errors.js';
import type { Endpoint } from '../../model/load-profile.js';
import type { ContainerTarget, TargetDescription } from '../../model/target.js';
import { commandText } from '../../units/command-text.js';
import { shownText } from '../../units/secret-texts.js';
import { takeAddress } from '../address.js';
import { CappedLog } from '../capped-log.js';
import { freePort } from '../free-port.js';
import type { Instance, InstanceOptions } from '../instance.js';
import type { ProcessGroup } from '../process-group.js';
import { spawnTarget } from '../process-instance.js';
import type { AttachedContainers } from './attached.js';
import { askEngine, engineProgram } from './engine.js';
import { type ImageFacts, inspectImage, portInside } from './image.js';
import { inspectContainers } from './inspect.js';
import { ownLabels } from './owner.js';
import { type ContainerSettings, runCall, shownRun } from './run-arguments.js';
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
  const image = await imageOf(target);
  const settled = await settle(target, image, options);
  const log = new CappedLog(options.logFile);
  const spawnedMs = performance.now();
  const program = await spawnRun(target, settled.settings, log);
  return serve(attach({ target, program, log }, settled, options), {
    description: describe(target, image, settled.settings),
    spawnedMs,
    isHttp2: options.isHttp2 ?? false,
    isPublished: target.network !== 'host',
    cleanUp: () => {},
    signal: options.signal,
  });
}

async function imageOf(target: ContainerTarget): Promise<ImageFacts> {
  const image = await inspectImage(target);
  if (image !== null) return image;
  const message = `target "${target.name}": image "${target.image}" is not here any more`;
  throw new TargetError('image-missing', target.name, message);
}

/** What is decided before a container exists. */
interface Settled {
  readonly endpoint: Endpoint;
  readonly settings: ContainerSettings;
  /** `NAME=value` that only this container has. */
  readonly marker: string;
}

async function settle(target: ContainerTarget, image: ImageFacts, options: InstanceOptions): Promise<Settled> {
  const inside = portInside(target, image);
  const hostPort = target.network === 'host' && inside !== null ? inside : await freePort('127.0.0.1');
  const { endpoint } = await takeAddress(target, loopback(hostPort));
  const mark = randomUUID();
  const settings: ContainerSettings = {
    container: uniqueName(options.runId),
    labels: ownLabels(options.runId ?? 'none'),
    hostPort,
    port: inside ?? hostPort,
    env: { ...options.env, [MARKER]: mark },
    workers: options.workers ?? 1,
    cpuList: options.cpuList ?? null,
  };
  return { endpoint, settings, marker: `${MARKER}=${mark}` };
}

function removalOf({ container }: ContainerSettings): readonly string[] {
  return ['rm', '--force', '--volumes', container];
}

function spawnRun(target: ContainerTarget, settings: ContainerSettings, log: CappedLog): Promise<ProcessGroup> {
  const engine = engineProgram();
  const { args, env } = runCall(target, settings);
  const aftermath = againAndAgain([engine, ...removalOf(settings)], '/');
  return spawnTarget(target, { ...foreground([engine, ...args], '/', env), aftermath }, log);
}

function attach(
  started: Pick<AttachedContainers, 'target' | 'program' | 'log'>,
  { endpoint, settings, marker }: Settled,
  options: InstanceOptions,
): AttachedContainers {
  const { container, port } = settings;
  return {
    ...started,
    endpoint,
    port,
    marker,
    find: () => inspectContainers([container]),
    endOf: async (exit) => ({ ...exit, isOutOfMemory: false }),
    stop: () => askEngine(['stop', '-t', secondsOf(options), container], { timeoutMs: graceOf(options) + SLACK_MS }),
    remove: async () => {
      await askEngine(['kill', container], { timeoutMs: SLACK_MS });
      await askEngine(removalOf(settings), { timeoutMs: SLACK_MS });
    },
  };
}

function describe(target: ContainerTarget, { version }: ImageFacts, settings: ContainerSettings): TargetDescription {
  const { name } = target;
  const command = shownText(commandText(shownRun(engineProgram(), target, settings)));
  return { name, title: name, kind: 'docker', version, runtime: null, command, url: null };
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

/**
 * How a program of the engine is started that shows what containers print; its marker is its own, and not theirs. `told`:
 * variables that it passes on to them.
 */
export function foreground(
  command: readonly [string, ...string[]],
  cwd: string,
  told: Readonly<Record<string, string>> = {},
) {
  const marker = `PERFCMP_ENGINE=${randomUUID()}`;
  return {
    command,
    cwd,
    env: { ...process.env, ...told, PERFCMP_ENGINE: marker.split('=')[1] },
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
