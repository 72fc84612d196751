import { randomUUID } from 'node:crypto';
import type { ComposeTarget } from '../../model/target.js';
import { CappedLog } from '../capped-log.js';
import { freePort } from '../free-port.js';
import type { Instance, InstanceOptions } from '../instance.js';
import { spawnTarget } from '../process-instance.js';
import type { ServerEnd } from './attached.js';
import { portOfService, readComposeModel, writeComposeFile } from './compose-file.js';
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
  const { name, service, cwd } = target;
  const project = uniqueName(options.runId).toLowerCase();
  const model = await readComposeModel(target, project);
  const port = portOfService(target, model);
  const hostPort = await freePort('127.0.0.1');
  const marker = randomUUID();
  const own = writeComposeFile(target, model, {
    project,
    marks: { labels: ownLabels(options.runId ?? 'none'), env: { [MARKER]: marker } },
    run: { port, hostPort, env: environmentOf(target, options), cpuList: options.cpuList ?? null },
  });
  const engine = engineProgram();
  const down = [...own.compose, 'down', '--volumes', '--remove-orphans'];
  const log = new CappedLog(options.logFile);
  const spawnedMs = performance.now();
  const program = await spawnTarget(
    target,
    {
      ...foreground([engine, ...own.compose, 'up', '--no-color', '--no-log-prefix', service], cwd),
      aftermath: { command: projectRemoval(engine, project), cwd: '/' },
    },
    log,
  ).catch((error: unknown) => {
    own.remove();
    throw error;
  });
  const find = () => findProject(project, service);
  return serve(
    {
      target,
      program,
      log,
      endpoint: loopback(hostPort),
      port,
      marker: `${MARKER}=${marker}`,
      find,
      // The program ends without the code of what it showed, and the container is still there to tell it.
      endOf: async (exit): Promise<ServerEnd> => endOf(exit, await find()),
      stop: () => askEngine([...down, '-t', secondsOf(options)], { timeoutMs: graceOf(options) + DOWN_SLACK_MS, cwd }),
      remove: async () => {
        const ids = (await find()).map(({ id }) => id);
        if (ids.length > 0) await askEngine(['rm', '--force', '--volumes', ...ids], { timeoutMs: SLACK_MS });
        await askEngine([...down, '-t', '0'], { timeoutMs: DOWN_SLACK_MS, cwd });
      },
    },
    {
      description: {
        name,
        title: name,
        kind: 'compose',
        version: null,
        runtime: null,
        command: `${engine} compose up ${service}`,
        url: null,
      },
      spawnedMs,
      isHttp2: options.isHttp2 ?? false,
      isPublished: true,
      cleanUp: own.remove,
      signal: options.signal,
    },
  );
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
