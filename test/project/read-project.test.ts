import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../../src/errors.js';
import { readProject } from '../../src/project/read-project.js';
import { folderWith } from '../helpers/made-folder.js';

const EXPRESS = "const app = require('express')();\napp.get('/items', x);\napp.listen(process.env.PORT || 3000);\n";

test('an Express project is known by its start script, its routes and its use of PORT', () => {
  const folder = folderWith({
    'package.json': { name: 'shop', scripts: { start: 'node server.js' }, dependencies: { express: '^5' } },
    'package-lock.json': {},
    'server.js': EXPRESS,
    '.git/HEAD': 'ref: refs/heads/main\n',
  });
  assert.deepEqual(readProject(folder), {
    name: 'shop',
    server: {
      command: 'node server.js',
      entry: 'server.js',
      from: '"start" of package.json',
      framework: 'Express',
      routesFrom: 'server.js',
      routes: ['/items'],
      fixedPort: null,
      buildSteps: [],
    },
    usesTypeScript: false,
    hasPerfcmp: false,
    isRepository: true,
    checkoutSteps: null,
  });
});

test('without a script the main file or one of the usual name starts it, if it serves', () => {
  const server = (files: Readonly<Record<string, string | object>>) => readProject(folderWith(files)).server;
  const main = server({ 'package.json': { main: './lib/run.js' }, 'lib/run.js': EXPRESS });
  assert.deepEqual([main?.command, main?.from], ['node lib/run.js', '"main" of package.json']);
  const bare = server({ 'app.mjs': 'createServer(x).listen(3000);' });
  assert.deepEqual([bare?.command, bare?.from, bare?.fixedPort], ['node app.mjs', 'its name', 3000]);
  assert.equal(server({ 'package.json': { main: 'index.js' }, 'index.js': 'module.exports = 1;' }), null);
  assert.equal(server({ 'src/index.ts': EXPRESS }), null, 'nothing that is there runs it');
  const typed = server({ 'src/index.ts': EXPRESS, 'node_modules/.bin/tsx': '' });
  assert.equal(typed?.command, 'node_modules/.bin/tsx src/index.ts');
  assert.equal(server({}), null);
});

test('routes are found in the source of what was compiled, and in the file that has the application', () => {
  const compiled = readProject(
    folderWith({
      'package.json': {
        scripts: { 'start:prod': 'node dist/main', start: 'nest start', build: 'nest build' },
        dependencies: { '@nestjs/core': '11' },
      },
      'src/main.ts': 'const app = await NestFactory.create(AppModule);\nawait app.listen(process.env.PORT ?? 3000);',
      'src/app.controller.ts': '@Controller()\nexport class App {\n  @Get()\n  hello() {}\n}',
      'src/cats/cats.controller.ts': "@Controller('cats')\nexport class Cats {\n  @Get()\n  all() {}\n}",
      'tsconfig.json': '{}',
      'package-lock.json': {},
    }),
  );
  assert.deepEqual(
    [compiled.server?.framework, compiled.server?.command, compiled.server?.buildSteps, compiled.usesTypeScript],
    ['NestJS', 'node dist/main', ['npm run build'], true],
  );
  assert.deepEqual(compiled.checkoutSteps, ['npm ci', 'npm run build']);
  assert.deepEqual([compiled.server?.routes, compiled.server?.routesFrom], [['/', '/cats'], 'the controllers in src']);
  const split = readProject(
    folderWith({
      'package.json': { scripts: { start: 'node ./bin/www' } },
      'bin/www': "var app = require('../app');\nserver.listen(port);",
      'app.js': "var app = express();\napp.get('/a', a);",
    }),
  );
  assert.deepEqual([split.server?.routes, split.server?.routesFrom], [['/a'], 'app.js']);
});

test('of NestJS no route is told where a module guards them all', () => {
  const routesOf = (files: Readonly<Record<string, string | object>>) => readProject(folderWith(files)).server?.routes;
  const files = {
    'package.json': { scripts: { start: 'node dist/main' }, dependencies: { '@nestjs/core': '11' } },
    'src/main.ts': 'const app = await NestFactory.create(AppModule);\nawait app.listen(3000);',
    'src/app.controller.ts': '@Controller()\nexport class App {\n  @Get()\n  hello() {}\n}',
  };
  assert.deepEqual(routesOf(files), ['/']);
  const guard = '@Module({ providers: [{ provide: APP_GUARD, useClass: AuthGuard }] })\nexport class AuthModule {}';
  assert.deepEqual(routesOf({ ...files, 'src/auth/auth.module.ts': guard }), []);
});

test('port and routes are found where they are in other files of the project', () => {
  const { server } = readProject(
    folderWith({
      'package.json': { scripts: { start: 'node dist/index.js' }, dependencies: { express: '5' } },
      'src/index.ts': "import { app } from './app.js';\nimport './telemetry.js';",
      'src/app.ts':
        "import items from './routes/items';\nconst app = express();\napp.use('/api/items', items);\napp.listen(process.env.APP_PORT);",
      'src/routes/items/index.ts': "const router = Router();\nrouter.get('/', all);\nexport default router;",
    }),
  );
  assert.deepEqual([server?.routes, server?.routesFrom], [['/api/items'], 'src/app.ts']);
  assert.equal(server?.command, 'APP_PORT={port} node dist/index.js');
  const fixed = folderWith({ 'index.js': "require('./app').createServer(x);", 'app.js': 'app.listen(4000);' });
  assert.equal(readProject(fixed).server?.fixedPort, 4000);
});

test('a checkout is installed from the lock file that there is', () => {
  const steps = (lockFile: string) =>
    readProject(folderWith({ 'package.json': { dependencies: { koa: '1' } }, [lockFile]: '' })).checkoutSteps;
  assert.deepEqual(steps('pnpm-lock.yaml'), ['pnpm install --frozen-lockfile']);
  assert.deepEqual(steps('yarn.lock'), ['yarn install --frozen-lockfile']);
  assert.deepEqual(steps('none'), ['npm install']);
  assert.equal(steps('package-lock.json'), null);
});

test('a package.json that is no JSON is refused at its line', () => {
  assert.throws(
    () => readProject(folderWith({ 'package.json': '{\n  "name": shop\n}' })),
    (error: unknown) => error instanceof ConfigError && /^package.json, line 2, column 11: /.test(error.message),
  );
});
