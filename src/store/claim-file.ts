import { readFileSync, rmSync } from 'node:fs';
import { createWhole, errorCode, writeWhole, writtenAtMs } from './whole-file.js';

/** Whether the process lives that named itself so in a file, and gave its last sign then: of some nothing else can be known. */
export type IsAlive = (owner: string, lastSignMs: number) => boolean;

/**
 * Of an owner's name in that of a file, which may not be long. Of owners that are alike so far one is refused now and then
 * that need not be; two never get in.
 */
const LONGEST_NAME = 60;
// Where there are no hard links a file is there a moment before its text is.
const EMPTY_TRIES = 40;
const EMPTY_PAUSE_MS = 20;

/**
 * Makes the file at `path` that of `owner`, of one process however many want it: null where that is done, else the living
 * one whose it is. The file of a process that has ended is taken over.
 */
export function claimFile(path: string, owner: string, isAlive: IsAlive): string | null {
  for (;;) {
    if (createWhole(path, `${owner}\n`)) return null;
    const holder = holderOf(path);
    // Given back since.
    if (holder === null) continue;
    if (isAlive(holder, writtenAtMs(path))) return holder;
    // Only who has the file beside it may replace it: of two that see it left behind, the later one would replace the first.
    const beside = `${path}.${holder.replace(/\W+/g, '-').slice(0, LONGEST_NAME)}`;
    const rival = claimFile(beside, owner, isAlive);
    if (rival !== null) return rival;
    try {
      if (holderOf(path) === holder) {
        writeWhole(path, `${owner}\n`);
        return null;
      }
      // Somebody was first, and is looked at like the one before.
    } finally {
      rmSync(beside, { force: true });
    }
  }
}

/** Null where there is no such file; empty where whoever made it died before it said who it is. */
function holderOf(path: string): string | null {
  for (let tries = 1; ; tries += 1) {
    const holder = readHolder(path);
    if (holder !== '' || tries === EMPTY_TRIES) return holder;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, EMPTY_PAUSE_MS);
  }
}

function readHolder(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
