import { TargetError } from '../../errors.js';
import { createIdleWatch } from '../idle-watch.js';
import { listenersAround, portOwner } from '../listeners.js';
import { isWell, pollAnswer, type Readiness } from '../poll-answer.js';
import type { ProbeResult } from '../probe.js';
import { type AttachedContainers, refusalOf } from './attached.js';
import { type ContainerUse, watchContainers } from './container-use.js';
import { engineMessage } from './engine.js';
import type { ContainerFacts } from './inspect.js';

const LOG_TAIL_LINES = 20;
const INSIDE = 'what follows the image is a command inside it';
const LOOPBACK = ['127.0.0.1', '::1'];

/** A server in a container that has answered, and how its containers are watched. */
export interface ContainerReadiness extends Readiness {
  readonly containers: readonly ContainerFacts[];
  readonly use: ContainerUse;
}

interface Watched {
  readonly containers: readonly ContainerFacts[];
  readonly use: ContainerUse;
  readonly idle: { isIdle(): boolean };
}

/** Waits for the first correct answer of a server in a container; a TargetError says why there will be none. */
export async function waitForContainer(
  attached: AttachedContainers,
  options: { readonly isHttp2: boolean; readonly isPublished: boolean; readonly signal: AbortSignal },
): Promise<ContainerReadiness> {
  const { isHttp2, isPublished, signal } = options;
  const { target, program } = attached;
  const seen: { watched: Watched | null } = { watched: null };
  try {
    const outcome = await pollAnswer({
      name: target.name,
      endpoint: attached.endpoint,
      isHttp2,
      path: target.healthPath,
      timeoutMs: target.readyTimeoutMs,
      signal,
      exited: program.exited,
      accepts: async (result) => {
        if (program.exit !== null) throw await endedError(attached);
        if ('status' in result) seen.watched ??= await watch(attached);
        return isWell(result);
      },
      // With what it answers it is up; whether it may still change its mind shows in what it does.
      isHopeless: (result) => isRefusal(result) && (seen.watched?.idle.isIdle() ?? false),
    });
    seen.watched ??= await watch(attached);
    const { containers, use } = seen.watched;
    if ('told' in outcome) throw timeoutError(attached, outcome.told, use);
    if (!isPublished) refuseStranger(attached, use);
    return { ...outcome, containers, use };
  } catch (error) {
    seen.watched?.use.close();
    throw error;
  }
}

async function watch(attached: AttachedContainers): Promise<Watched> {
  const containers = await attached.find();
  const use = watchContainers(containers, attached.marker);
  return { containers, use, idle: createIdleWatch({ cpuNs: () => use.cpuNs() ?? 0 }) };
}

/** In the network of this machine the container's own processes hold the port: nobody else's server is ever measured. */
function refuseStranger(attached: AttachedContainers, use: ContainerUse): void {
  const { port } = attached.endpoint;
  if (use.unseen !== null) return;
  const owner = portOwner(port, { refresh: () => use.pids().map((pid) => ({ pid })) });
  if (owner !== 'stranger') return;
  throw failure(attached, 'stranger', `port ${port} is held by a process that is not in its container`, undefined);
}

function isRefusal(result: ProbeResult): boolean {
  return 'status' in result && result.status >= 400 && result.status < 500;
}

async function endedError(attached: AttachedContainers): Promise<TargetError> {
  const { program, log, target } = attached;
  const exit = program.exit ?? { code: null, signal: null };
  const refusal = refusalOf(log, exit);
  if (refusal !== null) {
    const said = engineMessage(refusal);
    return failure(attached, 'container-refused', `could not be run: ${said}`, refusalHint(said));
  }
  const { code, isOutOfMemory } = await attached.endOf(exit);
  const how = isOutOfMemory ? 'was out of memory' : `ended with code ${code ?? 'unknown'}`;
  const isLimited = target.kind === 'docker' && target.memory !== null;
  const hint = isOutOfMemory || (code === 137 && isLimited) ? 'let it have more "memory"' : endHint(code);
  return failure(attached, 'exited', `its container ${how} before it answered`, hint);
}

function endHint(code: number | null): string | undefined {
  if (code === 0) return 'its command must stay in the foreground until it is asked to stop';
  return code === 126 || code === 127 ? INSIDE : undefined;
}

function refusalHint(said: string): string | undefined {
  if (/already allocated|address already in use/i.test(said))
    return 'another program took that port meanwhile: try again';
  if (/exec format error/i.test(said)) return 'the image is made for machines of another kind';
  if (/exec: ".*": (executable file not found|stat |permission denied)/i.test(said)) return INSIDE;
  return undefined;
}

function timeoutError(attached: AttachedContainers, told: ProbeResult, use: ContainerUse): TargetError {
  const { target, port } = attached;
  const path = target.healthPath;
  if ('status' in told) {
    const hint = 'name a path that it does answer with --path or --health';
    return failure(attached, 'wrong-answer', `GET ${path} answers ${told.status}, not 2xx or 3xx`, hint);
  }
  const seconds = Math.round(target.readyTimeoutMs / 100) / 10;
  const where = placesInside(use.pid);
  const elsewhere = where.filter((place) => place.port !== port).map((place) => place.port);
  if (where.some((place) => place.port === port && LOOPBACK.includes(place.host))) {
    const hint = 'a published port does not lead there: let it listen on HOST or 0.0.0.0';
    return failure(attached, 'listens-elsewhere', `listens on its container's own loopback, port ${port}`, hint);
  }
  if (elsewhere.length > 0) {
    const ports = [...new Set(elsewhere)].join(', ');
    const hint = `name its port: ${target.kind === 'docker' ? `docker:${target.image}` : `compose:${target.service}`}@${elsewhere[0]}`;
    return failure(attached, 'listens-elsewhere', `listens on ${ports} in its container, not on ${port}`, hint);
  }
  const what = `did not answer on port ${port} of its container within ${seconds} s: ${told.error}`;
  const hint = 'is that its port, and does it listen on 0.0.0.0? more time comes with --ready-timeout';
  return failure(attached, 'not-listening', what, hint);
}

/** Where the server's container listens; empty where that cannot be seen. */
function placesInside(pid: number | null): { readonly host: string; readonly port: number }[] {
  return pid === null ? [] : (listenersAround(pid) ?? []);
}

function failure(
  { target, log }: AttachedContainers,
  code: string,
  what: string,
  hint: string | undefined,
): TargetError {
  return new TargetError(code, target.name, `target "${target.name}": ${what}`, {
    hint,
    logTail: log.tail(LOG_TAIL_LINES),
  });
}
