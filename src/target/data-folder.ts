import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../units/make-folder.js';

const PREFIX = 'perfcmp-data-';
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** The sandbox that a contract target may write into, PERFCMP_DATA_DIR. */
export interface DataFolder {
  readonly path: string;
  remove(): void;
}

const temporary = new Set<string>();

/** Makes the folder that was asked for, or a temporary one that goes with `remove` or with this process. */
export function createDataFolder(wanted: string | undefined): DataFolder {
  if (wanted !== undefined) {
    makeFolder(wanted, 0o700);
    return { path: wanted, remove: () => {} };
  }
  removeAbandoned();
  // A second Ctrl-C leaves no time to stop servers, but enough to tidy up. A program that uses perfcmp lives on without this.
  if (!process.listeners('exit').includes(removeTemporary)) process.on('exit', removeTemporary);
  const path = mkdtempSync(join(tmpdir(), PREFIX));
  temporary.add(path);
  return { path, remove: () => attempt(() => removeFolder(path)) };
}

function removeTemporary(): void {
  for (const path of temporary) attempt(() => removeFolder(path));
}

function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
  temporary.delete(path);
  if (temporary.size === 0) process.off('exit', removeTemporary);
}

/** What a killed perfcmp left behind. */
function removeAbandoned(): void {
  const oldestMs = Date.now() - ABANDONED_AFTER_MS;
  for (const name of readdirSync(tmpdir())) {
    const path = join(tmpdir(), name);
    if (!name.startsWith(PREFIX) || temporary.has(path)) continue;
    attempt(() => {
      if (statSync(path).mtimeMs < oldestMs) rmSync(path, { recursive: true, force: true });
    });
  }
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // It belongs to somebody else, may not be looked into, or is still written into: the next sweep takes it.
  }
}
