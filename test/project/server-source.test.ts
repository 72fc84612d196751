import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixedPortOf, healthRoute, importedApp, routesOf } from '../../src/project/server-source.js';

test('routes are the plain GET paths of the application, as each framework has them', () => {
  const express = `
    const app = express();
    app.get('/', (req, res) => res.send('hi'));
    app.get("/items", auth, list);
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

test('a port is fixed where the source has a number and does not ask for PORT', () => {
  const rows: [string, number | null][] = [
    ['app.listen(3000)', 3000],
    ["app.listen({ host: '0.0.0.0', port: 4000 })", 4000],
    ['const port = 5000;\napp.listen(port, () => {});', 5000],
    ['serve({ fetch: app.fetch, port: 8787 })', 8787],
    ['app.listen(process.env.PORT || 3000)', null],
    ["const port = Number(process.env['PORT'] ?? 3000);\napp.listen(port)", null],
    ['const { PORT = 3000 } = process.env;\napp.listen(PORT)', null],
    ['app.listen(config.port)', null],
    ['export default app;', null],
  ];
  for (const [source, port] of rows) assert.equal(fixedPortOf(source), port, source);
});

test('the application is followed into the file that it comes from', () => {
  assert.equal(importedApp("import { app } from './app.js';"), './app.js');
  assert.equal(importedApp("const app = require('../app');\nconst http = require('http');"), '../app');
  assert.equal(importedApp("import { helper } from './helpers.js';"), null);
});
