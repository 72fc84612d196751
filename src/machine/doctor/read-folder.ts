import { mkdtemp, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FolderFact } from '../../model/doctor.js';

/** Whether something can be written into a folder, or into the one in which it would be made. */
export async function readFolder(what: string, path: string): Promise<FolderFact> {
  const nearest = await nearestFolder(path);
  try {
    const trial = await mkdtemp(join(nearest, '.perfcmp-doctor-'));
    await rm(trial, { recursive: true });
    const { bavail, bsize } = await statfs(nearest);
    return { what, path, problem: null, freeBytes: bavail * bsize };
  } catch (error) {
    return { what, path, problem: reasonOf(error), freeBytes: null };
  }
}

async function nearestFolder(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isMissing && dirname(path) !== path ? nearestFolder(dirname(path)) : path;
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'may not be written by this user',
    EROFS: 'is on a disk that is read-only',
    ENOSPC: 'is on a disk that is full',
    ENOTDIR: 'is no folder',
  };
  return reasons[code ?? ''] ?? message;
}
