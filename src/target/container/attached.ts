import type { Endpoint } from '../../model/load-profile.js';
import type { ComposeTarget, ContainerTarget } from '../../model/target.js';
import type { CappedLog } from '../capped-log.js';
import type { ProcessExit, ProcessGroup } from '../process-group.js';
import type { ContainerFacts } from './inspect.js';

/** Containers that run, and the program in the foreground that shows what they print and ends when the server does. */
export interface AttachedContainers {
  readonly target: ContainerTarget | ComposeTarget;
  readonly program: ProcessGroup;
  readonly log: CappedLog;
  readonly endpoint: Endpoint;
  /** That the server is to listen on inside. */
  readonly port: number;
  /** `NAME=value` in the environment of the server's container. */
  readonly marker: string;
  /** Its containers, the server's first; those that have ended as well, as long as they are there. */
  readonly find: () => Promise<readonly ContainerFacts[]>;
  /** How the server ended, once the program has. */
  readonly endOf: (exit: ProcessExit) => Promise<ServerEnd>;
  /** Asks the containers to end and removes them, in at most about so long as `graceMs` and three seconds. */
  readonly stop: () => Promise<unknown>;
  /** Removes whatever is left of them, without asking. */
  readonly remove: () => Promise<unknown>;
}

/** How a server in a container ended. */
export interface ServerEnd extends ProcessExit {
  readonly isOutOfMemory: boolean;
}

/** Why a start was refused, as the engine's program says last; null where the server itself ended. */
export function refusalOf(log: CappedLog, { code }: ProcessExit): string | null {
  // 125: the engine refused; 126 and 127: what the image runs could not be run. A server may end with these, too.
  if (code === null || code < 125 || code > 127) return null;
  return log.lines(50).findLast((line) => /^(docker|podman|error): /i.test(line)) ?? null;
}
