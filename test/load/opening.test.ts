import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { Generator } from '../../src/load/generator.js';
import { NULL_SINK } from '../../src/load/null-sink.js';
import type { ClosedLoadProfile, EngineName } from '../../src/model/load-profile.js';
import { fixedSource } from '../../src/model/request-source.js';
import { runLoad } from '../../src/session/load.js';
import { BlackHole } from '../helpers/black-hole.js';
import { answerText, endpointOf, RawServer } from '../helpers/hostile-servers.js';
import { ALL_ENGINES, ENGINES, GET, poolOptions, withPool } from '../helpers/slices.js';
import { until } from '../helpers/until.js';
import { quietIo } from '../session/io.js';

// Longer than any test may take: who waits for it hangs.
const NEVER_MS = 600_000;

function profile(engine: EngineName, connections: number): ClosedLoadProfile {
  return {
    kind: 'closed',
    name: 'test',
    connections,
    pipelining: 1,
    threads: 2,
    engine,
    timeoutMs: 1000,
    connectTimeoutMs: NEVER_MS,
    bodySampleEvery: 10,
    requestsPerConnection: null,
    think: null,
  };
}

async function withBlackHole<T>(use: (hole: BlackHole) => Promise<T>): Promise<T> {
  const hole = await BlackHole.start();
  try {
    return await use(hole);
  } finally {
    await hole.close();
  }
}

// Where HTTP/2 is spoken a server that only accepts is not open yet.
for (const { name, engine } of ENGINES) {
  test(`${name}: an opening that is stopped keeps what is open and tells of no failure`, async () => {
    await withBlackHole(async ({ port }) => {
      const options = poolOptions(endpointOf(port), { connections: 40, connectTimeoutMs: NEVER_MS });
      await withPool(engine, options, async (pool) => {
        const opening = pool.ensureOpen();
        await until(() => pool.isOpen(39) || pool.isOpen(38), 'the first connections are open');
        pool.stopOpening();
        const { open, failures } = await opening;
        assert.ok(open > 0 && open < 40, `${open} are open`);
        assert.deepEqual(failures, []);
      });
    });
  });
}

for (const { name, engine } of ENGINES) {
  test(`${name}: a place that is opened while it opens by itself has one connection`, async () => {
    const server = await RawServer.start({ onRequest: (request) => request.answer(answerText('ok')) });
    try {
      await withPool(engine, poolOptions(server.endpoint, { connections: 1 }), async (pool) => {
        pool.attach({ ...NULL_SINK, wantsConnections: true });
        const { open } = await pool.ensureOpen();
        assert.equal(open, 1);
        // Connections are accepted in their order: whoever was there before this one has been seen.
        const last = connect(server.endpoint.port);
        try {
          await until(
            () => [...server.sockets].some(({ remotePort }) => remotePort === last.localPort),
            'all are accepted',
          );
          await until(() => server.sockets.size === 2, 'one connection is left beside it');
        } finally {
          last.destroy();
        }
      });
    } finally {
      await server.close();
    }
  });
}

for (const { name } of ALL_ENGINES) {
  test(`${name}: an aborted opening ends in every thread, also while the engine itself is loaded`, async () => {
    await withBlackHole(async ({ port }) => {
      const generator = await Generator.start(2);
      const abort = new AbortController();
      try {
        const spec = { endpoint: endpointOf(port), source: fixedSource([GET]), profile: profile(name, 40) };
        const opening = generator.open(spec, abort.signal);
        abort.abort();
        const pool = await opening;
        assert.ok(pool.opened.open < 40);
      } finally {
        await generator.stop();
      }
    });
  });
}

test('closing a pool right after it was asked to open leaves no connection', async () => {
  const server = await RawServer.start({ onRequest: (request) => request.answer(answerText('ok')) });
  const generator = await Generator.start(1);
  const abort = new AbortController();
  try {
    const spec = { endpoint: server.endpoint, source: fixedSource([GET]), profile: profile('undici', 8) };
    const opening = generator.open(spec, abort.signal);
    abort.abort();
    (await opening).close();
    await until(() => server.sockets.size === 0, 'no connection is left');
  } finally {
    await generator.stop();
    await server.close();
  }
});

for (const [what, flags] of [
  ['a connection is waited for', {}],
  ['a TLS handshake is waited for', { insecure: true }],
  ['more threads wait', { threads: '2' }],
  ['undici waits', { engine: 'undici' }],
] as const) {
  test(`an interrupt while ${what} ends a load with an empty report`, async () => {
    await withBlackHole(async ({ port }) => {
      const scheme = 'insecure' in flags ? 'https' : 'http';
      const config = resolveLoad({
        positionals: [`${scheme}://127.0.0.1:${port}/`],
        flags: { ...flags, connections: '40', connectTimeout: `${NEVER_MS}ms`, duration: '600s' },
        file: null,
        env: {},
      });
      const abort = new AbortController();
      const loading = runLoad(config, quietIo({ signal: abort.signal }));
      setImmediate(() => abort.abort('SIGINT'));
      const { report, exitCode } = await loading;
      assert.equal(exitCode, 130);
      assert.equal(report.run.interrupted, 'SIGINT');
      assert.equal(report.measurements[0]?.requests.sent, 0);
      assert.deepEqual(report.measurements[0]?.topErrors, []);
    });
  });
}
