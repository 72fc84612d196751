import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FixedRequests } from '../../src/load/fixed-requests.js';
import { PendingRequests } from '../../src/load/pending-requests.js';
import { RequestTable } from '../../src/load/request-table.js';
import { answerText, endpointOf, RawServer } from '../helpers/hostile-servers.js';
import { ENGINES, GET, poolOptions, runSlice, withPool } from '../helpers/slices.js';

const ABC = ['/a', '/b', '/c'].map((path) => ({ ...GET, path }));

function pathsOf(bytes: Buffer): string[] {
  return [...bytes.toString('latin1').matchAll(/GET (\S+) HTTP/g)].map((match) => match[1]!);
}

test('requests that were given back go first, in the order they were given back', () => {
  const requests = new FixedRequests(ABC);
  assert.deepEqual([requests.take(), requests.take(), requests.take(), requests.take()], [0, 1, 2, 0]);
  requests.giveBack(2);
  requests.giveBack(0);
  assert.deepEqual([requests.take(), requests.take(), requests.take()], [2, 0, 1]);
});

test('a slice begins behind what the other threads send before', () => {
  const requests = new FixedRequests(ABC);
  requests.take();
  requests.giveBack(0);
  requests.begin(7);
  assert.deepEqual([requests.take(), requests.take(), requests.take()], [1, 2, 0]);
});

test('a batch is the requests that were taken, in order or not', () => {
  const requests = new FixedRequests(ABC);
  const table = new RequestTable(requests, endpointOf(80), 4);
  const pending = new PendingRequests(4, false);
  for (let i = 0; i < 4; i += 1) pending.push(requests.take(), 0);
  assert.deepEqual(pathsOf(table.batchOf(pending, 4)), ['/a', '/b', '/c', '/a']);
  assert.deepEqual(pathsOf(table.batchOf(pending, 2)), ['/c', '/a']);
  requests.giveBack(0);
  pending.dropNewest(3);
  for (let i = 0; i < 3; i += 1) pending.push(requests.take(), 0);
  assert.deepEqual(pathsOf(table.batchOf(pending, 4)), ['/a', '/a', '/b', '/c']);
  assert.deepEqual(pathsOf(table.batchOf(pending, 3)), ['/a', '/b', '/c']);
});

for (const { name, engine } of ENGINES) {
  for (const pipelining of [1, 4]) {
    test(`${name}: weights are exact, ${pipelining} deep, when connections are lost before requests left`, async () => {
      const seen: string[] = [];
      const server = await RawServer.start({
        onRequest: ({ head, index, answer }) => {
          seen.push(/ (\S+) /.exec(head)![1]!);
          // What follows a complete answer and is none: what was queued between the two never leaves.
          answer(`${answerText('ok')}${index % 7 === 6 ? 'nonsense\r\n\r\n' : ''}`);
        },
      });
      const requests = [
        { ...GET, path: '/often', weight: 3 },
        { ...GET, path: '/seldom' },
      ];
      try {
        const recording = await withPool(engine, poolOptions(server.endpoint, { requests, pipelining }), (pool) =>
          runSlice(pool, { windowMs: null, requestLimit: 400 }),
        );
        assert.equal(recording.requests.sent, 400);
        // With a single lane on each connection everything that was sent was seen.
        if (pipelining === 1)
          assert.deepEqual([seen.length, seen.filter((path) => path === '/often').length], [400, 300]);
        assert.ok(recording.requests.failed < 400);
      } finally {
        await server.close();
      }
    });
  }
}
