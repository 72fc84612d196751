import process from 'node:process';
import { METHOD_NOT_ALLOWED, NOT_FOUND } from '../shared/errors.js';
import { describeHealth } from '../shared/health.js';
import { runIoBenchmark } from '../shared/io-benchmark.js';
import { LONGEST_FAREWELL_MS, whenAskedToStop } from '../shared/lifecycle.js';
import { describeMemory } from '../shared/memory.js';
import { measureMemoryEfficiency } from '../shared/memory-efficiency.js';
import { DEFAULT_KEY } from '../shared/response-cache.js';
import { refuse, settings } from '../shared/settings.js';
import {
  answerBenchmark,
  answerCached,
  answerError,
  answerFailure,
  answerFilesProcess,
  answerProfiled,
  answerReset,
  answerZeroCopy,
} from '../shared/web-answers.js';
import { cache, profiler, stats } from '../shared/workload.js';

const CACHED_KEY_PATH = /^\/cached\/([^/]+)$/;

if (settings.workers > 1) refuse('PERFCMP_WORKERS', 'this target runs one worker');

const health = { ...describeHealth('deno', Deno.version.deno), runtime: `deno ${Deno.version.deno}` };

// New endpoints of the contract get their line here.
const ROUTES = new Map([
  ['/health', { method: 'GET', answer: () => Response.json(health) }],
  ['/plaintext', { method: 'GET', answer: () => new Response('Hello, World!') }],
  ['/json', { method: 'GET', answer: () => Response.json({ message: 'Hello, World!' }) }],
  ['/benchmark', { method: 'GET', answer: answerBenchmark }],
  ['/stats', { method: 'GET', answer: () => Response.json(stats.snapshot()) }],
  ['/cached', { method: 'GET', answer: () => answerCached(DEFAULT_KEY) }],
  ['/cache/stats', { method: 'GET', answer: () => Response.json(cache.stats()) }],
  ['/memory/stats', { method: 'GET', answer: () => Response.json(describeMemory()) }],
  ['/memory/efficiency', { method: 'GET', answer: async () => Response.json(await measureMemoryEfficiency()) }],
  ['/zero-copy', { method: 'POST', answer: answerZeroCopy }],
  ['/profiled', { method: 'GET', answer: answerProfiled }],
  ['/profiler/stats', { method: 'GET', answer: () => Response.json(profiler.stats()) }],
  ['/files/process', { method: 'POST', answer: answerFilesProcess }],
  ['/io-benchmark', { method: 'GET', answer: async () => Response.json(await runIoBenchmark()) }],
  ['/admin/reset', { method: 'POST', answer: answerReset }],
]);

const server = Deno.serve(
  {
    hostname: settings.host,
    port: settings.port,
    automaticCompression: false,
    onListen: () => {},
    onError: answerFailure,
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
