import { isAbsolute, join, normalize } from 'node:path';
import { ConfigError } from '../errors.js';
import type { TargetRequest } from '../model/config.js';
import type { BaseRequest } from '../model/gate.js';
import type { Revision } from '../model/target.js';
import { type Checkout, checkOut } from '../target/git-checkout.js';
import {
  type Commit,
  changedPaths,
  findCommit,
  openRepository,
  type Repository,
  refuseSubmodules,
} from '../target/git-repository.js';
import { interruptedBeforeStart } from './interrupted.js';
import type { SessionIo } from './io.js';

/** What base and head are made of. */
export interface BaseAndHead extends BaseRequest {
  /** Absolute paths whose changes are none of head's. */
  readonly leftOut: readonly string[];
}

/** One side of the comparison before it is checked out. */
interface Side {
  readonly name: string;
  readonly ref: string;
  readonly commit: Commit;
  readonly changed: readonly string[];
}

/**
 * Checks base and head out beside the user's working tree, builds both there, and lets `use` measure them. Head is what
 * lies in the working tree, uncommitted changes included, but for what git ignores and perfcmp writes. Nothing of it is
 * touched.
 */
export async function withBaseAndHead<T>(
  request: BaseAndHead,
  io: SessionIo,
  use: (targets: readonly [base: TargetRequest, head: TargetRequest]) => Promise<T>,
): Promise<T> {
  const repository = await openRepository(io.cwd);
  const folder = workingFolder(repository, request.folder);
  const sides: readonly Side[] = [
    { name: 'base', ref: request.ref, commit: await findCommit(repository, request.ref), changed: [] },
    {
      name: 'head',
      ref: 'HEAD',
      commit: await findCommit(repository, 'HEAD'),
      changed: await changedPaths(repository, request.leftOut),
    },
  ];
  for (const { name, commit } of sides) await refuseSubmodules(repository, name, commit);
  const checkouts: Checkout[] = [];
  try {
    const targets: TargetRequest[] = [];
    for (const side of sides) {
      if (io.signal.aborted) throw interruptedBeforeStart(io.signal);
      const { onEvent, signal } = io;
      const { build, rebuild, buildTimeoutMs: timeoutMs } = request;
      const { name: target, commit, changed } = side;
      const checkout = await checkOut({
        ...{ target, repository, commit, changed, folder },
        ...{ build, rebuild, timeoutMs, onEvent, signal },
      });
      checkouts.push(checkout);
      targets.push(asTarget(request, side, checkout));
    }
    const [base, head] = targets;
    if (base === undefined || head === undefined) throw new RangeError('two sides make two targets');
    return await use([base, head]);
  } finally {
    for (const checkout of checkouts) await checkout.release();
  }
}

function asTarget({ start }: BaseRequest, { name, ref, commit, changed }: Side, { cwd }: Checkout): TargetRequest {
  const revision: Revision = { ref, commit: commit.sha, tree: commit.tree, changedFiles: changed.length };
  return { kind: 'command', label: name, ...start, checkout: { cwd, revision } };
}

/** Where the user is, or the folder below it that was asked for, within the repository. */
function workingFolder({ prefix }: Repository, asked: string | null): string {
  const folder = normalize(join(prefix, asked ?? ''));
  const isOutside = folder === '..' || folder.startsWith('../') || (asked !== null && isAbsolute(asked));
  if (!isOutside) return folder === '.' ? '' : folder;
  throw new ConfigError([
    {
      where: 'gate.folder',
      message: `must lie within the repository, got "${asked}"`,
      hint: 'write it from where you are, like packages/api',
    },
  ]);
}
