import process from 'node:process';
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

const CACHED_KEY_PATH = /^\/cached\/([^/]+)$/;
const LONGEST_FAREWELL_MS = 5_000;

const stats = new RequestStats();
const cache = new ResponseCache();

// New endpoints of the contract get their line here.
const ROUTES = new Map([
  ['/health', { method: 'GET', answer: answerHealth }],
  ['/plaintext', { method: 'GET', answer: () => new Response('Hello, World!') }],
  ['/json', { method: 'GET', answer: () => Response.json({ message: 'Hello, World!' }) }],
  ['/benchmark', { method: 'GET', answer: answerBenchmark }],
  ['/stats', { method: 'GET', answer: () => Response.json(stats.snapshot()) }],
  ['/cached', { method: 'GET', answer: () => answerCached(DEFAULT_KEY) }],
  ['/cache/stats', { method: 'GET', answer: () => Response.json(cache.stats()) }],
  ['/admin/reset', { method: 'POST', answer: answerReset }],
]);

const server = Deno.serve(
  {
    hostname: settings.host,
    port: settings.port,
    automaticCompression: false,
    onListen: () => {},
    onError: () => answerError(INTERNAL_SERVER_ERROR),
  },
  (request) => {
    const { pathname } = new URL(request.url);
    const route = ROUTES.get(pathname) ?? cachedKeyRoute(pathname);
    if (route === undefined) return answerError(NOT_FOUND);
    if (request.method !== route.method) return answerError(METHOD_NOT_ALLOWED, { Allow: route.method });
    return route.answer(request);
  },
);

whenAskedToStop(async () => {
  setTimeout(() => process.exit(0), LONGEST_FAREWELL_MS);
  await server.shutdown();
  process.exit(0);
});

function cachedKeyRoute(pathname) {
  const key = CACHED_KEY_PATH.exec(pathname)?.[1];
  return key === undefined ? undefined : { method: 'GET', answer: () => answerCached(key) };
}

function answerHealth() {
  const { deno } = Deno.version;
  return Response.json({ ...describeHealth('deno', deno), runtime: `deno ${deno}` });
}

async function answerBenchmark() {
  const outcome = await runBenchmark();
  stats.record(outcome.processing_time_us);
  return Response.json(outcome);
}

async function answerCached(key) {
  if (!isValidKey(key)) return answerError(INVALID_KEY);
  const stored = cache.lookUp(key);
  const headers = { 'Content-Type': 'application/json', 'X-Cache': stored === undefined ? 'MISS' : 'HIT' };
  return new Response(stored ?? (await cache.compute(key)), { headers });
}

async function answerReset(request) {
  if (await isTooLarge(request)) return answerError(PAYLOAD_TOO_LARGE);
  stats.reset();
  cache.reset();
  return new Response(null, { status: 204 });
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
