import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderWith } from '../helpers/made-folder.js';
import { loadedFrom, problemsIn } from './config-folder.js';

const TYPED = 'const connections: number = 7;\nexport default { connections };';

test('a config of every kind is read', async () => {
  const kinds: Readonly<Record<string, string>> = {
    'perfcmp.config.json': '{ "connections": 7 }',
    'perfcmp.config.ts': TYPED,
    'perfcmp.config.mts': TYPED,
    'perfcmp.config.js': 'export default { connections: 7 };',
    'perfcmp.config.mjs': 'export default { connections: 7 };',
    'perfcmp.config.cjs': 'module.exports = { connections: 7 };',
  };
  for (const [name, text] of Object.entries(kinds)) {
    const isModule = name.endsWith('.js') ? { 'package.json': '{ "type": "module" }' } : {};
    const { config, names } = await loadedFrom({ [name]: text, ...isModule });
    assert.deepEqual([config, names], [{ connections: 7 }, [name]]);
  }
});

test('.js without a type is CommonJS or a module, as it is written', async () => {
  assert.deepEqual((await loadedFrom({ 'perfcmp.config.js': 'module.exports = { connections: 1 };' })).config, {
    connections: 1,
  });
  assert.deepEqual((await loadedFrom({ 'perfcmp.config.js': 'export default { connections: 2 };' })).config, {
    connections: 2,
  });
});

test('perfcmp is found by a config beside which it is not installed', async () => {
  const text = "import { defineConfig } from 'perfcmp';\nexport default defineConfig({ connections: 8 });";
  for (const name of ['perfcmp.config.mjs', 'perfcmp.config.ts']) {
    assert.deepEqual((await loadedFrom({ [name]: text })).config, { connections: 8 }, name);
  }
});

test('a function is told the command and the environment, and promises are awaited', async () => {
  const configs = [
    'export default ({ command, env }) => ({ path: ["", command, env.WHO].join("/") });',
    'export default async ({ command, env }) => ({ path: ["", command, env.WHO].join("/") });',
    'module.exports = ({ command, env }) => ({ path: ["", command, env.WHO].join("/") });',
  ];
  for (const [index, text] of configs.entries()) {
    const name = index === 2 ? 'perfcmp.config.cjs' : 'perfcmp.config.mjs';
    const { config } = await loadedFrom({ [name]: text }, { command: 'gate', env: { WHO: 'me' } });
    assert.deepEqual(config, { path: '/gate/me' });
  }
  const promised = 'export default Promise.resolve({ path: "/later" });';
  assert.deepEqual((await loadedFrom({ 'perfcmp.config.mjs': promised })).config, { path: '/later' });
});

test('what a config imports is read too: its own TypeScript, and syntax that has to be compiled', async () => {
  const { config } = await loadedFrom({
    'perfcmp.config.ts':
      "import { Size, paths } from './lib/more.ts';\nexport default { connections: Size.Small, path: paths[0] };",
    'lib/more.ts': "export enum Size { Small = 3 }\nexport const paths: readonly string[] = ['/x'];",
  });
  assert.deepEqual(config, { connections: 3, path: '/x' });
});

test('a module without a default, or a function that returns nothing, is told with what to write', async () => {
  for (const [name, text] of [
    ['perfcmp.config.mjs', 'export const config = {};'],
    ['perfcmp.config.ts', 'export const config: object = {};'],
  ]) {
    assert.deepEqual(await problemsIn(folderWith({ [name!]: text! })), [
      `${name}: has no default export | export default { targets: [...] }`,
    ]);
  }
  assert.deepEqual(await problemsIn(folderWith({ 'perfcmp.config.mjs': 'export default () => { ({}); };' })), [
    'perfcmp.config.mjs: its function returns nothing | return { targets: [...] }',
  ]);
  assert.deepEqual(await problemsIn(folderWith({ 'perfcmp.config.mjs': 'export default null;' })), [
    'perfcmp.config.mjs: must be an object, got null | write it in braces: { ... }',
  ]);
});

test('code that throws is told with the line at which it did, in whatever file', async () => {
  const says = 'the file is run as code, and this is what its code says';
  const thrown = "const a = 1;\n\nthrow new Error('boom');\nexport default a;";
  for (const name of ['perfcmp.config.mjs', 'perfcmp.config.ts', 'perfcmp.config.cjs']) {
    const text = name.endsWith('.cjs') ? thrown.replace('export default a;', '') : thrown;
    assert.deepEqual(await problemsIn(folderWith({ [name]: text })), [`${name}, line 3: threw Error: boom | ${says}`]);
  }
  const late = folderWith({ 'perfcmp.config.mjs': '\nexport default async () => ({ path: missing.path });' });
  assert.deepEqual(await problemsIn(late), [
    `perfcmp.config.mjs, line 2: threw ReferenceError: missing is not defined | ${says}`,
  ]);
  const inner = folderWith({
    'perfcmp.config.mjs': "import './lib/inner.mjs';\nexport default {};",
    'lib/inner.mjs': "JSON.parse('{');",
  });
  assert.match((await problemsIn(inner)).join(), /^lib\/inner.mjs, line 1: threw SyntaxError: /);
  const text = folderWith({ 'perfcmp.config.mjs': "throw 'no reason';" });
  assert.deepEqual(await problemsIn(text), [`perfcmp.config.mjs: threw "no reason" | ${says}`]);
});

test('code that cannot be read is told with its line', async () => {
  const wrong = 'const a = 1;\nexport default { connections: = 5 };\n';
  for (const name of ['perfcmp.config.mjs', 'perfcmp.config.ts']) {
    assert.match(
      (await problemsIn(folderWith({ [name]: wrong }))).join(),
      new RegExp(`^${name}, line 2: cannot be read: `),
    );
  }
});

test('a package that is not there is told as such', async () => {
  const folder = folderWith({ 'perfcmp.config.mjs': "import 'no-such-package';\nexport default {};" });
  assert.match(
    (await problemsIn(folder)).join(),
    /^perfcmp.config.mjs: cannot be read: Cannot find package 'no-such-package' .* \| what it imports must be installed/,
  );
});
