import { resolve } from 'node:path';
import type { LoadedTarget } from '../analysis/load-circumstances.js';
import { TargetError } from '../errors.js';
import type { LoadConfig, ServerStart } from '../model/config.js';
import type { RunEvent } from '../model/events.js';
import type { Endpoint } from '../model/load-profile.js';
import type { Target, TargetDescription } from '../model/target.js';
import { parseEndpoint } from '../scenario/endpoint.js';
import type { Instance } from '../target/instance.js';
import { commandText } from '../units/command-text.js';
import type { SessionIo } from './io.js';
import { loadEndpoint } from './load-endpoint.js';

const LOG_TAIL_LINES = 20;

/** A load whose server is there to be loaded. */
export interface ServedLoad {
  /** With the URL that it is at. */
  readonly config: LoadConfig;
  readonly endpoint: Endpoint;
  readonly target: TargetDescription;
  /** Null: not ours, it ran already. */
  readonly server: Instance | null;
  /** Aborted when the load must end: by the user, or because its server ended. */
  readonly signal: AbortSignal;
}

/** Loads a server that runs already, or one that is started for it and stopped whatever comes of the load. */
export async function withServer<T>(
  config: LoadConfig,
  io: SessionIo,
  use: (served: ServedLoad) => Promise<T>,
): Promise<T> {
  if (config.server === null) {
    const endpoint = await loadEndpoint(config, io.signal);
    return use({ config, endpoint, target: describeUrl(config, endpoint), server: null, signal: io.signal });
  }
  const instance = await start(config, config.server, io);
  const ended = new AbortController();
  let isLoaded = true;
  void instance.exited.then(() => {
    if (!isLoaded || io.signal.aborted) return;
    io.onEvent(failed(instance));
    ended.abort();
  });
  try {
    return await use(
      await served(config, config.server, instance, { ...io, signal: AbortSignal.any([io.signal, ended.signal]) }),
    );
  } finally {
    isLoaded = false;
    await stop(instance, io);
  }
}

/** What was loaded, with how it started and whether it lived. */
export function loadedTarget({ target, server }: ServedLoad): LoadedTarget {
  return {
    ...target,
    startupMs: server?.startupMs ?? null,
    firstResponseMs: server?.firstResponseMs ?? null,
    failure: server === null ? null : endOf(server),
  };
}

/** How the server ended of itself, in words; null while it runs. */
function endOf({ exit }: Instance): string | null {
  if (exit === null) return null;
  return `ended while it was loaded (${exit.signal ?? `exit code ${exit.code ?? 'unknown'}`})`;
}

async function start(config: LoadConfig, server: ServerStart, io: SessionIo): Promise<Instance> {
  const { command, choosesPort, healthPath, readyTimeoutMs, launch } = server;
  const name = commandText(command);
  const cwd = resolve(io.cwd, launch?.cwd ?? '.');
  const env = launch?.env ?? {};
  const target: Target = { kind: 'command', name, command, cwd, env, healthPath, readyTimeoutMs };
  io.onEvent({ kind: 'launch-started', launch: 1, order: [name] });
  // Only for whoever wants a server started: it takes longer to load than all the rest together.
  const { startInstance } = await import('../target/instance.js');
  const instance = await startInstance(target, {
    around: launch?.around ?? null,
    logFile: null,
    isHttp2: config.generator.engine === 'http2',
    signal: io.signal,
    ...(choosesPort ? {} : { endpoint: wantedEndpoint(config) }),
  });
  io.onEvent({
    kind: 'target-started',
    launch: 1,
    instance: name,
    target: name,
    description: instance.description,
    startupMs: instance.startupMs,
    firstResponseMs: instance.firstResponseMs,
  });
  return instance;
}

/** Its name is looked up when something answers there: until then nobody can tell which of its addresses does. */
function wantedEndpoint({ url, connectTo, tls }: LoadConfig): Endpoint {
  const { endpoint } = parseEndpoint(url);
  return { ...endpoint, ...connectTo, tls: endpoint.protocol === 'https' ? tls : null };
}

async function served(
  asked: LoadConfig,
  { choosesPort }: ServerStart,
  instance: Instance,
  { signal }: SessionIo,
): Promise<ServedLoad> {
  const config = choosesPort ? { ...asked, url: `http://${instance.endpoint.authority}` } : asked;
  return {
    config,
    endpoint: await loadEndpoint(config, signal),
    target: { ...instance.description, url: config.url },
    server: instance,
    signal,
  };
}

function failed(instance: Instance): RunEvent {
  return {
    kind: 'target-failed',
    launch: 1,
    target: instance.target.name,
    message: endOf(instance) ?? '',
    hint: null,
    logTail: instance.logTail(LOG_TAIL_LINES),
  };
}

/** What was measured is worth more than the server that cannot be stopped. */
async function stop(instance: Instance, io: SessionIo): Promise<void> {
  try {
    await instance.stop();
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    const { target, message, hint, logTail } = error;
    io.onEvent({ kind: 'target-failed', launch: 1, target, message, hint, logTail });
  }
}

function describeUrl({ url }: LoadConfig, { authority }: Endpoint): TargetDescription {
  return { name: authority, title: url, kind: 'url', version: null, runtime: null, command: null, url };
}
