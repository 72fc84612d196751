import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { Report } from '../../src/model/report.js';
import { IMPORT_FIXTURES } from '../helpers/imports.js';
import { perfcmp, perfcmpHere } from './harness.js';

const folder = mkdtempSync(join(tmpdir(), 'perfcmp-import-'));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'reports'));
writeFileSync(join(folder, 'reports', '.perfcmp'), '');
copyFileSync(join(IMPORT_FIXTURES, 'wrk.txt'), join(folder, 'wrk.txt'));
copyFileSync(join(IMPORT_FIXTURES, 'autocannon.json'), join(folder, 'autocannon.json'));
writeFileSync(join(folder, 'empty.txt'), '\n');
writeFileSync(join(folder, 'cut.json'), readFileSync(join(folder, 'autocannon.json'), 'utf8').slice(0, 200));

test('two files are laid side by side, stored, and written in other formats', async () => {
  const args = ['import', 'wrk.txt', 'ac=autocannon.json', '--output', 'both.json,both.md'];
  const { code, stdout, stderr } = await perfcmp(args, { cwd: folder });
  assert.deepEqual([code, stderr], [EXIT.ok, '']);
  assert.match(stdout, /^perfcmp import {3}2 results of wrk, autocannon {3}single runs, no intervals$/m);
  assert.match(stdout, /^ ! single runs of other tools: their order does not prove who is faster/m);
  const report = JSON.parse(readFileSync(join(folder, 'both.json'), 'utf8')) as Report;
  assert.deepEqual(
    report.targets.map(({ name }) => name),
    ['wrk', 'ac'],
  );
  assert.match(readFileSync(join(folder, 'both.md'), 'utf8'), /\| wrk \| wrk \|/);
  const again = await perfcmpHere(['report', 'last', '--format', 'csv'], { cwd: folder });
  assert.equal(again.stdout.split('\r\n').length, 4);
  assert.match(again.stdout, new RegExp(`^${report.run.id},`, 'm'));
});

test('- is standard input', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [resolve('bin/perfcmp.js'), 'import', 'piped=-', '--format', 'csv'],
    {
      cwd: folder,
      input: readFileSync(join(folder, 'wrk.txt')),
      encoding: 'utf8',
    },
  );
  assert.equal(status, EXIT.ok);
  assert.match(stdout, /,piped,/);
});

test('what cannot be read is one line with a hint, exit 2', async () => {
  const rows: [readonly string[], RegExp][] = [
    [['empty.txt'], /^error: empty\.txt is empty\nhint: the tool may have ended before it printed its result\n$/],
    [['none.txt'], /^error: there is no file none\.txt\nhint: .*perfcmp import -\n$/],
    [['reports'], /^error: reports is a folder\nhint: name files that a load generator wrote, .*\n$/],
    [
      ['cut.json'],
      /^error: cut\.json looks like a result of autocannon, but its JSON cannot be read: .*\nhint: is it the whole file\?\n$/,
    ],
    [
      ['wrk.txt', '--from', 'oha'],
      /^error: wrk\.txt is no result of oha: it looks like one of wrk\nhint: leave out --from, or say wrk\n$/,
    ],
    [['both.json'], /^error: both\.json is of perfcmp itself\nhint: perfcmp diff/],
    [['reports/.perfcmp', 'wrk.txt'], /is empty\nhint: /],
    [['-'], /^error: .*\nhint: /],
  ];
  for (const [words, expected] of rows) {
    const run = words[0] === '-' ? perfcmp : perfcmpHere;
    const { code, stdout, stderr } = await run(['import', ...words], { cwd: folder });
    assert.deepEqual([code, stdout], [EXIT.usage, ''], words.join(' '));
    assert.match(stderr, expected);
  }
});
