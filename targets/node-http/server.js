import http from 'node:http';
import { runBenchmark } from '../shared/benchmark.js';
import {
  INTERNAL_SERVER_ERROR,
  INVALID_KEY,
  METHOD_NOT_ALLOWED,
  NOT_FOUND,
  PAYLOAD_TOO_LARGE,
} from '../shared/errors.js';
import { describeHealth } from '../shared/health.js';
import { supervise } from '../shared/lifecycle.js';
import { DEFAULT_KEY, isValidKey, ResponseCache } from '../shared/response-cache.js';
import { settings } from '../shared/settings.js';
import { RequestStats } from '../shared/stats.js';
import { readBody } from './body.js';

const stats = new RequestStats();
const cache = new ResponseCache();

// New endpoints of the contract get their line here.
const ROUTES = new Map([
  ['/health', { method: 'GET', answer: answerHealth }],
  ['/plaintext', { method: 'GET', answer: answerPlaintext }],
  ['/json', { method: 'GET', answer: answerJson }],
  ['/benchmark', { method: 'GET', answer: answerBenchmark }],
  ['/stats', { method: 'GET', answer: answerStats }],
  ['/cached', { method: 'GET', answer: (request, response) => answerCached(request, response, DEFAULT_KEY) }],
  ['/cache/stats', { method: 'GET', answer: answerCacheStats }],
  ['/admin/reset', { method: 'POST', answer: answerReset }],
]);
const CACHED_PREFIX = '/cached/';
const CACHED_KEY_ROUTE = { method: 'GET', answer: answerCached };

const server = http.createServer((request, response) => {
  const path = pathOf(request.url);
  const route = ROUTES.get(path) ?? (isCachedKeyPath(path) ? CACHED_KEY_ROUTE : undefined);
  if (route === undefined) return sendError(response, NOT_FOUND);
  if (request.method !== route.method) {
    response.setHeader('Allow', route.method);
    return sendError(response, METHOD_NOT_ALLOWED);
  }
  route.answer(request, response, path.slice(CACHED_PREFIX.length))?.catch(() => {
    if (response.headersSent) response.destroy();
    else sendError(response, INTERNAL_SERVER_ERROR);
  });
});
supervise(server);
server.listen(settings.port, settings.host);

function pathOf(url) {
  const queryAt = url.indexOf('?');
  return queryAt === -1 ? url : url.slice(0, queryAt);
}

function isCachedKeyPath(path) {
  return (
    path.startsWith(CACHED_PREFIX) &&
    path.length > CACHED_PREFIX.length &&
    path.indexOf('/', CACHED_PREFIX.length) === -1
  );
}

function answerHealth(_request, response) {
  sendJson(response, 200, describeHealth('node-http', process.versions.node));
}

function answerPlaintext(_request, response) {
  send(response, 200, 'text/plain', 'Hello, World!');
}

function answerJson(_request, response) {
  sendJson(response, 200, { message: 'Hello, World!' });
}

async function answerBenchmark(_request, response) {
  const outcome = await runBenchmark();
  stats.record(outcome.processing_time_us);
  sendJson(response, 200, outcome);
}

function answerStats(_request, response) {
  sendJson(response, 200, stats.snapshot());
}

async function answerCached(_request, response, key) {
  if (!isValidKey(key)) return sendError(response, INVALID_KEY);
  const stored = cache.lookUp(key);
  response.setHeader('X-Cache', stored === undefined ? 'MISS' : 'HIT');
  send(response, 200, 'application/json', stored ?? (await cache.compute(key)));
}

function answerCacheStats(_request, response) {
  sendJson(response, 200, cache.stats());
}

async function answerReset(request, response) {
  if ((await readBody(request, settings.maxBodyBytes)) === null) return sendError(response, PAYLOAD_TOO_LARGE);
  stats.reset();
  cache.reset();
  response.writeHead(204).end();
}

function sendError(response, error) {
  sendJson(response, error.status, error);
}

function sendJson(response, status, value) {
  send(response, status, 'application/json', JSON.stringify(value));
}

function send(response, status, contentType, body) {
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
