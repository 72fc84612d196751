import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EXIT, PerfcmpError } from '../errors.js';
import { claimFile, type IsAlive } from './claim-file.js';
import { OWNER_FILE } from './run-files.js';
import { lastSignMs } from './run-reader.js';
import { type RunWriter, reopenRunWriter, writing } from './run-writer.js';

/** A run that is there and that nobody but this process goes on with, until it is given back. */
export interface RunClaim {
  readonly id: string;
  /** Opens it behind its last whole event; the writer gives the run back when it is closed. */
  readonly reopen: () => RunWriter;
  /** Gives it back; harmless once that is done. */
  readonly release: () => void;
}

/** Makes a run that of `owner`; throws where a living process is at it. */
export function claimRun(root: string, id: string, owner: string, isAlive: IsAlive): RunClaim {
  const folder = join(root, id);
  const holder = claimOwner(folder, owner, isAlive);
  if (holder !== null) throw goingOn(folder, holder, owner);
  let isHeld = true;
  const release = (): void => {
    // Once: what is there later is another's.
    if (isHeld) rmSync(join(folder, OWNER_FILE), { force: true });
    isHeld = false;
  };
  return { id, release, reopen: () => reopenRunWriter(root, id, release) };
}

/** Makes the run in a folder that of `owner`: null where that is done, else the living process that is at it. */
export function claimOwner(folder: string, owner: string, isAlive: IsAlive): string | null {
  const isAtIt: IsAlive = (holder, writtenMs) => isAlive(holder, Math.max(writtenMs, lastSignMs(folder)));
  return writing(folder, () => claimFile(join(folder, OWNER_FILE), owner, isAtIt));
}

function goingOn(folder: string, holder: string, owner: string): PerfcmpError {
  const [pid = '', , ...place] = holder.split(' ');
  const [, , ...ownPlace] = owner.split(' ');
  const isHere = place.length === 0 || place.join(' ') === ownPlace.join(' ');
  const where = isHere ? '' : ` of another container or machine, ${place[0]}`;
  const message = `run ${basename(folder)} is still going on, as process ${pid}${where}`;
  const hint = isHere
    ? `wait for its end, or interrupt it: kill -INT ${pid}`
    : `it counts as ended a day after it wrote last; if you know that it has: rm ${join(folder, OWNER_FILE)}`;
  return new PerfcmpError('not-resumable', message, EXIT.usage, { hint });
}
