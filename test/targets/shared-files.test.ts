import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { targetFile } from './running-target.js';

const parent = realpathSync(mkdtempSync(join(tmpdir(), 'perfcmp-shared-')));
const root = join(parent, 'root');
mkdirSync(root, { mode: 0o700 });
after(() => rmSync(parent, { recursive: true, force: true }));

// As a target reads them, once, when it is loaded.
Object.assign(process.env, { PORT: '1', PERFCMP_DATA_DIR: root, PERFCMP_FILE_DELAY_MS: '0' });
const { readFileBelow } = (await import(targetFile('shared/sandbox.js'))) as {
  readFileBelow: (folder: string, path: string) => Promise<Buffer | null>;
};
const { isSafePath } = (await import(targetFile('shared/file-request.js'))) as {
  isSafePath: (path: string) => boolean;
};
const { runIoBenchmark } = (await import(targetFile('shared/io-benchmark.js'))) as {
  runIoBenchmark: () => Promise<{ io_benchmark_results: { scenario: string; total_data_mb: number }[] }>;
};

test('a path is safe when it is relative and goes nowhere but down', () => {
  const safe = ['a', 'a/b', '...', '..a', '%2e%2e/x', 'a b', '~', 'ab:c', 'a'.repeat(255)];
  const unsafe = [
    '',
    '/a',
    'a/',
    'a//b',
    '.',
    '..',
    'a/../b',
    './a',
    '..\\a',
    'a\\b',
    'a\0',
    'C:',
    'c:a',
    'é'.repeat(128),
  ];
  assert.deepEqual(
    safe.filter((path) => !isSafePath(path)),
    [],
  );
  assert.deepEqual(unsafe.filter(isSafePath), []);
});

test('only regular files below the folder are read, wherever a link leads', async () => {
  mkdirSync(`${root}2`);
  writeFileSync(join(`${root}2`, 'secret'), 'outside');
  mkdirSync(join(root, 'folder'));
  writeFileSync(join(root, 'folder', 'file'), 'inside');
  execFileSync('mkfifo', [join(root, 'fifo')]);
  const links = {
    in: 'folder/file',
    out: '../root2/secret',
    'out-folder': '../root2',
    loop: 'loop',
    device: '/dev/zero',
  };
  for (const [name, to] of Object.entries(links)) symlinkSync(to, join(root, name));

  const read = async (path: string) => String(await readFileBelow(root, path));
  assert.equal(await read('folder/file'), 'inside');
  assert.equal(await read('in'), 'inside');
  for (const path of [
    'out',
    'out-folder/secret',
    '../root2/secret',
    'loop',
    'device',
    'fifo',
    'folder',
    '.',
    'missing',
  ]) {
    assert.equal(await read(path), 'null', path);
  }
});

test('the files of the io benchmark are removed, after a failure too', async () => {
  const before = readdirSync(root);
  const { io_benchmark_results: results } = await runIoBenchmark();
  assert.deepEqual(
    results.map(({ scenario, total_data_mb }) => [scenario, total_data_mb * 2 ** 20]),
    [
      ['small_files', 102_400],
      ['medium_files', 512_000],
      ['large_files', 1_024_000],
    ],
  );
  assert.deepEqual(readdirSync(root), before);

  const failing = runIoBenchmark();
  // Its files lose their folder while they are written: at once, where removing would meet those that are new.
  const takeAway = () => {
    for (const name of readdirSync(root)) {
      if (name.startsWith('io-')) renameSync(join(root, name), join(parent, name));
    }
  };
  const timer = setInterval(takeAway, 0);
  await assert.rejects(failing).finally(() => clearInterval(timer));
  assert.deepEqual(readdirSync(root), before);
});
