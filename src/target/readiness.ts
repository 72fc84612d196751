import { TargetError } from '../errors.js';
import type { Endpoint } from '../model/load-profile.js';
import type { CappedLog } from './capped-log.js';
import { createIdleWatch } from './idle-watch.js';
import { type Listener, listenersOf, portOwner } from './listeners.js';
import { isWell, pollAnswer, type Readiness } from './poll-answer.js';
import type { ProbeResult } from './probe.js';
import type { ProcessGroup } from './process-group.js';

const LOG_TAIL_LINES = 20;

/** A server that was started and what its first correct answer must be. */
export interface ReadinessCheck {
  readonly name: string;
  readonly group: ProcessGroup;
  readonly log: CappedLog;
  readonly endpoint: Endpoint;
  /** Asks over HTTP/2, which is all that some servers speak. */
  readonly isHttp2: boolean;
  readonly healthPath: string;
  readonly timeoutMs: number;
  /** The `target` that a JSON answer must name, where it names one; null: any. */
  readonly expectedTarget: string | null;
  readonly signal: AbortSignal;
}

/** Waits for the first correct answer from a process of our own tree; a TargetError says why there will be none. */
export async function waitUntilReady(check: ReadinessCheck): Promise<Readiness> {
  const { group, healthPath: path } = check;
  const idleWatch = createIdleWatch(group.tree);
  let isOurs = false;
  const outcome = await pollAnswer({
    ...check,
    path,
    exited: group.exited,
    accepts: (result) => {
      if (group.exit !== null) throw exitedError(check);
      const isConnected = 'status' in result || !result.refused;
      if (isConnected && !isOurs) isOurs = isPortOurs(check);
      return isOurs && 'status' in result && isCorrect(check, result);
    },
    isHopeless: (result) => idleWatch.isIdle() && isHopeless(check, result),
  });
  if ('told' in outcome) throw timeoutError(check, outcome.told);
  return outcome;
}

/** Throws where the port is a stranger's, so that nobody else's server is ever measured. */
function isPortOurs(check: ReadinessCheck): boolean {
  const { tree } = check.group;
  const { port } = check.endpoint;
  const owner = portOwner(port, tree);
  if (owner === 'nobody') return false;
  if (owner !== 'stranger') return true;
  check.group.adoptStrays();
  if (portOwner(port, tree) === 'tree') return true;
  throw failure(check, 'stranger', `port ${port} is held by a process that perfcmp did not start`, {
    hint: `stop that process, or let "${check.name}" listen on {port} or PORT, which perfcmp chooses`,
  });
}

function isCorrect(check: ReadinessCheck, answer: Readiness['answer']): boolean {
  if (!isWell(answer)) return false;
  const named = jsonMember(answer.body, 'target');
  if (check.expectedTarget === null || named === null || named === check.expectedTarget) return true;
  throw failure(check, 'wrong-answer', `GET ${check.healthPath} names the target "${named}"`, {
    hint: `the health answer's "target" must be the manifest's name, "${check.expectedTarget}"`,
  });
}

/** A string member of a JSON object; null where there is none or it is no JSON at all. */
export function jsonMember(body: Buffer, name: string): string | null {
  try {
    const value: unknown = (JSON.parse(body.toString('utf8')) as Record<string, unknown> | null)?.[name];
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** True when an idle server will not become ready by waiting: the wrong path, or the wrong port. */
function isHopeless(check: ReadinessCheck, result: ProbeResult): boolean {
  if ('status' in result) return result.status >= 400 && result.status < 500;
  return result.refused && listenersOf(check.group.tree).length > 0;
}

function timeoutError(check: ReadinessCheck, result: ProbeResult): TargetError {
  if ('status' in result) {
    return failure(check, 'wrong-answer', `GET ${check.healthPath} answers ${result.status}, not 2xx or 3xx`, {
      hint: 'name a path that it does answer with --path or --health',
    });
  }
  // A probe that was cut short, as on a busy machine, says nothing of a port where nobody listens.
  if (!result.refused && !isPortFree(check)) {
    return failure(check, 'not-ready', `it listens, but GET ${check.healthPath} fails: ${result.error}`, {
      hint: 'name a path that it answers with --health, or give it more time with --ready-timeout',
    });
  }
  const listeners = listenersOf(check.group.tree);
  if (listeners.length > 0) return elsewhereError(check, listeners);
  const seconds = Math.round(check.timeoutMs / 100) / 10;
  return failure(check, 'not-listening', `did not listen on port ${check.endpoint.port} within ${seconds} s`, {
    // Only what has a target.json says itself how it is called and how long it takes.
    hint:
      check.expectedTarget === null
        ? 'let it listen on {port} or PORT, or give it more time with --ready-timeout'
        : 'let it listen on {port} or PORT, or give it more time with readyTimeoutMs in its target.json',
  });
}

function isPortFree({ endpoint, group }: ReadinessCheck): boolean {
  return endpoint.socketPath === null && portOwner(endpoint.port, group.tree) === 'nobody';
}

function elsewhereError(check: ReadinessCheck, listeners: readonly Listener[]): TargetError {
  const { host, port } = check.endpoint;
  const samePort = listeners.find((listener) => listener.port === port);
  if (samePort !== undefined) {
    return failure(check, 'listens-elsewhere', `listens on ${samePort.host}, not on ${host}`, {
      hint: 'use {host} or HOST in its command',
    });
  }
  const ports = [...new Set(listeners.map((listener) => listener.port))].join(', ');
  return failure(check, 'listens-elsewhere', `listens on ${ports}, not on ${port}`, {
    hint: 'use {port} or PORT in its command',
  });
}

function exitedError(check: ReadinessCheck): TargetError {
  const { code = null, signal = null } = check.group.exit ?? {};
  const how = signal === null ? `with code ${code}` : `by ${signal}`;
  const isPortTaken = check.log.lines(200).some((line) => /EADDRINUSE|address already in use/i.test(line));
  return failure(check, 'exited', `ended ${how} before it answered`, {
    hint: isPortTaken
      ? 'its port is taken by another process: use {port} or PORT, which perfcmp chooses'
      : EXIT_HINTS.get(code),
  });
}

/** What a shell means by them, too. */
const EXIT_HINTS: ReadonlyMap<number | null, string> = new Map([
  [0, 'it must stay in the foreground until it is asked to stop'],
  [126, 'is what the command names a program, and may you run it?'],
  [127, 'is what the command names installed, and on PATH?'],
]);

function failure(
  check: ReadinessCheck,
  code: string,
  what: string,
  options: { hint?: string | undefined },
): TargetError {
  return new TargetError(code, check.name, `target "${check.name}": ${what}`, {
    ...options,
    logTail: check.log.tail(LOG_TAIL_LINES),
  });
}
