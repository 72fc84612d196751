import { randomUUID } from 'node:crypto';
import type { ComposeTarget, TargetDescription } from '../../model/target.js';
import { CappedLog } from '../capped-log.js';
import { freePort } from '../free-port.js';
import type { Instance, InstanceOptions } from '../instance.js';
import type { ProcessGroup } from '../process-group.js';
import { spawnTarget } from '../process-instance.js';
import type { AttachedContainers, ServerEnd } from './attached.js';
import { type OwnComposeFile, portOfService, readComposeModel, writeComposeFile } from './compose-file.js';
import { foreground, graceOf, loopback, SLACK_MS, secondsOf, uniqueName } from './container-instance.js';
import { askEngine, engineProgram } from './engine.js';
import { type ContainerFacts, containersWith, inspectContainers } from './inspect.js';
import { PROJECT_LABEL, projectRemoval } from './leftovers.js';
import { ownLabels } from './owner.js';
import { serve } from './serve.js';

const MARKER = 'PERFCMP_INSTANCE';
const SERVICE_LABEL = 'com.docker.compose.service';
/** Networks and volumes go as well, one after the other. */
const DOWN_SLACK_MS = 10_000;

/** Brings a service up, with what it depends on, in a compose project of its own, and waits for its first correct answer. */
export async function startComposed(target: ComposeTarget, options: InstanceOptions): Promise<Instance> {
  const { service } = target;
  const project = uniqueName(options.runId).toLowerCase();
  const settled = await settle(target, project, options);
  const log = new CappedLog(options.logFile);
  const spawnedMs = performance.now();
  const program = await spawnUp(target, settled, log).catch((error: unknown) => {
    settled.own.remove();
    throw error;
  });
  return serve(attach({ target, program, log }, settled, options), {
    description: describe(target, `${engineProgram()} compose up ${service}`),
    spawnedMs,
    isHttp2: options.isHttp2 ?? false,
    isPublished: true,
    cleanUp: settled.own.remove,
    signal: options.signal,
  });
}

/** What is decided before the project exists. */
interface Settled {
  readonly project: string;
  readonly own: OwnComposeFile;
  readonly hostPort: number;
  readonly port: number;
  /** `NAME=value` that only its containers have. */
  readonly marker: string;
}

async function settle(target: ComposeTarget, project: string, options: InstanceOptions): Promise<Settled> {
  const model = await readComposeModel(target, project);
  const port = portOfService(target, model);
  const hostPort = await freePort('127.0.0.1');
  const mark = randomUUID();
  const own = writeComposeFile(target, model, {
    project,
    marks: { labels: ownLabels(options.runId ?? 'none'), env: { [MARKER]: mark } },
    run: { port, hostPort, env: environmentOf(target, options), cpuList: options.cpuList ?? null },
  });
  return { project, own, hostPort, port, marker: `${MARKER}=${mark}` };
}

function spawnUp(target: ComposeTarget, { project, own }: Settled, log: CappedLog): Promise<ProcessGroup> {
  const engine = engineProgram();
  const up = ['up', '--no-color', '--no-log-prefix', target.service];
  const aftermath = { command: projectRemoval(engine, project), cwd: '/' };
  return spawnTarget(target, { ...foreground([engine, ...own.compose, ...up], target.cwd), aftermath }, log);
}

function attach(
  started: Pick<AttachedContainers, 'program' | 'log'> & { readonly target: ComposeTarget },
  { project, own, hostPort, port, marker }: Settled,
  options: InstanceOptions,
): AttachedContainers {
  const { service, cwd } = started.target;
  const down = [...own.compose, 'down', '--volumes', '--remove-orphans'];
  const find = () => findProject(project, service);
  return {
    ...started,
    endpoint: loopback(hostPort),
    port,
    marker,
    find,
    // The program ends without the code of what it showed, and the container is still there to tell it.
    endOf: async (exit): Promise<ServerEnd> => endOf(exit, await find()),
    stop: () => askEngine([...down, '-t', secondsOf(options)], { timeoutMs: graceOf(options) + DOWN_SLACK_MS, cwd }),
    remove: async () => {
      const ids = (await find()).map(({ id }) => id);
      if (ids.length > 0) await askEngine(['rm', '--force', '--volumes', ...ids], { timeoutMs: SLACK_MS });
      await askEngine([...down, '-t', '0'], { timeoutMs: DOWN_SLACK_MS, cwd });
    },
  };
}

function describe({ name }: ComposeTarget, command: string): TargetDescription {
  return { name, title: name, kind: 'compose', version: null, runtime: null, command, url: null };
}

/** A compose file says itself where its service listens: only how many workers it is to run is told. */
function environmentOf(target: ComposeTarget, options: InstanceOptions): Record<string, string> {
  const { workers = 1 } = options;
  return {
    ...(workers === 'native' ? {} : { PERFCMP_WORKERS: String(workers) }),
    ...target.env,
    ...options.env,
  };
}

/** The containers of a project, the service's first. */
async function findProject(project: string, service: string): Promise<ContainerFacts[]> {
  const all = await inspectContainers(await containersWith(`${PROJECT_LABEL}=${project}`));
  const isServer = ({ labels }: ContainerFacts): boolean => labels[SERVICE_LABEL] === service;
  return [...all.filter(isServer), ...all.filter((one) => !isServer(one))];
}

function endOf(exit: Omit<ServerEnd, 'isOutOfMemory'>, [server]: readonly ContainerFacts[]): ServerEnd {
  const code = server?.exitCode ?? exit.code;
  return { code, signal: exit.signal, isOutOfMemory: server?.isOutOfMemory ?? false };
}
