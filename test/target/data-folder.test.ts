import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createDataFolder } from '../../src/target/data-folder.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-tmp-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

function inScratch<T>(use: () => T): T {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = scratch;
  try {
    return use();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

test('what a killed perfcmp left behind a day ago is swept, what is younger or of others is not', () => {
  const [old, young, other] = ['perfcmp-data-old', 'perfcmp-data-young', 'something-old'].map((name) =>
    join(scratch, name),
  );
  const longAgo = Date.now() / 1000 - 25 * 3600;
  for (const path of [old, young, other]) mkdirSync(path!);
  for (const path of [old, other]) utimesSync(path!, longAgo, longAgo);
  const folder = inScratch(() => createDataFolder(undefined));
  assert.deepEqual(
    [old, young, other, folder.path].map((path) => existsSync(path!)),
    [false, true, true, true],
  );
  folder.remove();
  assert.equal(existsSync(folder.path), false);
});

test('a temporary folder goes with the process, however early that ends', () => {
  const module = new URL('../../src/target/data-folder.js', import.meta.url).href;
  const script = `const { createDataFolder } = await import('${module}');
    process.stdout.write(createDataFolder(undefined).path, () => process.exit(130));`;
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TMPDIR: scratch },
    encoding: 'utf8',
  });
  assert.equal(ended.status, 130);
  assert.ok(ended.stdout.startsWith(scratch), ended.stderr);
  assert.equal(existsSync(ended.stdout), false);
});
