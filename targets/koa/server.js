import Router from '@koa/router';
import Koa from 'koa';
import { answerOf, errorHeaders, METHOD_NOT_ALLOWED, NOT_FOUND } from '../shared/errors.js';
import { describeHealth, installedVersion } from '../shared/health.js';
import { supervise } from '../shared/lifecycle.js';
import { settings } from '../shared/settings.js';
import { isAlone, startWorkers } from '../shared/workers.js';
import { addWorkRoutes } from './work-routes.js';

const version = installedVersion('koa', import.meta.url);
const router = new Router({ strict: true, sensitive: true });

router.get('/health', (ctx) => {
  ctx.body = describeHealth('koa', version);
});

router.get('/plaintext', (ctx) => {
  ctx.body = 'Hello, World!';
});

router.get('/json', (ctx) => {
  ctx.body = { message: 'Hello, World!' };
});

if (isAlone) addWorkRoutes(router);

startWorkers(() => {
  const app = new Koa();
  app.use(answerErrors);
  app.use(router.routes());
  app.use(router.allowedMethods());
  supervise(app.listen(settings.port, settings.host));
});

/** What the router left without an answer or gave up on, in the contract's words. */
async function answerErrors(ctx, next) {
  try {
    await next();
  } catch (error) {
    return sendError(ctx, answerOf(error));
  }
  if (ctx.status === 404) sendError(ctx, NOT_FOUND);
  // 501: a method that the router knows for no path at all.
  if (ctx.status === 405 || ctx.status === 501) sendError(ctx, METHOD_NOT_ALLOWED);
}

function sendError(ctx, error) {
  ctx.status = error.status;
  ctx.set(errorHeaders(error));
  ctx.body = error;
}
