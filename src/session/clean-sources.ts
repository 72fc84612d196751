import { lstatSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAlive, ownIdentity } from '../machine/process-identity.js';
import type { CleanEntry, CleanKind } from '../model/clean.js';
import { calibrationFiles, calibrationFolder } from '../store/calibration-store.js';
import { claimRun } from '../store/run-claim.js';
import { LOGS_FOLDER } from '../store/run-files.js';
import { lastSignMs } from '../store/run-reader.js';
import { openStore, type StoredRunListing } from '../store/run-store.js';
import { cacheFolder, checkoutsFolder } from '../target/build-cache.js';
import { buildEntries, type CachedEntry, checkoutEntries } from '../target/cache-entries.js';
import { engineProblem, engineProgram } from '../target/container/engine.js';
import { type KeptContainer, keptContainers, removeKept } from '../target/container/kept.js';
import { sizeOnDisk } from '../units/folder-size.js';

/** Where things of one kind are kept, and how one of them is removed. */
export interface CleanSource {
  readonly kind: CleanKind;
  /** For people. */
  readonly place: string;
  /** Why nobody can look there, in one line; null where nothing is in the way. */
  readonly problem: () => Promise<string | null>;
  readonly find: () => Promise<readonly FoundEntry[]>;
}

/** Something that is kept, with what removes it. */
export interface FoundEntry {
  readonly entry: CleanEntry;
  readonly remove: () => Promise<void>;
}

/** Everything that perfcmp keeps: caches of the user, runs of this folder, calibrations of this machine, containers. */
export function cleanSources(cwd: string, env: NodeJS.ProcessEnv): readonly CleanSource[] {
  const store = openStore({ cwd, env });
  const onDisk: readonly Omit<CleanSource, 'problem'>[] = [
    { kind: 'builds', place: cacheFolder(env), find: async () => (await buildEntries(env)).map(found('builds')) },
    {
      kind: 'checkouts',
      place: checkoutsFolder(env),
      find: async () => (await checkoutEntries(env)).map(found('checkouts')),
    },
    { kind: 'runs', place: store.folder, find: async () => store.listRuns().flatMap(foundRun('runs', '')) },
    { kind: 'logs', place: store.folder, find: async () => store.listRuns().flatMap(foundRun('logs', LOGS_FOLDER)) },
    { kind: 'calibrations', place: calibrationFolder(env), find: async () => calibrationFiles(env).map(foundFile) },
  ];
  return [
    ...onDisk.map((source) => ({ ...source, problem: async () => null })),
    {
      kind: 'containers',
      place: `the engine of ${engineProgram()}`,
      problem: async () => {
        const problem = await engineProblem();
        return problem === null ? null : `${problem.message} (${problem.hint})`;
      },
      find: async () => (await keptContainers()).map(foundContainer),
    },
  ];
}

function found(kind: CleanKind): (cached: CachedEntry) => FoundEntry {
  return ({ path, ...entry }) => removable(path, { kind, bytes: sizeOnDisk(path), ...entry });
}

/** A run, or a part of it; what only links to one lies elsewhere and is none of ours. */
function foundRun(kind: CleanKind, part: string): (run: StoredRunListing) => FoundEntry[] {
  return ({ id, folder, createdAt, owner }) => {
    const path = join(folder, part);
    if (![folder, path].every(isFolder)) return [];
    const isInUse = owner !== null && isAlive(owner, lastSignMs(folder));
    const usedAtMs = createdAt.getTime();
    const entry = { kind, name: id, family: '', bytes: sizeOnDisk(path), usedAtMs, isInUse };
    return [{ entry, remove: () => removeClaimed(folder, path) }];
  };
}

/** Nobody goes on with a run while it, or a part of it, is removed; throws where somebody has since it was found. */
async function removeClaimed(folder: string, path: string): Promise<void> {
  const claim = claimRun(dirname(folder), basename(folder), ownIdentity(), isAlive);
  try {
    await removeAll(path);
  } finally {
    claim.release();
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function foundFile({ path, name, madeAtMs }: ReturnType<typeof calibrationFiles>[number]): FoundEntry {
  const entry = { name, family: '', bytes: sizeOnDisk(path), usedAtMs: madeAtMs, isInUse: false };
  return removable(path, { kind: 'calibrations', ...entry });
}

function foundContainer(kept: KeptContainer): FoundEntry {
  const { name, createdAtMs: usedAtMs, isInUse } = kept;
  return {
    entry: { kind: 'containers', name, family: null, bytes: null, usedAtMs, isInUse },
    remove: () => removeKept(kept),
  };
}

function removable(path: string, entry: CleanEntry): FoundEntry {
  return { entry, remove: () => removeAll(path) };
}

/** Links within are removed, not followed. */
function removeAll(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}
