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

test('a process of another container or machine is taken to live until its last sign is a day old', {
  skip: process.platform !== 'linux',
}, () => {
  const [pid, ticks, host = '', boot = '', namespace = ''] = ownIdentity().split(' ');
  const nobody = '4194303 1';
  const elsewhere = [
    [host, boot, 'pid:[1]'],
    ['another', boot, namespace],
    ['another', '00000000-0000-0000-0000-000000000000', namespace],
  ];
  const hourMs = 3_600_000;
  for (const place of elsewhere) {
    const identity = [nobody, ...place].join(' ');
    assert.ok(isAlive(identity), identity);
    assert.ok(isAlive(identity, Date.now() - 23 * hourMs), identity);
    assert.ok(!isAlive(identity, Date.now() - 25 * hourMs), identity);
  }
  const longAgoMs = Date.now() - 25 * hourMs;
  assert.ok(!isAlive([nobody, host, boot, namespace].join(' ')), 'one that would be seen is gone at once');
  assert.ok(
    isAlive([pid, ticks, host, boot, namespace].join(' '), longAgoMs),
    'and lives however long it says nothing',
  );
});

test('nothing lives of a host that was started again since', { skip: process.platform !== 'linux' }, () => {
  const [pid, ticks, host, , namespace] = ownIdentity().split(' ');
  assert.ok(!isAlive([pid, ticks, host, '00000000-0000-0000-0000-000000000000', namespace].join(' ')));
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
