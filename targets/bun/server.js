import { runBenchmark } from '../shared/benchmark.js';
import {
  INTERNAL_SERVER_ERROR,
  INVALID_KEY,
  METHOD_NOT_ALLOWED,
  NOT_FOUND,
  PAYLOAD_TOO_LARGE,
} from '../shared/errors.js';
import { describeHealth } from '../shared/health.js';
import { whenAskedToStop } from '../shared/lifecycle.js';
import { DEFAULT_KEY, isValidKey, ResponseCache } from '../shared/response-cache.js';
import { settings } from '../shared/settings.js';
import { RequestStats } from '../shared/stats.js';

const IDLE_SECONDS = 70;
const LONGEST_FAREWELL_MS = 5_000;
// Bun's own refusal of larger bodies comes before the path and the method are looked at, so ours has to come first.
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

const stats = new RequestStats();
const cache = new ResponseCache();

const server = Bun.serve({
  hostname: settings.host,
  port: settings.port,
  idleTimeout: IDLE_SECONDS,
  maxRequestBodySize: NO_LIMIT,
  // New endpoints of the contract get their route here.
  routes: {
    '/health': only('GET', () =>
      Response.json({ ...describeHealth('bun', Bun.version), runtime: `bun ${Bun.version}` }),
    ),
    '/plaintext': only('GET', () => new Response('Hello, World!')),
    '/json': only('GET', () => Response.json({ message: 'Hello, World!' })),
    '/benchmark': only('GET', async () => {
      const outcome = await runBenchmark();
      stats.record(outcome.processing_time_us);
      return Response.json(outcome);
    }),
    '/stats': only('GET', () => Response.json(stats.snapshot())),
    '/cached': only('GET', () => answerCached(DEFAULT_KEY)),
    '/cached/:key': only('GET', (request) => answerCached(request.params.key)),
    '/cache/stats': only('GET', () => Response.json(cache.stats())),
    '/admin/reset': only('POST', async (request) => {
      if (await isTooLarge(request)) return answerError(PAYLOAD_TOO_LARGE);
      stats.reset();
      cache.reset();
      return new Response(null, { status: 204 });
    }),
  },
  fetch: () => answerError(NOT_FOUND),
  error: () => answerError(INTERNAL_SERVER_ERROR),
});

whenAskedToStop(async () => {
  setTimeout(() => process.exit(0), LONGEST_FAREWELL_MS);
  await server.stop();
  process.exit(0);
});

function only(method, answer) {
  return (request) =>
    request.method === method ? answer(request) : answerError(METHOD_NOT_ALLOWED, { Allow: method });
}

async function answerCached(key) {
  if (!isValidKey(key)) return answerError(INVALID_KEY);
  const stored = cache.lookUp(key);
  const headers = { 'Content-Type': 'application/json', 'X-Cache': stored === undefined ? 'MISS' : 'HIT' };
  return new Response(stored ?? (await cache.compute(key)), { headers });
}

async function isTooLarge(request) {
  if (Number(request.headers.get('content-length') ?? 0) > settings.maxBodyBytes) return true;
  let receivedBytes = 0;
  for await (const chunk of request.body ?? []) {
    receivedBytes += chunk.length;
    if (receivedBytes > settings.maxBodyBytes) return true;
  }
  return false;
}

function answerError(error, headers) {
  return Response.json(error, { status: error.status, headers });
}
