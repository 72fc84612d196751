import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, PerfcmpError } from '../errors.js';
import { claimFile, type IsAlive } from './claim-file.js';
import { OWNER_FILE } from './run-files.js';
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
  if (holder !== null) throw goingOn(id, holder);
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
  return writing(folder, () => claimFile(join(folder, OWNER_FILE), owner, isAlive));
}

function goingOn(id: string, holder: string): PerfcmpError {
  const [pid = ''] = holder.split(' ');
  return new PerfcmpError('not-resumable', `run ${id} is still going on, as process ${pid}`, EXIT.usage, {
    hint: `wait for its end, or interrupt it: kill -INT ${pid}`,
  });
}
