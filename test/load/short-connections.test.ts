import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerText, type ReceivedRequest } from '../helpers/hostile-servers.js';
import { startServerFor } from '../helpers/http2-servers.js';
import { ALL_ENGINES, poolOptions, runSlice, withPool } from '../helpers/slices.js';

/** Answers all; the most requests that one connection saw, and whether any asked for its end. */
class CountingServer {
  mostOnConnection = 0;
  saidClose = 0;
  readonly onRequest = (request: ReceivedRequest): void => {
    this.mostOnConnection = Math.max(this.mostOnConnection, request.indexOnConnection + 1);
    if (/^connection: close$/im.test(request.head)) this.saidClose += 1;
    request.answer(answerText('ok'));
  };
}

for (const { name, engine } of ALL_ENGINES) {
  for (const [every, pipelining, connections] of [
    [1, 1, 4],
    [5, 1, 4],
    [5, 3, 4],
    [4, 4, 2],
    [2, 6, 2],
  ] as const) {
    test(`${name}: ${every} answers a connection, ${pipelining} deep: counts agree on both sides, and nothing failed`, async () => {
      const script = new CountingServer();
      const server = await startServerFor(name, script);
      try {
        const options = poolOptions(server.endpoint, { connections, pipelining, requestsPerConnection: every });
        const REQUESTS = 120;
        const recording = await withPool(engine, options, (pool) =>
          runSlice(pool, { windowMs: null, requestLimit: REQUESTS }),
        );
        assert.equal(server.requests, REQUESTS);
        assert.equal(recording.requests.ok, REQUESTS);
        assert.equal(recording.requests.failed, 0);
        assert.deepEqual(recording.topErrors, []);
        assert.equal(script.mostOnConnection, every);
        assert.equal(script.saidClose, every === 1 && name !== 'http2' ? REQUESTS : 0);
        const { opened, reopened } = recording.connections;
        assert.equal(opened, connections);
        // The last ones may be opened for requests that others have taken by then.
        assert.ok(server.connections >= REQUESTS / every && server.connections <= REQUESTS / every + connections);
        assert.ok(Math.abs(opened + reopened - server.connections) <= connections);
      } finally {
        await server.close();
      }
    });
  }
}
