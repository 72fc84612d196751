import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extendConfig } from '../../src/config/config-layers.js';
import { mergeLayers, withConfigFile } from '../../src/config/load-file.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import { ConfigError } from '../../src/errors.js';
import { folderWith } from '../helpers/made-folder.js';
import { loadedFrom, problemsIn, requestIn } from './config-folder.js';

const json = (content: unknown): string => JSON.stringify(content);

test('a file is stronger than what it extends, of several the later, each than what it extends itself', async () => {
  const { config, names, nameOf } = await loadedFrom({
    'perfcmp.config.json': json({ extends: ['./a.json', './shared/b.mjs'], connections: 1 }),
    'a.json': json({ connections: 2, threads: 2, pipelining: 2, seed: 2 }),
    'shared/b.mjs': "export default { extends: './c.json', connections: 3, threads: 3 };",
    'shared/c.json': json({ connections: 4, threads: 4, pipelining: 4, launches: 4 }),
  });
  assert.deepEqual(config, { connections: 1, threads: 3, pipelining: 4, launches: 4, seed: 2 });
  assert.deepEqual(names, ['perfcmp.config.json', 'shared/b.mjs', 'shared/c.json', 'a.json']);
  assert.deepEqual(['connections', 'threads', 'pipelining', 'seed', 'mode'].map(nameOf), [
    'perfcmp.config.json',
    'shared/b.mjs',
    'shared/c.json',
    'a.json',
    'perfcmp.config.json',
  ]);
});

test('a package is found as an import from the file would find it, for import alone too', async () => {
  const { config, names } = await loadedFrom({
    'perfcmp.config.json': json({ extends: ['plain', '@acme/modern', 'plain/strict.json'] }),
    'node_modules/plain/package.json': json({ name: 'plain', main: 'config.cjs' }),
    'node_modules/plain/config.cjs': 'module.exports = { threads: 2, seed: 1 };',
    'node_modules/plain/strict.json': json({ seed: 9 }),
    'node_modules/@acme/modern/package.json': json({ name: '@acme/modern', exports: { import: './config.mjs' } }),
    'node_modules/@acme/modern/config.mjs': 'export default { pipelining: 4, seed: 2 };',
  });
  assert.deepEqual(config, { threads: 2, pipelining: 4, seed: 9 });
  assert.deepEqual(names, ['perfcmp.config.json', 'plain/strict.json', '@acme/modern', 'plain']);
});

test('a preset that is extended is weaker than every file, and what its options say is told as its own', async () => {
  const files = {
    'perfcmp.config.json': json({ extends: ['./base.json', 'article'], launches: 9 }),
    'base.json': json({ targets: ['koa'], blocks: 5 }),
  };
  const { config, nameOf } = await loadedFrom(files);
  assert.deepEqual(config, { preset: 'article', targets: ['koa'], blocks: 5, launches: 9 });
  const run = resolveRun({ positionals: [], flags: {}, file: config, fileName: nameOf, env: {} });
  // The preset has a duration, which a number of blocks sets aside.
  assert.deepEqual(
    [run.preset?.name, run.launches, run.blocks, run.durationMs, run.mode],
    ['article', 9, 5, null, 'freeze'],
  );
});

test('a circle is refused, a file that is asked for twice is not', async () => {
  const circle = folderWith({
    'perfcmp.config.json': json({ extends: './a.json' }),
    'a.json': json({ extends: './b.json' }),
    'b.json': json({ extends: './a.json' }),
  });
  assert.deepEqual(await problemsIn(circle), [
    'b.json, extends: leads in a circle: a.json -> b.json -> a.json | a file cannot extend itself: leave one of them out',
  ]);
  const { config, names } = await loadedFrom({
    'perfcmp.config.json': json({ extends: ['./a.json', './b.json'] }),
    'a.json': json({ extends: './shared.json', threads: 1 }),
    'b.json': json({ extends: './shared.json', seed: 2 }),
    'shared.json': json({ threads: 8, seed: 8, pipelining: 8 }),
  });
  assert.deepEqual(config, { threads: 8, seed: 2, pipelining: 8 });
  assert.deepEqual(names, ['perfcmp.config.json', 'b.json', 'shared.json', 'a.json']);
});

test('what cannot be found is told with what was looked for', async () => {
  const folder = folderWith({
    'perfcmp.config.json': json({ extends: ['./nope.json', 'artcle', 'no-such-package', 'base.json'] }),
    'base.json': '{}',
  });
  assert.deepEqual(await problemsIn(folder), [
    'perfcmp.config.json, extends: names no package: "base.json" | try ./base.json',
    'perfcmp.config.json, extends: there is no preset or installed package "no-such-package" | presets: article; ./ begins the path of a file',
    'perfcmp.config.json, extends: there is no preset or installed package "artcle" | did you mean article?',
    `perfcmp.config.json, extends: no such file: "./nope.json" | looked for ${folder}/nope.json`,
  ]);
});

test('what is wrong with several files is told at once, each by its own name, with what is wrong with values', async () => {
  const folder = folderWith({
    'perfcmp.config.json': json({ extends: './shared/base.json', conections: 5 }),
    'shared/base.json': json({ quick: 'yes', launches: 'many', load: { timeout: -1 } }),
  });
  const resolved = withConfigFile(requestIn(folder), (file) =>
    resolveRun({ positionals: [], flags: {}, file: file?.config ?? null, fileName: file?.nameOf, env: {} }),
  );
  await assert.rejects(resolved, (error: unknown) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(
      error.problems.map(({ where }) => where),
      ['perfcmp.config.json', 'shared/base.json, quick', 'shared/base.json, launches'],
    );
    return true;
  });
});

test('a config that is in no file may extend as well', async () => {
  const folder = folderWith({ 'base.json': json({ threads: 2, connections: 2 }) });
  const { layers, problems } = await extendConfig(
    { extends: './base.json', connections: 5 },
    { command: 'run', env: {} },
    folder,
  );
  assert.deepEqual([mergeLayers(layers), problems], [{ threads: 2, connections: 5 }, []]);
});
