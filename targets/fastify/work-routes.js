import { runBenchmark } from '../shared/benchmark.js';
import { ContractError, INVALID_KEY, NOT_FOUND } from '../shared/errors.js';
import { processFiles } from '../shared/file-processing.js';
import { parseFileRequest } from '../shared/file-request.js';
import { runIoBenchmark } from '../shared/io-benchmark.js';
import { describeMemory } from '../shared/memory.js';
import { measureMemoryEfficiency } from '../shared/memory-efficiency.js';
import { runProfiled } from '../shared/profiler.js';
import { DEFAULT_KEY, isValidKey } from '../shared/response-cache.js';
import { cache, profiler, resetWorkload, stats } from '../shared/workload.js';
import { describeUpload } from '../shared/zero-copy.js';

// Fastify reads no body where none is announced.
const NO_BODY = { bytes: Buffer.alloc(0), bytesCopied: 0 };

/** What remembers, so that one process answers it alone. New endpoints of the contract get their route here. */
export function addWorkRoutes(route) {
  route('GET', '/benchmark', async () => {
    const outcome = await runBenchmark();
    stats.record(outcome.processing_time_us);
    return outcome;
  });
  route('GET', '/stats', () => stats.snapshot());

  route('GET', '/cached', (_request, reply) => sendCached(reply, DEFAULT_KEY));
  route('GET', '/cached/:key', (request, reply) => sendCached(reply, request.params.key));
  route('GET', '/cache/stats', () => cache.stats());

  route('GET', '/memory/stats', () => describeMemory());
  route('GET', '/memory/efficiency', () => measureMemoryEfficiency());
  route('POST', '/zero-copy', ({ body = NO_BODY }) => describeUpload(body.bytes, body.bytesCopied));

  route('GET', '/profiled', (request, reply) => reply.type('application/json').send(runProfiled(profiler, request)));
  route('GET', '/profiler/stats', () => profiler.stats());

  route('POST', '/files/process', ({ body = NO_BODY }) => processFiles(parseFileRequest(body.bytes)));
  route('GET', '/io-benchmark', () => runIoBenchmark());

  route('POST', '/admin/reset', (_request, reply) => {
    resetWorkload();
    return reply.code(204).send();
  });
}

async function sendCached(reply, key) {
  // Fastify's router lets a parameter be empty.
  if (key === '') throw new ContractError(NOT_FOUND);
  if (!isValidKey(key)) throw new ContractError(INVALID_KEY);
  const stored = cache.lookUp(key);
  reply.header('X-Cache', stored === undefined ? 'MISS' : 'HIT').type('application/json');
  return reply.send(stored ?? (await cache.compute(key)));
}
