import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, lstat, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PerfcmpError, TargetError } from '../errors.js';
import {
  type CheckoutPlace,
  checkoutsRoot,
  completePlace,
  leavePlace,
  prunePlaces,
  takePlace,
} from './checkout-place.js';
import { isAbandoned } from './checkout-users.js';
import type { Commit, Repository } from './git-repository.js';
import { addWorktree, detachWorktree, removeWorktree, worktreesWithin } from './git-worktree.js';
import { askedBuild, lockedBuild } from './locked-build.js';
import { makePrivateRepository, removePrivateRepository } from './private-repository.js';
import { type BuildEvent, runSteps } from './run-steps.js';

const LIMIT = 'as long as a build step may take';
const BUILD_LOG = 'build.log';

/** Which files are wanted, and what has to be done before a server can be started from them. */
export interface CheckoutRequest {
  /** Name of the target that it is for. */
  readonly target: string;
  readonly repository: Repository;
  readonly commit: Commit;
  /** Paths of the user's working tree that take the place of the commit's; empty: the commit as it is. */
  readonly changed: readonly string[];
  /** From the top of the repository to the folder that steps and server run in; empty: the top. */
  readonly folder: string;
  /** Lines for a shell; null: what the lock file asks for. */
  readonly build: readonly string[] | null;
  readonly rebuild: boolean;
  readonly timeoutMs: number;
  readonly onEvent: (event: BuildEvent) => void;
  readonly signal: AbortSignal;
}

/** Files of a commit, built, in a folder of the cache. */
export interface Checkout {
  /** Where its server runs. */
  readonly cwd: string;
  readonly fromCache: boolean;
  /** Removes what is not kept for another run; what cannot be removed is left to a later one. */
  release(): Promise<void>;
}

/** Checks a commit out beside the user's working tree and builds it there; that of an unchanged commit is kept. */
export async function checkOut(request: CheckoutRequest): Promise<Checkout> {
  const { target, repository, commit, changed, rebuild } = request;
  // Of others, and of no use to this one: no reason to fail.
  await removeStrays(repository).catch(() => {});
  const family = hashOf(repository.gitFolder);
  const recipe = hashOf(
    JSON.stringify([process.platform, process.arch, process.versions.node, request.build, request.folder]),
  );
  const name = [family, commit.sha.slice(0, 12), recipe].join('-');
  const place = await takePlace(name, { keep: changed.length === 0, rebuild }).catch((error: unknown) => {
    throw diskError(target, error);
  });
  const tree = join(place.folder, basename(repository.top));
  const cwd = join(tree, request.folder);
  // The result that was measured is worth more than the disk.
  const release = (): Promise<void> => leavePlace(place).catch(() => {});
  if (place.isComplete) return { cwd, fromCache: true, release };
  try {
    await fill(request, tree, cwd, place);
    await completePlace(place);
  } catch (error) {
    await removeWorktree(repository, tree).catch(() => {});
    await rename(join(place.folder, BUILD_LOG), `${place.folder}.log`).catch(() => {});
    await rm(place.folder, { recursive: true, force: true }).catch(() => {});
    throw diskError(target, error);
  }
  await prunePlaces(`${family}-`).catch(() => {});
  return { cwd, fromCache: false, release };
}

async function fill(request: CheckoutRequest, tree: string, cwd: string, place: CheckoutPlace): Promise<void> {
  const { target, repository, commit, timeoutMs, onEvent, signal } = request;
  await addWorktree(repository, tree, commit.sha);
  await detachWorktree(repository, tree);
  for (const path of request.changed) await takeOver(join(repository.top, path), join(tree, path));
  if (!existsSync(cwd)) throw lacksFolder(request);
  const build = request.build === null ? lockedBuild(target, tree, cwd) : askedBuild(cwd, request.build);
  const logs = { logFile: join(place.folder, BUILD_LOG), shownLogFile: `${place.folder}.log` };
  if (build.steps.length === 0) return;
  await makePrivateRepository(repository, tree, commit.sha);
  await runSteps({ target, ...build, timeoutMs, timeoutName: LIMIT, ...logs, onEvent, signal });
  await removePrivateRepository(tree);
}

/** A changed file as it is now; one that is gone goes. */
async function takeOver(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  if ((await lstat(from).catch(() => null)) === null) return;
  await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
}

/** Working trees in our cache that nobody fills any more: a perfcmp was killed. */
async function removeStrays(repository: Repository): Promise<void> {
  for (const tree of await worktreesWithin(repository, await checkoutsRoot())) {
    if (await isAbandoned(dirname(tree))) await removeWorktree(repository, tree);
  }
}

function lacksFolder({ target, commit, folder }: CheckoutRequest): TargetError {
  const message = `target "${target}": commit ${commit.sha.slice(0, 7)} has no folder ${folder}`;
  return new TargetError('lacks-folder', target, message, { hint: 'start where both commits have the server' });
}

function diskError(target: string, error: unknown): unknown {
  if (error instanceof PerfcmpError || !(error instanceof Error) || !('syscall' in error)) return error;
  return new TargetError('checkout-failed', target, `target "${target}": cannot be checked out: ${error.message}`, {
    hint: 'free the disk, or set PERFCMP_CACHE_DIR to a folder that can be written',
    cause: error,
  });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
