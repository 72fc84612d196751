import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
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

// By its path, as hono exports no package.json.
const version = installedVersion('./node_modules/hono', import.meta.url);
const stats = new RequestStats();
const cache = new ResponseCache();
const app = new Hono();

// New endpoints of the contract get their route here.
app.get('/health', (c) => c.json(describeHealth('hono', version)));
app.all('/health', allowOnly('GET'));

app.get('/plaintext', (c) => c.text('Hello, World!'));
app.all('/plaintext', allowOnly('GET'));

app.get('/json', (c) => c.json({ message: 'Hello, World!' }));
app.all('/json', allowOnly('GET'));

app.get('/benchmark', async (c) => {
  const outcome = await runBenchmark();
  stats.record(outcome.processing_time_us);
  return c.json(outcome);
});
app.all('/benchmark', allowOnly('GET'));

app.get('/stats', (c) => c.json(stats.snapshot()));
app.all('/stats', allowOnly('GET'));

app.get('/cached', (c) => answerCached(c, DEFAULT_KEY));
app.all('/cached', allowOnly('GET'));

app.get('/cached/:key', (c) => answerCached(c, c.req.param('key')));
app.all('/cached/:key', allowOnly('GET'));

app.get('/cache/stats', (c) => c.json(cache.stats()));
app.all('/cache/stats', allowOnly('GET'));

const limited = bodyLimit({ maxSize: settings.maxBodyBytes, onError: (c) => sendError(c, PAYLOAD_TOO_LARGE) });
app.post('/admin/reset', limited, (c) => {
  stats.reset();
  cache.reset();
  return c.body(null, 204);
});
app.all('/admin/reset', allowOnly('POST'));

app.notFound((c) => sendError(c, NOT_FOUND));
app.onError((_error, c) => sendError(c, INTERNAL_SERVER_ERROR));

supervise(serve({ fetch: app.fetch, hostname: settings.host, port: settings.port }));

async function answerCached(c, key) {
  if (!isValidKey(key)) return sendError(c, INVALID_KEY);
  const stored = cache.lookUp(key);
  const headers = { 'Content-Type': 'application/json', 'X-Cache': stored === undefined ? 'MISS' : 'HIT' };
  return c.body(stored ?? (await cache.compute(key)), 200, headers);
}

function allowOnly(method) {
  return (c) => {
    c.header('Allow', method);
    return sendError(c, METHOD_NOT_ALLOWED);
  };
}

function sendError(c, error) {
  return c.json(error, error.status);
}
