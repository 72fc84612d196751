import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { perfcmpHere } from './harness.js';

test('--dry-run says on stderr what the measurement would be warned of at once', async () => {
  const gate = ['gate', 'old=node a.js', 'new=node b.js', '--dry-run', '--budget'];
  const tell = (...args: string[]) =>
    perfcmpHere([...gate, ...args], { cwd: tmpdir(), env: { PATH: process.env.PATH } });
  const short = await tell('10s', '--format', 'json');
  assert.deepEqual([short.code, JSON.parse(short.stdout).baseline], [EXIT.ok, 'old']);
  assert.match(short.stderr, /^! a budget of 10s has room for .* give --budget \d+s\n$/);
  assert.equal((await tell('1h')).stderr, '');
});
