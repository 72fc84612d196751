// PERFCMP_DATA_DIR: the only folder whose files a target reads or writes.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { constants, open, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { settings } from './settings.js';

const LARGEST_FILE_BYTES = 16 * 1_048_576;
// A FIFO without a writer must not block, and a link put in the file's place meanwhile must not be followed.
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** @type {string | undefined} */
let root;

/** The real path of the sandbox; without PERFCMP_DATA_DIR a temporary folder that goes with this process. */
export function sandboxFolder() {
  root ??= realpathSync(settings.dataFolder ?? temporaryFolder());
  return root;
}

/**
 * @param {string} folder a real path
 * @param {string} path relative and safe
 * @returns {Promise<Buffer | null>} the content; null where there is no regular file of at most 16 MiB below the folder
 */
export async function readFileBelow(folder, path) {
  try {
    const file = await realpath(join(folder, path));
    return file.startsWith(folder + sep) ? await readRegularFile(file) : null;
  } catch {
    return null;
  }
}

/** @param {string} file */
async function readRegularFile(file) {
  const handle = await open(file, OPEN_FLAGS);
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size > LARGEST_FILE_BYTES) return null;
    // Reads what was there at the start, however fast the file grows.
    const content = Buffer.allocUnsafe(stat.size);
    let filledBytes = 0;
    while (filledBytes < content.length) {
      const { bytesRead } = await handle.read(content, filledBytes, content.length - filledBytes);
      if (bytesRead === 0) break;
      filledBytes += bytesRead;
    }
    return content.subarray(0, filledBytes);
  } finally {
    await handle.close();
  }
}

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-sandbox-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
