import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isAlive, ownIdentity } from '../../src/machine/process-identity.js';
import { until } from '../helpers/until.js';

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

test('a process that has ended is not alive, though its parent never asked for its code', {
  skip: process.platform !== 'linux',
}, async () => {
  const script = 'exec 3<&0; cat <&3 >&2 & echo $!; exec sleep 60';
  const parent = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  const [text] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
  const pid = text.trim();
  // A shell may ask for the code, which sleep never does.
  await until(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n', 'sleep is the parent');
  assert.ok(isAlive(pid));
  parent.stdin.end();
  await until(() => !isAlive(pid), 'the child has ended');
  assert.ok(existsSync(`/proc/${pid}`), 'its number is still its own');
  parent.kill('SIGKILL');
});
