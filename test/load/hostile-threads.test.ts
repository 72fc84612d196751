import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Generator, type LoadPool, type SliceRequest } from '../../src/load/generator.js';
import type { Endpoint } from '../../src/model/load-profile.js';
import { fixedSource } from '../../src/model/request-source.js';
import { sliceRequest } from '../helpers/generated-loads.js';
import { answersAfter, RawServer } from '../helpers/hostile-servers.js';
import { HOSTILITIES, HostileScript } from '../helpers/hostilities.js';
import { checkBooks, GET } from '../helpers/slices.js';
import { until } from '../helpers/until.js';

const generators = [await Generator.start(1), await Generator.start(2)];
after(() => Promise.all(generators.map((generator) => generator.stop())));

const waits = answersAfter(1);

interface Load {
  readonly endpoint: Endpoint;
  readonly pipelining: number;
  readonly timeoutMs: number;
}

async function withPool<T>(generator: Generator, load: Load, use: (pool: LoadPool) => Promise<T>): Promise<T> {
  const { endpoint, pipelining, timeoutMs } = load;
  const pool = await generator.open({
    endpoint,
    source: fixedSource([GET]),
    profile: {
      kind: 'closed',
      name: 'test',
      connections: 4,
      pipelining,
      threads: generator.threads,
      engine: 'socket',
      timeoutMs,
      connectTimeoutMs: 10_000,
      bodySampleEvery: 10,
      requestsPerConnection: null,
      think: null,
    },
  });
  try {
    return await use(pool);
  } finally {
    pool.close();
  }
}

function slice(changes: Partial<SliceRequest>): SliceRequest {
  return sliceRequest({ fillerMs: 1000, ...changes });
}

const SOME = ['falls silent within a body', 'resets the connection within a body', 'sends headers without end'];

for (const generator of generators) {
  const { threads } = generator;
  for (const pipelining of [1, 16]) {
    for (const hostility of HOSTILITIES.filter(({ name }) => SOME.includes(name))) {
      const { name, failure } = hostility;
      test(`${threads} threads, ${pipelining} deep: a server that ${name} costs one ${failure} failure a connection`, async () => {
        const script = new HostileScript(hostility);
        const server = await RawServer.start(script);
        const requestLimit = 12 * pipelining + 1;
        try {
          const load = { endpoint: server.endpoint, pipelining, timeoutMs: failure === 'timeout' ? 200 : 60_000 };
          const recording = await withPool(generator, load, (pool) => pool.run(slice({ requestLimit })));
          checkBooks(recording);
          const { requests, errors } = recording;
          assert.deepEqual([requests.sent, requests.inFlightAtEnd], [requestLimit, 0]);
          // A reset takes the answers with it that this side has not read yet.
          if (failure === 'read') assert.ok(requests.ok <= server.answers);
          else assert.deepEqual([requests.ok, errors[failure]], [server.answers, script.strikes]);
          assert.equal(requests.failed, failure === 'read' ? errors.read : errors.read + errors[failure]);
        } finally {
          await server.close();
        }
      });
    }

    test(`${threads} threads, ${pipelining} deep: a server that dies and comes back is found again by all`, async () => {
      const first = await RawServer.start(waits);
      const { port, endpoint } = first;
      const servers = [first];
      try {
        await withPool(generator, { endpoint, pipelining, timeoutMs: 60_000 }, async (pool) => {
          const running = pool.run(slice({ requestLimit: 400 * pipelining }));
          await until(() => first.answers > 100, 'the first server answers');
          await first.close();
          servers.push(await RawServer.start({ ...waits, port }));
          const recording = await running;
          checkBooks(recording);
          const { requests, errors, connections } = recording;
          assert.equal(requests.sent, 400 * pipelining);
          assert.equal(requests.failed, errors.read + errors.write);
          // What was in flight when it died, and no more.
          assert.ok(requests.failed <= 4 * pipelining, `${requests.failed} failed`);
          assert.ok(requests.ok <= servers.reduce((sum, server) => sum + server.answers, 0));
          assert.equal(connections.reopened, 4);
        });
      } finally {
        for (const server of servers) await server.close();
      }
    });

    test(`${threads} threads, ${pipelining} deep: a server that is gone costs few attempts and next to no CPU`, async () => {
      const server = await RawServer.start(waits);
      const load = { endpoint: server.endpoint, pipelining, timeoutMs: 60_000 };
      const WINDOW_MS = 800;
      await withPool(generator, load, async (pool) => {
        await server.close();
        const { requests, errors, generator } = await pool.run(slice({ windowMs: WINDOW_MS }));
        assert.ok(requests.ok === 0 && requests.failed <= 4 * pipelining);
        // At once, then after 10, 20, 40, 80, 160 and 320 ms, and once more while it ends.
        assert.ok(errors.connect >= 4 && errors.connect <= 4 * 8, `${errors.connect} attempts`);
        assert.ok(generator.cpuNs < 0.25 * WINDOW_MS * 1e6, `${generator.cpuNs} ns of CPU`);
      });
    });
  }
}
