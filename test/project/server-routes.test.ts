import assert from 'node:assert/strict';
import { test } from 'node:test';
import { healthRoute, routesOf } from '../../src/project/server-routes.js';
import type { Follow } from '../../src/project/source-unit.js';

/** Files beside each other, by the words that import them. */
function filesWith(files: Readonly<Record<string, string>>): Follow {
  return (specifier) => {
    const source = files[specifier];
    return source === undefined ? null : { source, follow: filesWith(files) };
  };
}

test('routes are the plain GET paths of the application, as each framework has them', () => {
  const express = `
    const app = express();
    app.get('/', (req, res) => res.send('hi'));
    app.get("/items", list);
    app.get('/items/:id', one); app.get('/files/*', file);
    app.get('view engine'); app.post('/items', create);
    // app.get('/old', old);
    /* app.get('/older', older); */
    app.get(\`/v\${version}/x\`, x);
    app.get('/logout', logout);
    app.route('/orders').get(orders).post(create);
    api.get('/not-mounted-here', x);
    app.get('/items', again);`;
  assert.deepEqual(routesOf(express), ['/', '/items', '/orders']);
  const fastify = `
    const service = Fastify({ logger: false });
    service.get('/a', async () => 1);
    service.get<{ Querystring: Q }>('/typed', handler);
    service.route({ method: 'GET', url: '/b', handler });`;
  assert.deepEqual(routesOf(fastify), ['/a', '/typed', '/b']);
  assert.deepEqual(routesOf("const web: Hono = new Hono();\nweb.get('/h', (c) => c.text('x'));"), ['/h']);
  assert.deepEqual(routesOf("app.use('/api/*', x); app.get('/kept', y); /* end */"), ['/kept']);
  assert.deepEqual(routesOf('const server = http.createServer(handle);'), []);
});

test('a route that tells of health is known by its name', () => {
  assert.equal(healthRoute(['/', '/items', '/healthz']), '/healthz');
  assert.equal(healthRoute(['/api/health', '/ping']), '/api/health');
  assert.equal(healthRoute(['/lively-items', '/status-codes', '/']), null);
});

test('routes of a router are where it is mounted, and nowhere where it is not', () => {
  const express = `
    import express, { Router } from 'express';
    const app: Express = express();
    const router = express.Router();
    const users = Router({ mergeParams: true }), lost = express.Router();
    router.get('/items', list);
    router.get('/', index);
    router.get('/items/:id', one);
    users.get('/', all);
    lost.get('/lost', x);
    router.use('/users', users);
    app.get('/hello', hello);
    app.use(express.json());
    app.use('/api/', limiter, router);`;
  assert.deepEqual(routesOf(express), ['/hello', '/api/items', '/api', '/api/users']);
  assert.deepEqual(routesOf("const router = require('express').Router();\nrouter.get('/a', a);\napp.use(router);"), [
    '/a',
  ]);
  const hono = `
    const api = new Hono<{ Bindings: Env }>().basePath('/v1');
    api.get('/items', (c) => c.json([]));
    const app = new Hono();
    app.get('/', (c) => c.text('hi'));
    app.route('/api', api);`;
  assert.deepEqual(routesOf(hono), ['/', '/api/v1/items']);
  const koa = `
    const app = new Koa();
    const router = new Router({ prefix: '/shop' });
    router.get('/', index).get('/items', list).post('/items', create);
    app.use(router.routes()).use(router.allowedMethods());`;
  assert.deepEqual(routesOf(koa), ['/shop', '/shop/items']);
});

test('what stands below a prefix that cannot be told is left out', () => {
  const source = (prefix: string) => `const r = Router();\nr.get('/a', a);\n${prefix}`;
  assert.deepEqual(routesOf(source('app.use(config.apiPrefix, r);')), []);
  assert.deepEqual(routesOf(source(`app.use(\`/\${tenant}\`, r);`)), []);
  assert.deepEqual(routesOf(source('app.use(`/api/:tenant`, r);')), []);
  assert.deepEqual(routesOf(source(`const BASE = '/v1';\napp.use(\`\${BASE}/x\`, r);`)), ['/v1/x/a']);
  assert.deepEqual(routesOf(source("const BASE = '/v1';\napp.use(BASE, r);")), ['/v1/a']);
});

test("a plugin's routes have the prefix that it is registered with", () => {
  const source = `
    const fastify = require('fastify')({ logger: true });
    fastify.get('/', async () => 1);
    fastify.register(async (fastify, opts) => {
      fastify.get('/items', async () => []);
      fastify.register(async function (inner) { inner.get('/deep', x); }, { prefix: '/more' });
    }, { prefix: '/v1' });
    fastify.register(users, { prefix: '/users' });
    async function users(app: FastifyInstance) {
      app.get('/', async () => []);
      app.route({ method: 'GET', url: '/all', handler });
    }
    fastify.register(async (app) => { app.get('/unknown', x); }, { prefix });`;
  assert.deepEqual(routesOf(source), ['/', '/v1/items', '/v1/more/deep', '/users', '/users/all']);
});

test('routes are followed into the files that are mounted', () => {
  const follow = filesWith({
    './routes/users': "const router = express.Router();\nrouter.get('/', all);\nmodule.exports = router;",
    './routes/items.js':
      'export const items = Router();\nitems.get("/list", x);\nexport const others = Router();\nothers.get("/o", x);',
    './routes': "const items = require('./routes/items.js');\nmodule.exports = (app) => { app.use('/setup', items); };",
    './plugin.js': "export default async function (instance, opts) { instance.get('/p', x); }",
    './round.js': "const round = Router();\nround.use('/r', require('./round.js'));\nmodule.exports = round;",
  });
  const source = `
    import { items } from './routes/items.js';
    const users = require('./routes/users');
    app.use('/users', users);
    app.use('/items', items);
    app.use(require('./round.js'));
    app.register(import('./plugin.js'), { prefix: '/plugin' });
    require('./routes')(app);
    app.use(require('./gone'));`;
  assert.deepEqual(routesOf(source, follow), ['/users', '/items/list', '/plugin/p', '/setup/list']);
});

test('what only some are let in to, what fails on purpose and what never ends are no routes to measure', () => {
  const source = `
    const authRouter = Router(), admin = Router();
    authRouter.get('/info', info);
    admin.get('/a', a);
    app.get('/me', requireAuth, me);
    app.get('/token', passport.authenticate('jwt'), me);
    app.get('/pre', { preHandler: [app.authenticate] }, me);
    app.get('/authors', authors);
    app.get('/error', x);
    app.get('/feed', (req, res) => { res.set('Content-Type', 'text/event-stream'); });
    app.use('/auth', authRouter);
    app.use('/admin', isAdmin, admin);
    app.use(passport.initialize());
    app.get('/open', open);
    app.use(authenticate);
    app.get('/closed', closed);`;
  assert.deepEqual(routesOf(source), ['/authors', '/auth/info', '/open']);
});

test('brackets and quotes in strings, patterns and comments do not hide what comes after them', () => {
  const source = `
    app.use('/a(', x); // it's (not
    app.get(/^\\/x['"(]/, y);
    const t = \`\${a ? '(' : ''} (\`;
    app.get('/b', (req, res) => res.send('it is :)')).get('/c', c);`;
  assert.deepEqual(routesOf(source), ['/b', '/c']);
});

test('a long line of a program that was made small costs no time', () => {
  assert.deepEqual(routesOf(`${'a(b,c),d.use(e),'.repeat(30_000)}app.get('/x',y)`), ['/x']);
});
