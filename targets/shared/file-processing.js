// POST /files/process: files read side by side, never more at once than there are slots in this process.
import { readFileBelow, sandboxFolder } from './sandbox.js';
import { settings } from './settings.js';
import { Slots } from './slots.js';
import { waitAtLeast } from './wait.js';

const slots = new Slots(settings.fileConcurrency);

/** @param {string[]} paths relative and safe */
export async function processFiles(paths) {
  const { peakConcurrency, ...result } = await readFiles(sandboxFolder(), paths);
  return {
    processing_result: {
      total_files: paths.length,
      successful_files: result.successful,
      failed_files: paths.length - result.successful,
      total_time_ms: result.tookMs,
      total_bytes_processed: result.totalBytes,
      throughput_files_per_sec: result.filesPerSec,
    },
    concurrency_limit: settings.fileConcurrency,
    peak_concurrency: peakConcurrency,
  };
}

/**
 * @param {string} folder a real path
 * @param {string[]} paths relative and safe
 */
export async function readFiles(folder, paths) {
  const startedMs = performance.now();
  let peakConcurrency = 0;
  const sizes = await Promise.all(
    paths.map((path) =>
      slots.run((taken) => {
        peakConcurrency = Math.max(peakConcurrency, taken);
        return readOne(folder, path);
      }),
    ),
  );
  const tookMs = performance.now() - startedMs;
  const readable = sizes.filter((size) => size !== null);
  return {
    successful: readable.length,
    totalBytes: readable.reduce((sum, size) => sum + size, 0),
    peakConcurrency,
    tookMs: paths.length === 0 ? 0 : tookMs,
    filesPerSec: paths.length === 0 ? 0 : (paths.length * 1000) / tookMs,
  };
}

/**
 * @param {string} folder
 * @param {string} path
 * @returns {Promise<number | null>} its bytes; null: not readable
 */
async function readOne(folder, path) {
  const content = await readFileBelow(folder, path);
  if (content === null) return null;
  if (settings.fileDelayMs > 0) await waitAtLeast(settings.fileDelayMs * 1000);
  return content.length;
}
