import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { targetFile, withTarget } from './running-target.js';

const NODE_HTTP = targetFile('node-http/server.js');
const TWO = { PERFCMP_WORKERS: '2' };

test('several workers answer what needs no memory in common, and nothing else', async () => {
  const seen = await withTarget(NODE_HTTP, TWO, async ({ url, process: child }) => {
    const statuses: (readonly [string, number])[] = [];
    for (const path of [
      '/health',
      '/plaintext',
      '/json',
      '/benchmark',
      '/stats',
      '/cached',
      '/cached/a',
      '/profiled',
    ]) {
      const response = await fetch(url + path);
      await response.arrayBuffer();
      statuses.push([path, response.status]);
    }
    const pids = new Set<number>();
    while (pids.size < 2) pids.add(await pidOfNewConnection(url));
    assert.ok(!pids.has(child.pid!));
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    return { statuses: Object.fromEntries(statuses), ended: await ended };
  });
  assert.deepEqual(seen, {
    statuses: {
      '/health': 200,
      '/plaintext': 200,
      '/json': 200,
      '/benchmark': 404,
      '/stats': 404,
      '/cached': 404,
      '/cached/a': 404,
      '/profiled': 404,
    },
    ended: [0, null],
  });
});

test('several workers end with 0 when stdin is closed, while some of them may still be starting', async () => {
  await withTarget(NODE_HTTP, { PERFCMP_WORKERS: '3' }, async ({ process: child }) => {
    const ended = once(child, 'exit');
    child.stdin?.end();
    assert.deepEqual(await ended, [0, null]);
  });
});

test('a worker that dies is not replaced: the target ends with 1', async () => {
  await withTarget(NODE_HTTP, TWO, async ({ url, process: child }) => {
    const pid = await pidOfNewConnection(url);
    const ended = once(child, 'exit');
    process.kill(pid, 'SIGKILL');
    assert.deepEqual(await ended, [1, null]);
  });
});

async function pidOfNewConnection(url: string): Promise<number> {
  const response = await fetch(`${url}/health`, { headers: { Connection: 'close' } });
  return ((await response.json()) as { pid: number }).pid;
}
