import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, ownIdentity } from '../machine/process-identity.js';

/** Folder of a place with a file for each checkout that is served from it. */
export const USERS = 'users';

const OWNER = 'owner';
const ABANDONED_AFTER_MS = 24 * 3_600_000;
const CLAIMING_MS = 60_000;
/** Ends the name of a mark, as one process may have several. */
const MARK_END = /\.[0-9a-f]{8}$/;

/** Makes a place, for this process to fill; false where there is one. */
export async function claimPlace(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  await writeFile(join(folder, OWNER), ownIdentity());
  return true;
}

/** Whether who began it cannot finish it any more. */
export async function isAbandoned(folder: string): Promise<boolean> {
  const facts = await stat(folder).catch(() => null);
  if (facts === null) return true;
  const ageMs = Date.now() - facts.mtimeMs;
  const owner = await readFile(join(folder, OWNER), 'utf8').catch(() => '');
  if (owner === '') return ageMs > CLAIMING_MS;
  return !isAlive(owner, facts.mtimeMs) || ageMs > ABANDONED_AFTER_MS;
}

/** Says that a server may be started from a place until the returned file is removed, or this process ends. */
export async function markUse(folder: string): Promise<string> {
  // In its name, which is never there without what it says.
  const name = encodeURIComponent(ownIdentity());
  const file = join(folder, USERS, `${name}.${randomUUID().slice(0, 8)}`);
  await mkdir(join(folder, USERS), { recursive: true });
  await writeFile(file, '');
  return file;
}

/** Whether a perfcmp that lives serves from a place. */
export async function isInUse(folder: string): Promise<boolean> {
  const names = await readdir(join(folder, USERS)).catch(() => []);
  for (const name of names) {
    const mark = join(folder, USERS, name);
    const facts = await stat(mark).catch(() => null);
    // Taken back a moment ago.
    if (facts === null) continue;
    if (isAlive(identityIn(name), facts.mtimeMs)) return true;
    await rm(mark, { force: true }).catch(() => {});
  }
  return false;
}

/** What is no name of a mark names no process, either. */
function identityIn(name: string): string {
  try {
    return decodeURIComponent(name.replace(MARK_END, ''));
  } catch {
    return '';
  }
}
