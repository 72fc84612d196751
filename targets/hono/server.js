import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { answerOf, errorHeaders, METHOD_NOT_ALLOWED, NOT_FOUND } from '../shared/errors.js';
import { describeHealth, installedVersion } from '../shared/health.js';
import { supervise } from '../shared/lifecycle.js';
import { settings } from '../shared/settings.js';
import { isAlone, startWorkers } from '../shared/workers.js';
import { addWorkRoutes } from './work-routes.js';

// By its path, as hono exports no package.json.
const version = installedVersion('./node_modules/hono', import.meta.url);
const app = new Hono();

app.get('/health', (c) => c.json(describeHealth('hono', version)));
app.get('/plaintext', (c) => c.text('Hello, World!'));
app.get('/json', (c) => c.json({ message: 'Hello, World!' }));
if (isAlone) addWorkRoutes(app);

// Hono has no 405 of its own. A second router knows the paths whatever the method: a second handler beside each of ours
// would take every request off Hono's direct way to a single one.
const otherMethods = new Hono();
for (const { path, method } of app.routes) {
  otherMethods.all(path, (c) => {
    c.header('Allow', method);
    return sendError(c, METHOD_NOT_ALLOWED);
  });
}
otherMethods.notFound((c) => sendError(c, NOT_FOUND));
app.notFound((c) => otherMethods.fetch(c.req.raw));
app.onError((error, c) => sendError(c, answerOf(error)));

startWorkers(() => supervise(serve({ fetch: app.fetch, hostname: settings.host, port: settings.port })));

function sendError(c, error) {
  return c.json(error, error.status, errorHeaders(error));
}
