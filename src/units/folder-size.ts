import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Unit of `blocks` in what the system says of a file, whatever the disk's own is. */
const BLOCK_BYTES = 512;

/** What a file or a folder takes on the disk; links are not followed. What cannot be looked at takes nothing. */
export function sizeOnDisk(path: string): number {
  try {
    const facts = lstatSync(path);
    const own = facts.blocks === undefined ? facts.size : facts.blocks * BLOCK_BYTES;
    if (!facts.isDirectory()) return own;
    return readdirSync(path).reduce((sum, name) => sum + sizeOnDisk(join(path, name)), own);
  } catch {
    return 0;
  }
}
