// GET /io-benchmark: the work of /files/process on files of three sizes, made for it and removed in every case.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFiles } from './file-processing.js';
import { oneAtATime } from './one-at-a-time.js';
import { sandboxFolder } from './sandbox.js';

const SCENARIOS = [
  { name: 'small_files', fileCount: 100, fileBytes: 1024 },
  { name: 'medium_files', fileCount: 50, fileBytes: 10_240 },
  { name: 'large_files', fileCount: 10, fileBytes: 102_400 },
];
const BYTES_PER_MB = 1_048_576;

export const runIoBenchmark = oneAtATime(async () => {
  const folder = await mkdtemp(join(sandboxFolder(), 'io-'));
  try {
    const results = [];
    for (const scenario of SCENARIOS) results.push(await runScenario(folder, scenario));
    return { io_benchmark_results: results };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/**
 * @param {string} folder
 * @param {{ name: string, fileCount: number, fileBytes: number }} scenario
 */
async function runScenario(folder, { name, fileCount, fileBytes }) {
  const files = Array.from({ length: fileCount }, (_, index) => `${name}-${index}`);
  await writeFiles(folder, files, Buffer.alloc(fileBytes, 'x'));
  const { successful, tookMs, filesPerSec, totalBytes } = await readFiles(folder, files);
  if (successful !== fileCount) throw new Error(`${fileCount - successful} of the files written cannot be read`);
  const totalMb = totalBytes / BYTES_PER_MB;
  return {
    scenario: name,
    file_count: fileCount,
    file_size_bytes: fileBytes,
    processing_time_ms: tookMs,
    throughput_files_per_sec: filesPerSec,
    total_data_mb: totalMb,
    data_throughput_mb_per_sec: (totalMb * 1000) / tookMs,
  };
}

/**
 * @param {string} folder
 * @param {string[]} files
 * @param {Buffer} content
 */
async function writeFiles(folder, files, content) {
  // All are over when one has failed: nothing is written any more into a folder that is being removed.
  const written = await Promise.allSettled(files.map((file) => writeFile(join(folder, file), content, { flag: 'wx' })));
  for (const outcome of written) if (outcome.status === 'rejected') throw outcome.reason;
}
