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

const IDLE_SECONDS = 70;
// Bun's own refusal of larger bodies comes before the path and the method are looked at, so ours has to come first.
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

if (settings.workers > 1) refuse('PERFCMP_WORKERS', 'this target runs one worker');

const health = { ...describeHealth('bun', Bun.version), runtime: `bun ${Bun.version}` };

const server = Bun.serve({
  hostname: settings.host,
  port: settings.port,
  idleTimeout: IDLE_SECONDS,
  maxRequestBodySize: NO_LIMIT,
  // New endpoints of the contract get their route here.
  routes: {
    '/health': only('GET', () => Response.json(health)),
    '/plaintext': only('GET', () => new Response('Hello, World!')),
    '/json': only('GET', () => Response.json({ message: 'Hello, World!' })),
    '/benchmark': only('GET', answerBenchmark),
    '/stats': only('GET', () => Response.json(stats.snapshot())),
    '/cached': only('GET', () => answerCached(DEFAULT_KEY)),
    '/cached/:key': only('GET', (request) => answerCached(request.params.key)),
    '/cache/stats': only('GET', () => Response.json(cache.stats())),
    '/memory/stats': only('GET', () => Response.json(describeMemory())),
    '/memory/efficiency': only('GET', async () => Response.json(await measureMemoryEfficiency())),
    '/zero-copy': only('POST', answerZeroCopy),
    '/profiled': only('GET', answerProfiled),
    '/profiler/stats': only('GET', () => Response.json(profiler.stats())),
    '/files/process': only('POST', answerFilesProcess),
    '/io-benchmark': only('GET', async () => Response.json(await runIoBenchmark())),
    '/admin/reset': only('POST', answerReset),
  },
  fetch: () => answerError(NOT_FOUND),
  error: answerFailure,
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
