import { ContractError, INVALID_KEY } from '../shared/errors.js';
import { DEFAULT_KEY, isValidKey } from '../shared/response-cache.js';
import { cache } from '../shared/workload.js';
import { send, sendJson } from './answers.js';

const PREFIX = '/cached/';

export const cacheRoutes = [
  ['/cached', { method: 'GET', answer: (_request, response) => answerCached(response, DEFAULT_KEY) }],
  ['/cache/stats', { method: 'GET', answer: answerCacheStats }],
];

/** For every path that has a key. */
export const cachedKeyRoute = {
  method: 'GET',
  answer: (_request, response, path) => answerCached(response, keyOf(path)),
};

/** The key in a path, right or wrong; undefined where the path is another one. */
export function keyOf(path) {
  if (!path.startsWith(PREFIX)) return undefined;
  const key = path.slice(PREFIX.length);
  return key === '' || key.includes('/') ? undefined : key;
}

async function answerCached(response, key) {
  if (!isValidKey(key)) throw new ContractError(INVALID_KEY);
  const stored = cache.lookUp(key);
  response.setHeader('X-Cache', stored === undefined ? 'MISS' : 'HIT');
  send(response, 200, 'application/json', stored ?? (await cache.compute(key)));
}

function answerCacheStats(_request, response) {
  sendJson(response, cache.stats());
}
