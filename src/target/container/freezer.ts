import { accessSync, constants, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askEngine } from './engine.js';
import type { ContainerFacts } from './inspect.js';

/** Stops containers where they stand, and lets them go on. */
export interface Freezer {
  /** Whether they stand still now. */
  readonly isFrozen: boolean;
  freeze(): Promise<void>;
  /** Resolves to why they cannot go on, or null. */
  thaw(): Promise<string | null>;
}

/**
 * How these containers can be frozen; null: not at all. Their cgroups do it within microseconds where perfcmp may write
 * to them, else the engine is asked, which does the same in some ten milliseconds.
 */
export async function findFreezer(
  containers: readonly ContainerFacts[],
  cgroups: readonly string[],
): Promise<Freezer | null> {
  const files = cgroups.map((folder) => join(folder, 'cgroup.freeze'));
  if (files.length > 0 && files.length === containers.length && files.every(isWritable)) return cgroupFreezer(files);
  const ids = containers.map(({ id }) => id);
  const freezer = engineFreezer(ids);
  // Better known before a run counts on it: without cgroups of their own, as for some users, containers cannot be paused.
  if (!(await askEngine(['pause', ...ids])).ok) return null;
  return (await freezer.thaw()) === null ? freezer : null;
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function cgroupFreezer(files: readonly string[]): Freezer {
  let isFrozen = false;
  const write = (value: '0' | '1') => {
    isFrozen = value === '1';
    for (const file of files) writeFileSync(file, value);
  };
  return {
    get isFrozen() {
      return isFrozen;
    },
    freeze: async () => attempt(() => write('1')),
    thaw: async () => {
      try {
        write('0');
        return null;
      } catch (error) {
        return String(error);
      }
    },
  };
}

function engineFreezer(ids: readonly string[]): Freezer {
  let isFrozen = false;
  return {
    get isFrozen() {
      return isFrozen;
    },
    freeze: async () => {
      isFrozen = true;
      await askEngine(['pause', ...ids]);
    },
    thaw: async () => {
      isFrozen = false;
      const { ok, message } = await askEngine(['unpause', ...ids]);
      return ok ? null : message;
    },
  };
}

/** One that has ended has no file any more, and nothing that could be stopped. */
function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // Its end is seen by whoever waits for it.
  }
}
