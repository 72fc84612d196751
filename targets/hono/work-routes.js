import { runBenchmark } from '../shared/benchmark.js';
import { ContractError, INVALID_KEY } from '../shared/errors.js';
import { processFiles } from '../shared/file-processing.js';
import { parseFileRequest } from '../shared/file-request.js';
import { runIoBenchmark } from '../shared/io-benchmark.js';
import { describeMemory } from '../shared/memory.js';
import { measureMemoryEfficiency } from '../shared/memory-efficiency.js';
import { runProfiled } from '../shared/profiler.js';
import { DEFAULT_KEY, isValidKey } from '../shared/response-cache.js';
import { readWebBody } from '../shared/web-body.js';
import { cache, profiler, resetWorkload, stats } from '../shared/workload.js';
import { describeUpload } from '../shared/zero-copy.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** What remembers, so that one process answers it alone. New endpoints of the contract get their route here. */
export function addWorkRoutes(app) {
  app.get('/benchmark', async (c) => {
    const outcome = await runBenchmark();
    stats.record(outcome.processing_time_us);
    return c.json(outcome);
  });
  app.get('/stats', (c) => c.json(stats.snapshot()));

  app.get('/cached', (c) => answerCached(c, DEFAULT_KEY));
  app.get('/cached/:key', (c) => answerCached(c, c.req.param('key')));
  app.get('/cache/stats', (c) => c.json(cache.stats()));

  app.get('/memory/stats', (c) => c.json(describeMemory()));
  app.get('/memory/efficiency', async (c) => c.json(await measureMemoryEfficiency()));
  app.post('/zero-copy', async (c) => {
    const { bytes } = await readWebBody(c.req.raw);
    // Hono's server for Node always makes an ArrayBuffer of what it received.
    return c.json(describeUpload(bytes, bytes.length));
  });

  app.get('/profiled', (c) => {
    const request = { url: c.req.path, headers: c.req.header() };
    return c.body(runProfiled(profiler, request), 200, JSON_TYPE);
  });
  app.get('/profiler/stats', (c) => c.json(profiler.stats()));

  app.post('/files/process', async (c) => {
    const { bytes } = await readWebBody(c.req.raw);
    return c.json(await processFiles(parseFileRequest(bytes)));
  });
  app.get('/io-benchmark', async (c) => c.json(await runIoBenchmark()));

  app.post('/admin/reset', async (c) => {
    await readWebBody(c.req.raw);
    resetWorkload();
    return c.body(null, 204);
  });
}

async function answerCached(c, key) {
  if (!isValidKey(key)) throw new ContractError(INVALID_KEY);
  const stored = cache.lookUp(key);
  const headers = { ...JSON_TYPE, 'X-Cache': stored === undefined ? 'MISS' : 'HIT' };
  return c.body(stored ?? (await cache.compute(key)), 200, headers);
}
