import { runBenchmark } from '../shared/benchmark.js';
import { readBody } from '../shared/body.js';
import { ContractError, INVALID_KEY } from '../shared/errors.js';
import { processFiles } from '../shared/file-processing.js';
import { parseFileRequest } from '../shared/file-request.js';
import { runIoBenchmark } from '../shared/io-benchmark.js';
import { describeMemory } from '../shared/memory.js';
import { measureMemoryEfficiency } from '../shared/memory-efficiency.js';
import { runProfiled } from '../shared/profiler.js';
import { DEFAULT_KEY, isValidKey } from '../shared/response-cache.js';
import { cache, profiler, resetWorkload, stats } from '../shared/workload.js';
import { describeUpload } from '../shared/zero-copy.js';

/** What remembers, so that one process answers it alone. New endpoints of the contract get their route here. */
export function addWorkRoutes(router) {
  router.get('/benchmark', async (ctx) => {
    const outcome = await runBenchmark();
    stats.record(outcome.processing_time_us);
    ctx.body = outcome;
  });

  router.get('/stats', (ctx) => {
    ctx.body = stats.snapshot();
  });

  router.get(['/cached', '/cached/:key'], async (ctx) => {
    const key = ctx.params.key ?? DEFAULT_KEY;
    if (!isValidKey(key)) throw new ContractError(INVALID_KEY);
    const stored = cache.lookUp(key);
    ctx.set('X-Cache', stored === undefined ? 'MISS' : 'HIT');
    ctx.type = 'application/json';
    ctx.body = stored ?? (await cache.compute(key));
  });

  router.get('/cache/stats', (ctx) => {
    ctx.body = cache.stats();
  });

  router.get('/memory/stats', (ctx) => {
    ctx.body = describeMemory();
  });

  router.get('/memory/efficiency', async (ctx) => {
    ctx.body = await measureMemoryEfficiency();
  });

  router.post('/zero-copy', async (ctx) => {
    const { bytes, bytesCopied } = await readBody(ctx.req);
    ctx.body = describeUpload(bytes, bytesCopied);
  });

  router.get('/profiled', (ctx) => {
    ctx.type = 'application/json';
    ctx.body = runProfiled(profiler, ctx.request);
  });

  router.get('/profiler/stats', (ctx) => {
    ctx.body = profiler.stats();
  });

  router.post('/files/process', async (ctx) => {
    const { bytes } = await readBody(ctx.req);
    ctx.body = await processFiles(parseFileRequest(bytes));
  });

  router.get('/io-benchmark', async (ctx) => {
    ctx.body = await runIoBenchmark();
  });

  router.post('/admin/reset', async (ctx) => {
    await readBody(ctx.req);
    resetWorkload();
    ctx.status = 204;
  });
}
