import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixedPortOf, importedApp, portVariableOf } from '../../src/project/server-source.js';

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
    ["const port = 5000;\napp.listen({ host: '0.0.0.0', port })", 5000],
    ['export default app;', null],
  ];
  for (const [source, port] of rows) assert.equal(fixedPortOf(source), port, source);
});

test('the variable that a server takes its port from is known where it is not PORT', () => {
  const rows: [string, string | null][] = [
    ['app.listen(process.env.APP_PORT || 3000)', 'APP_PORT'],
    ["const port = Number(process.env['HTTP_PORT'] ?? 3000);\napp.listen({ port, host });", 'HTTP_PORT'],
    ['const db = process.env.DB_PORT;\napp.listen(process.env.PORT)', null],
    ['const db = process.env.DB_PORT;\napp.listen(3000)', null],
    ['const port = env.API_PORT;\napp.listen({ host: process.env.HOST, port })', 'API_PORT'],
    ['app.listen({ host: process.env.HOST, port })', null],
    ["app.listen(process.env.NODE_ENV === 'test' ? 0 : 3000)", null],
    ['export default app;', null],
  ];
  for (const [source, name] of rows) assert.equal(portVariableOf(source), name, source);
});

test('the application is followed into the file that it comes from', () => {
  assert.equal(importedApp("import { app } from './app.js';"), './app.js');
  assert.equal(importedApp("const app = require('../app');\nconst http = require('http');"), '../app');
  assert.equal(importedApp("import { helper } from './helpers.js';"), null);
});
