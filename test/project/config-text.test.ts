import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkUserConfig } from '../../src/config/check-file.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import { draftConfig, labelOf } from '../../src/project/config-draft.js';
import { configText } from '../../src/project/config-text.js';
import type { FoundServer, Project } from '../../src/project/project.js';
import { assertGolden } from '../helpers/golden.js';

const SERVER: FoundServer = {
  command: 'node server.js',
  entry: 'server.js',
  from: '"start" of package.json',
  framework: 'Express',
  routesFrom: 'server.js',
  routes: ['/', '/items', '/orders', '/users', '/health'],
  fixedPort: null,
  buildSteps: [],
};
const EXPRESS: Project = {
  name: '@acme/shop',
  server: SERVER,
  usesTypeScript: false,
  hasPerfcmp: false,
  isRepository: true,
  checkoutSteps: null,
};
const EMPTY: Project = { ...EXPRESS, name: null, server: null, isRepository: false };
const COMPILED: Project = {
  ...EXPRESS,
  usesTypeScript: true,
  hasPerfcmp: true,
  server: { ...SERVER, command: 'node dist/main.js', entry: 'dist/main.js', routes: [], routesFrom: null },
  checkoutSteps: ['npm ci', 'npm run build'],
};
const FIXED: Project = { ...EXPRESS, server: { ...SERVER, fixedPort: 3000, routes: ['/only'] } };

const HEAD = ['What it is for.'];

test('a config is as a person would have written it', () => {
  const cases = [
    ['init-express.mjs', EXPRESS, 'js'],
    ['init-empty.mjs', EMPTY, 'js'],
    ['init-compiled.ts', COMPILED, 'ts'],
    ['init-fixed-port.mjs', FIXED, 'js'],
    ['init-express.json', EXPRESS, 'json'],
  ] as const;
  for (const [name, project, language] of cases) {
    assertGolden(name, configText(draftConfig(project), language, { hasPerfcmp: project.hasPerfcmp, comment: HEAD }));
  }
});

test('every config is understood as it was meant', () => {
  for (const project of [EXPRESS, EMPTY, COMPILED, FIXED]) {
    const text = configText(draftConfig(project), 'json', { hasPerfcmp: true, comment: HEAD });
    const { config, problems } = checkUserConfig(JSON.parse(text), 'made');
    assert.deepEqual(problems, []);
    const run = resolveRun({ positionals: [], flags: {}, file: config, env: {} });
    assert.ok(run.targets.length > 0);
  }
});

test('a label is the name of the package as far as it can be typed', () => {
  const label = (name: string | null): string => labelOf({ ...EXPRESS, name });
  assert.deepEqual(
    [label('@acme/shop'), label('my shop'), label('API'), label(null)],
    ['shop', 'my-shop', 'app', 'app'],
  );
});
