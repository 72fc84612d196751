import Router from '@koa/router';
import Koa from 'koa';
import getRawBody from 'raw-body';
import { runBenchmark } from '../shared/benchmark.js';
import {
  INTERNAL_SERVER_ERROR,
  INVALID_KEY,
  METHOD_NOT_ALLOWED,
  NOT_FOUND,
  PAYLOAD_TOO_LARGE,
} from '../shared/errors.js';
import { describeHealth, installedVersion } from '../shared/health.js';
import { supervise } from '../shared/lifecycle.js';
import { DEFAULT_KEY, isValidKey, ResponseCache } from '../shared/response-cache.js';
import { settings } from '../shared/settings.js';
import { RequestStats } from '../shared/stats.js';

const version = installedVersion('koa', import.meta.url);
const stats = new RequestStats();
const cache = new ResponseCache();
const router = new Router({ strict: true, sensitive: true });

// New endpoints of the contract get their route here.
router.get('/health', (ctx) => {
  ctx.body = describeHealth('koa', version);
});

router.get('/plaintext', (ctx) => {
  ctx.body = 'Hello, World!';
});

router.get('/json', (ctx) => {
  ctx.body = { message: 'Hello, World!' };
});

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
  if (!isValidKey(key)) return sendError(ctx, INVALID_KEY);
  const stored = cache.lookUp(key);
  ctx.set('X-Cache', stored === undefined ? 'MISS' : 'HIT');
  ctx.type = 'application/json';
  ctx.body = stored ?? (await cache.compute(key));
});

router.get('/cache/stats', (ctx) => {
  ctx.body = cache.stats();
});

router.post('/admin/reset', async (ctx) => {
  await readBody(ctx.req);
  stats.reset();
  cache.reset();
  ctx.status = 204;
});

const app = new Koa();
app.use(answerErrors);
app.use(router.routes());
app.use(router.allowedMethods());
supervise(app.listen(settings.port, settings.host));

/** What the router left without an answer or gave up on, in the contract's words. */
async function answerErrors(ctx, next) {
  try {
    await next();
  } catch (error) {
    return sendError(ctx, error.status === 413 ? PAYLOAD_TOO_LARGE : INTERNAL_SERVER_ERROR);
  }
  if (ctx.status === 404) sendError(ctx, NOT_FOUND);
  // 501: a method that the router knows for no path at all.
  if (ctx.status === 405 || ctx.status === 501) sendError(ctx, METHOD_NOT_ALLOWED);
}

async function readBody(request) {
  try {
    return await getRawBody(request, { limit: settings.maxBodyBytes, length: request.headers['content-length'] });
  } catch (error) {
    // The rest of a body that is too large is thrown away, so that the answer arrives.
    request.resume();
    throw error;
  }
}

function sendError(ctx, error) {
  ctx.status = error.status;
  ctx.body = error;
}
