import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { isAlive, ownIdentity } from '../../src/machine/process-identity.js';

test('a process is alive as long as it is the one that it was', async () => {
  const own = ownIdentity();
  assert.ok(isAlive(own));
  const [pid, ticks] = own.split(' ');
  assert.equal(pid, String(process.pid));
  assert.ok(isAlive(`${pid}`), 'without its beginning its number has to do');
  if (ticks !== undefined) assert.ok(!isAlive(`${pid} ${Number(ticks) + 1}`), 'another one of this number');
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await once(child, 'exit');
  assert.ok(!isAlive(`${child.pid} 1`));
  for (const nonsense of ['', 'ended', '0', '-1']) assert.ok(!isAlive(nonsense), nonsense);
});
