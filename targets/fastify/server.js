import fastify from 'fastify';
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

const LONGEST_PATH = 16_384;

const version = installedVersion('fastify', import.meta.url);
const stats = new RequestStats();
const cache = new ResponseCache();

const app = fastify({
  bodyLimit: settings.maxBodyBytes,
  // Fastify takes longer parameters for no match: 404, where the contract has its own answer to a key that is too long.
  routerOptions: { maxParamLength: LONGEST_PATH },
  frameworkErrors: (_error, request, reply) => {
    sendError(reply, request.raw.url.startsWith('/cached/') ? INVALID_KEY : NOT_FOUND);
  },
});

// Bodies of any type, as bytes.
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

// New endpoints of the contract get their route here.
route('GET', '/health', () => describeHealth('fastify', version));

route('GET', '/plaintext', () => 'Hello, World!');

route('GET', '/json', () => ({ message: 'Hello, World!' }));

route('GET', '/benchmark', async () => {
  const outcome = await runBenchmark();
  stats.record(outcome.processing_time_us);
  return outcome;
});

route('GET', '/stats', () => stats.snapshot());

route('GET', '/cached', (_request, reply) => sendCached(reply, DEFAULT_KEY));

route('GET', '/cached/:key', (request, reply) => {
  const { key } = request.params;
  // Fastify's router lets a parameter be empty.
  if (key === '') return sendError(reply, NOT_FOUND);
  return isValidKey(key) ? sendCached(reply, key) : sendError(reply, INVALID_KEY);
});

route('GET', '/cache/stats', () => cache.stats());

route('POST', '/admin/reset', (_request, reply) => {
  stats.reset();
  cache.reset();
  return reply.code(204).send();
});

// Before the body is read: a path that is not there is told so whatever its body.
app.addHook('onRequest', async (request, reply) => (request.is404 ? sendError(reply, NOT_FOUND) : undefined));

app.setErrorHandler((error, _request, reply) =>
  sendError(reply, error.statusCode === 413 ? PAYLOAD_TOO_LARGE : INTERNAL_SERVER_ERROR),
);

supervise(app.server);
await app.listen({ host: settings.host, port: settings.port });

/** One endpoint, and 405 for every other method before its body is read. */
function route(method, url, handler) {
  app.route({ method, url, handler });
  const refuse = async (_request, reply) => sendError(reply.header('Allow', method), METHOD_NOT_ALLOWED);
  const others = app.supportedMethods.filter((other) => other !== method && other !== 'HEAD');
  app.route({ method: others, url, onRequest: refuse, handler: refuse });
}

async function sendCached(reply, key) {
  const stored = cache.lookUp(key);
  reply.header('X-Cache', stored === undefined ? 'MISS' : 'HIT').type('application/json');
  return reply.send(stored ?? (await cache.compute(key)));
}

function sendError(reply, error) {
  return reply.code(error.status).send(error);
}
