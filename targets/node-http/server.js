import http from 'node:http';
import { answerOf, METHOD_NOT_ALLOWED, NOT_FOUND } from '../shared/errors.js';
import { supervise } from '../shared/lifecycle.js';
import { settings } from '../shared/settings.js';
import { isAlone, startWorkers } from '../shared/workers.js';
import { sendError } from './answers.js';
import { benchmarkRoutes } from './benchmark-routes.js';
import { cachedKeyRoute, cacheRoutes, keyOf } from './cache-routes.js';
import { fileRoutes } from './file-routes.js';
import { helloRoutes } from './hello-routes.js';
import { memoryRoutes } from './memory-routes.js';
import { profilerRoutes } from './profiler-routes.js';

// New endpoints of the contract get their line in one of these, or a file of their own.
const STATEFUL_ROUTES = [...benchmarkRoutes, ...cacheRoutes, ...memoryRoutes, ...profilerRoutes, ...fileRoutes];
const ROUTES = new Map(isAlone ? [...helloRoutes, ...STATEFUL_ROUTES] : helloRoutes);

startWorkers(() => {
  const server = http.createServer(answer);
  supervise(server);
  server.listen(settings.port, settings.host);
});

function answer(request, response) {
  const path = pathOf(request.url);
  const route = ROUTES.get(path) ?? routeOfKey(path);
  if (route === undefined) return sendError(response, NOT_FOUND);
  if (request.method !== route.method) {
    response.setHeader('Allow', route.method);
    return sendError(response, METHOD_NOT_ALLOWED);
  }
  route.answer(request, response, path)?.catch((error) => {
    if (response.headersSent) response.destroy();
    else sendError(response, answerOf(error));
  });
}

/** The only path with a part that varies. */
function routeOfKey(path) {
  return isAlone && keyOf(path) !== undefined ? cachedKeyRoute : undefined;
}

function pathOf(url) {
  const queryAt = url.indexOf('?');
  return queryAt === -1 ? url : url.slice(0, queryAt);
}
