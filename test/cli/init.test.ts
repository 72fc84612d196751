import assert from 'node:assert/strict';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { folderWith } from '../helpers/made-folder.js';
import { assertGolden, perfcmpHere as perfcmp, perfcmp as spawned } from './harness.js';

const SHOP = {
  'package.json': { name: 'shop', scripts: { start: 'PORT=3000 node server.js' }, dependencies: { express: '^5' } },
  'server.js':
    "const app = require('express')();\napp.get('/', a);\napp.get('/items', b);\napp.listen(process.env.PORT);\n",
  '.git/HEAD': '',
  'package-lock.json': {},
};

test('init tells what it wrote, what it is made of, and what to type next', async () => {
  const cwd = folderWith(SHOP);
  const { code, stdout, stderr } = await spawned(['init'], { cwd });
  assert.deepEqual([code, stderr], [EXIT.ok, '']);
  assertGolden('init.txt', stdout);
  assert.match(readFileSync(join(cwd, 'perfcmp.config.mjs'), 'utf8'), /command: 'node server.js'/);
  assertGolden('init-empty.txt', (await perfcmp(['init'], { cwd: folderWith({}) })).stdout);
});

test('--dry-run prints the very file and writes nothing', async () => {
  const cwd = folderWith(SHOP);
  const shown = await perfcmp(['init', '--dry-run'], { cwd });
  assert.equal(existsSync(join(cwd, 'perfcmp.config.mjs')), false);
  await perfcmp(['init'], { cwd });
  assert.equal(shown.stdout, readFileSync(join(cwd, 'perfcmp.config.mjs'), 'utf8'));
});

test('a file that cannot be written is told by its name', async () => {
  const cwd = folderWith({});
  symlinkSync(join(cwd, 'nowhere', 'config.mjs'), join(cwd, 'perfcmp.config.mjs'));
  for (const words of [['init'], ['init', '--force']]) {
    const { code, stderr } = await perfcmp(words, { cwd });
    assert.equal(code, EXIT.usage);
    assert.match(stderr, /perfcmp\.config\.mjs: cannot be written: E(EXIST|NOENT)/);
  }
});

test('nothing is written over without --force, and no second config is put beside one', async () => {
  const cwd = folderWith({ ...SHOP, 'perfcmp.config.mjs': 'mine' });
  const refused = await perfcmp(['init'], { cwd });
  assert.deepEqual(
    [refused.code, refused.stderr],
    [
      EXIT.usage,
      'error: perfcmp.config.mjs: is there already  (--force writes over it, --dry-run shows what would be written)\n',
    ],
  );
  assert.equal(readFileSync(join(cwd, 'perfcmp.config.mjs'), 'utf8'), 'mine');
  const other = await perfcmp(['init', '--json', '--force'], { cwd });
  assert.deepEqual(
    [other.code, other.stderr],
    [
      EXIT.usage,
      'error: perfcmp.config.mjs: is there already, beside which perfcmp.config.json would be a second  (remove it first, or see --dry-run for what would be written)\n',
    ],
  );
  assert.equal((await perfcmp(['init', '--force'], { cwd })).code, EXIT.ok);
  assert.match(readFileSync(join(cwd, 'perfcmp.config.mjs'), 'utf8'), /targets: \[/);
});

test('a project with TypeScript gets a .ts, --json a .json', async () => {
  const cwd = folderWith({ ...SHOP, 'tsconfig.json': '{}' });
  assert.match((await perfcmp(['init'], { cwd })).stdout, /^perfcmp.config.ts is written\n/);
  const plain = folderWith(SHOP);
  assert.match((await perfcmp(['init', '--json'], { cwd: plain })).stdout, /^perfcmp.config.json is written\n/);
  const { targets } = JSON.parse(readFileSync(join(plain, 'perfcmp.config.json'), 'utf8'));
  assert.deepEqual(targets, [{ label: 'shop', command: 'node server.js', env: { NODE_ENV: 'production' } }]);
});
