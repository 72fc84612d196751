// GET /memory/efficiency: the walk of /zero-copy over ready buffers of five sizes.
import { setTimeout as pause } from 'node:timers/promises';
import { checksumInViews } from './checksum.js';
import { oneAtATime } from './one-at-a-time.js';

const SIZES_BYTES = [1024, 4096, 16_384, 65_536, 262_144];
const PASSES = 1000;
const BYTES_PER_MB = 1_048_576;

export const measureMemoryEfficiency = oneAtATime(async () => {
  const results = [];
  for (const sizeBytes of SIZES_BYTES) {
    // Others get their turn. Not every runtime looks at its connections between two immediates.
    await pause(1);
    results.push(measureSize(sizeBytes));
  }
  return {
    memory_efficiency_test: results,
    test_description: `CRC-32 in views of 1024 bytes, ${PASSES} passes over a buffer of each size`,
  };
});

/** @param {number} sizeBytes */
function measureSize(sizeBytes) {
  const buffer = Buffer.alloc(sizeBytes, 'perfcmp');
  const startedMs = performance.now();
  for (let pass = 0; pass < PASSES; pass++) checksumInViews(buffer);
  const totalMs = performance.now() - startedMs;
  return {
    data_size_bytes: sizeBytes,
    iterations: PASSES,
    total_time_ms: totalMs,
    avg_time_per_op_us: (totalMs * 1000) / PASSES,
    throughput_mb_per_sec: (sizeBytes * PASSES) / BYTES_PER_MB / (totalMs / 1000),
  };
}
