import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CappedLog } from '../../src/target/capped-log.js';
import { startInstance } from '../../src/target/instance.js';
import { fixtureTarget, instanceOptions } from './server-fixtures.js';

const folder = mkdtempSync(join(tmpdir(), 'perfcmp-test-'));
after(() => rmSync(folder, { recursive: true }));

test('a short log is kept as it is', () => {
  const file = join(folder, 'deep', 'short.log');
  const log = new CappedLog(file);
  log.write(Buffer.from('one\ntwo\n\n'));
  log.write(Buffer.from('thr'));
  log.write(Buffer.from('ee'));
  assert.deepEqual(log.lines(2), ['two', 'three']);
  log.close();
  assert.equal(readFileSync(file, 'utf8'), 'one\ntwo\n\nthree');
});

test('lines that span head and tail are whole', () => {
  const log = new CappedLog(null);
  const line = `${'x'.repeat(999)}\n`;
  for (let count = 0; count < 525; count++) log.write(Buffer.from(line));
  assert.deepEqual(
    log.lines(3).map((text) => text.length),
    [999, 999, 999],
  );
});

test('a server that writes 100 MB is neither blocked nor fills the disk', async () => {
  const logFile = join(folder, 'long.log');
  const instance = await startInstance(fixtureTarget('writes-100-megabytes.mjs'), instanceOptions({ logFile }));
  assert.deepEqual(instance.logTail(1), ['last line']);
  await instance.stop();
  const text = readFileSync(logFile, 'utf8');
  assert.ok(text.length < 1.3 * 1024 * 1024, `${text.length} bytes`);
  assert.ok(text.startsWith('first line\nxxx'));
  assert.ok(text.endsWith('xxx\nlast line\n'));
  assert.match(text, /\n\.\.\. \d+ bytes left out \.\.\.\n/);
});
