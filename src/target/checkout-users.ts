import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../machine/process-identity.js';

/** Folder of a place with a file for each checkout that is served from it. */
export const USERS = 'users';

const OWNER = 'owner';
const ABANDONED_AFTER_MS = 24 * 3_600_000;
const CLAIMING_MS = 60_000;

/** Makes a place, for this process to fill; false where there is one. */
export async function claimPlace(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  await writeFile(join(folder, OWNER), String(process.pid));
  return true;
}

/** Whether who began it cannot finish it any more. */
export async function isAbandoned(folder: string): Promise<boolean> {
  const facts = await stat(folder).catch(() => null);
  if (facts === null) return true;
  const ageMs = Date.now() - facts.mtimeMs;
  const owner = Number(await readFile(join(folder, OWNER), 'utf8').catch(() => ''));
  if (owner === 0) return ageMs > CLAIMING_MS;
  return !isAlive(String(owner)) || ageMs > ABANDONED_AFTER_MS;
}

/** Says that a server may be started from a place until the returned file is removed, or this process ends. */
export async function markUse(folder: string): Promise<string> {
  const file = join(folder, USERS, `${process.pid}.${randomUUID().slice(0, 8)}`);
  await mkdir(join(folder, USERS), { recursive: true });
  await writeFile(file, '');
  return file;
}

/** Whether a perfcmp that lives serves from a place. */
export async function isInUse(folder: string): Promise<boolean> {
  const names = await readdir(join(folder, USERS)).catch(() => []);
  for (const name of names) {
    if (isAlive(String(Number.parseInt(name, 10)))) return true;
    // Of one that was killed: the next process of its number is another.
    await rm(join(folder, USERS, name), { force: true }).catch(() => {});
  }
  return false;
}
