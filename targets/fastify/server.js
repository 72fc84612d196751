import fastify from 'fastify';
import { readBody } from '../shared/body.js';
import { answerOf, INVALID_KEY, METHOD_NOT_ALLOWED, NOT_FOUND } from '../shared/errors.js';
import { describeHealth, installedVersion } from '../shared/health.js';
import { supervise } from '../shared/lifecycle.js';
import { settings } from '../shared/settings.js';
import { isAlone, startWorkers } from '../shared/workers.js';
import { sendError } from './answers.js';
import { addWorkRoutes } from './work-routes.js';

const LONGEST_PATH = 16_384;
const ANY_TYPE = 'application/octet-stream';

const version = installedVersion('fastify', import.meta.url);

startWorkers(() => {
  const app = createApp();
  supervise(app.server);
  return app.listen({ host: settings.host, port: settings.port });
});

function createApp() {
  const app = fastify({
    // Fastify takes longer parameters for no match: 404, where the contract has its own answer to a key that is too long.
    routerOptions: { maxParamLength: LONGEST_PATH },
    frameworkErrors: (_error, request, reply) => {
      sendError(reply, request.raw.url.startsWith('/cached/') ? INVALID_KEY : NOT_FOUND);
    },
  });

  // Bodies of any type, as bytes.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload) => readBody(payload));

  // With a callback: a promise would cost every request.
  app.addHook('onRequest', (request, reply, done) => {
    // Before the body is read: a path that is not there is told so whatever its body.
    if (request.is404) {
      sendError(reply, NOT_FOUND);
      return;
    }
    // Fastify refuses a type that makes no sense.
    if (request.headers['content-type'] !== undefined) request.headers['content-type'] = ANY_TYPE;
    done();
  });
  app.setErrorHandler((error, _request, reply) => sendError(reply, answerOf(error)));

  const route = routeOf(app);
  route('GET', '/health', () => describeHealth('fastify', version));
  route('GET', '/plaintext', () => 'Hello, World!');
  route('GET', '/json', () => ({ message: 'Hello, World!' }));
  if (isAlone) addWorkRoutes(route);
  return app;
}

/** One endpoint, and 405 for every other method before its body is read. */
function routeOf(app) {
  return (method, url, handler) => {
    app.route({ method, url, handler });
    const refuse = async (_request, reply) => sendError(reply.header('Allow', method), METHOD_NOT_ALLOWED);
    const others = app.supportedMethods.filter((other) => other !== method && other !== 'HEAD');
    app.route({ method: others, url, onRequest: refuse, handler: refuse });
  };
}
