import { readdir } from 'node:fs/promises';

/** Every file and folder below a folder, sorted; what vanishes meanwhile is not there. */
export async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder, { recursive: true })).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
