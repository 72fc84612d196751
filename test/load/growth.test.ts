import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { answerText, type RawServerOptions, resetConnection } from '../helpers/hostile-servers.js';
import { ENGINES, poolOptions, runSlice, withPool } from '../helpers/slices.js';
import { withRawServer } from '../helpers/transports.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const REQUESTS = 2000;
const HEAP_GROWTH_BYTES = 300 * REQUESTS;

async function heapBytes(): Promise<number> {
  // Closed sockets are let go of in later turns, and what they held by a second collection.
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

const ok = answerText('ok');

// Each of thousands of closed connections would keep its port for a minute, and whoever measures then waits for these: what
// a reset ends keeps none, and needs a port to be reset; the others have none.
const RESETS: RawServerOptions = {
  onRequest: ({ indexOnConnection, answer, socket }) => {
    if (indexOnConnection === 0) answer(ok);
    else resetConnection(socket);
  },
};

/** What goes wrong with every second request of a connection. */
const SCRIPTS: readonly (readonly [string, RawServerOptions])[] = [
  ['closes its connections', { onRequest: ({ answer }) => answer(answerText('ok', 200, 'Connection: close\r\n')) }],
  ['resets its connections', RESETS],
  [
    'speaks nonsense, each time another',
    {
      onRequest: ({ index, indexOnConnection, answer }) => {
        if (indexOnConnection === 0) answer(ok);
        else answer(`HTTP/1.1 200 OK\r\nContent-Length: x${index}\r\n\r\n`);
      },
    },
  ],
  [
    'sends another head with each answer',
    { onRequest: ({ index, answer }) => answer(answerText('ok', 200, `X-Request-Id: ${index}\r\n`)) },
  ],
];

for (const { name, engine } of ENGINES) {
  for (const [what, script] of SCRIPTS) {
    test(`${name}: a server that ${what} makes nothing grow`, async () => {
      await withRawServer(script === RESETS ? 'tcp' : 'unix', script, (server) =>
        withPool(engine, poolOptions(server.endpoint, { connections: 8, timeoutMs: 60_000 }), async (pool) => {
          await runSlice(pool, { windowMs: null, requestLimit: 1000 });
          const before = await heapBytes();
          const { requests } = await runSlice(pool, { windowMs: null, requestLimit: REQUESTS });
          assert.equal(requests.sent, REQUESTS);
          const grown = (await heapBytes()) - before;
          assert.ok(grown < HEAP_GROWTH_BYTES, `${grown} bytes after ${REQUESTS} requests`);
        }),
      );
    });
  }
}
