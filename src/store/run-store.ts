import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, PerfcmpError } from '../errors.js';
import type { IsAlive } from './claim-file.js';
import { claimOwner, claimRun, type RunClaim } from './run-claim.js';
import { REPORT_FILE, RESUME_FILE } from './run-files.js';
import { isRunId, nearestIds } from './run-id.js';
import { readCreatedAt, readOwner, readRunFolder, type StoredRun } from './run-reader.js';
import { openRunWriter, type RunWriter } from './run-writer.js';
import { storeFolder } from './store-folder.js';

const KEPT_RUNS = 50;
// A run without a report this old has crashed; a younger one may still be going on.
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/** A line of `listRuns`. */
export interface StoredRunListing {
  readonly id: string;
  readonly folder: string;
  readonly createdAt: Date;
  /** False while the run goes on and after a crash. */
  readonly hasReport: boolean;
  /** Whether it has what it is resumed by; so has one that goes on. */
  readonly mayBeResumed: boolean;
  /** The process that was at it last and did not say that it ended; null: none. */
  readonly owner: string | null;
}

/** The runs kept on this machine, each in a folder of its own. */
export interface RunStore {
  /** Absolute folder that holds the runs; made with the first of them. */
  readonly folder: string;
  /** Begins a run and removes the oldest beyond 50 that nobody is at; `owner` is the process that measures it. */
  readonly createRun: (id: string, owner?: string) => RunWriter;
  /** Makes a run that is there that of `owner`, to go on with it; throws where a living process is at it. */
  readonly claimRun: (id: string, owner: string) => RunClaim;
  /** `last` is the newest run with a report, or the newest at all if none has one. */
  readonly readRun: (id: string) => StoredRun;
  /** Newest first. */
  readonly listRuns: () => StoredRunListing[];
}

export interface StoreOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The wall clock, replaced in tests. */
  readonly now?: () => Date;
  /** Whether the process lives that an owner names; absent: nobody can tell, so that each is taken to. */
  readonly isAlive?: IsAlive;
}

/** Opens the store that belongs to a folder; nothing is written before `createRun`. */
export function openStore({ cwd, env, now = () => new Date(), isAlive = () => true }: StoreOptions): RunStore {
  const folder = storeFolder(cwd, env);
  return {
    folder,
    createRun: (id, owner) => {
      if (!isRunId(id)) throw new RangeError(`not the id of a run: ${JSON.stringify(id)}`);
      const createdAt = now();
      const writer = openRunWriter(folder, id, createdAt, owner ?? null);
      removeOldest(folder, createdAt, (old) => claimOwner(old, owner ?? `${process.pid}`, isAlive) === null);
      return writer;
    },
    claimRun: (id, owner) => claimRun(folder, findRun(folder, id).id, owner, isAlive),
    readRun: (id) => {
      const run = findRun(folder, id);
      return readRunFolder(run.folder, run.id);
    },
    listRuns: () => listRuns(folder),
  };
}

function listRuns(root: string): StoredRunListing[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter(isRunId)
    .map((id) => {
      const folder = join(root, id);
      const createdAt = readCreatedAt(folder) ?? dateOf(id);
      return {
        ...{ id, folder, createdAt },
        hasReport: existsSync(join(folder, REPORT_FILE)),
        mayBeResumed: existsSync(join(folder, RESUME_FILE)),
        owner: readOwner(folder),
      };
    })
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1));
}

function findRun(root: string, id: string): StoredRunListing {
  const runs = listRuns(root);
  const last = runs.find(({ hasReport }) => hasReport) ?? runs[0];
  if (last === undefined) {
    // Who names no run is given the last one.
    const wanted = id === 'last' ? '' : `, got "${id}"`;
    throw new PerfcmpError('unknown-run', `no run is stored in ${root}${wanted}`, EXIT.usage, {
      hint: 'perfcmp run stores one; runs are looked for in reports/ beside a perfcmp config, else in your state folder',
    });
  }
  const found = id === 'last' ? last : runs.find((run) => run.id === id);
  if (found !== undefined) return found;
  const ids = runs.map((run) => run.id);
  const near = nearestIds(id, ids, 3);
  const meant = near.length === 0 ? '' : `did you mean ${near.join(', ')}? `;
  throw new PerfcmpError('unknown-run', `no stored run is named "${id}" in ${root}`, EXIT.usage, {
    hint: `${meant}"last" is the newest, ${last.id}; each run is a folder there`,
  });
}

function removeOldest(root: string, now: Date, claim: (folder: string) => boolean): void {
  for (const { folder, createdAt, hasReport } of listRuns(root).slice(KEPT_RUNS)) {
    const mayBeRunning = !hasReport && now.getTime() - createdAt.getTime() < ABANDONED_AFTER_MS;
    if (mayBeRunning) continue;
    try {
      // Nobody can go on with it from here on.
      if (claim(folder)) rmSync(folder, { recursive: true, force: true });
    } catch {
      // One of somebody else's, perhaps: that it stays must not cost the run that begins.
    }
  }
}

// Where the identity is lost the id itself still tells the minute.
function dateOf(id: string): Date {
  const [, year, month, day, hour, minute] = /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})/.exec(id) ?? [];
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}
