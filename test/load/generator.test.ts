import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MeasurementError } from '../../src/errors.js';
import { Generator, type LoadPool, type SliceRequest } from '../../src/load/generator.js';
import type { Json } from '../../src/model/json.js';
import type { EngineName } from '../../src/model/load-profile.js';
import type { LoadTick } from '../../src/model/recording.js';
import { fixedSource } from '../../src/model/request-source.js';
import { median } from '../../src/stats/moments.js';
import { sliceRequest } from '../helpers/generated-loads.js';
import { answersAfter, answerText, RawServer, type RawServerOptions } from '../helpers/hostile-servers.js';
import { type ScriptedServer, startServerFor } from '../helpers/http2-servers.js';
import { ANY_SUCCESS, checkBooks, GET } from '../helpers/slices.js';
import { until } from '../helpers/until.js';

const ENGINES: readonly EngineName[] = ['socket', 'undici', 'http2'];
const two = await Generator.start(2);
const one = await Generator.start(1);
after(() => Promise.all([one.stop(), two.stop()]));

const ok: RawServerOptions = { onRequest: (request) => request.answer(answerText('ok')) };
const waiting = answersAfter(2);

interface Load {
  readonly engine?: EngineName;
  readonly connections?: number;
  readonly pipelining?: number;
}

async function loaded<T>(
  generator: Generator,
  script: RawServerOptions,
  load: Load,
  use: (pool: LoadPool, server: ScriptedServer) => Promise<T>,
): Promise<T> {
  const server = await startServerFor(load.engine ?? 'socket', script);
  const { engine = 'socket', connections = 4, pipelining = 1 } = load;
  try {
    const pool = await generator.open({
      endpoint: server.endpoint,
      source: fixedSource([GET]),
      profile: {
        kind: 'closed',
        name: 'test',
        connections,
        pipelining,
        threads: generator.threads,
        engine,
        timeoutMs: 3000,
        connectTimeoutMs: 3000,
        bodySampleEvery: 10,
        requestsPerConnection: null,
        think: null,
      },
    });
    assert.equal(pool.opened.open, connections);
    try {
      return await use(pool, server);
    } finally {
      pool.close();
    }
  } finally {
    await server.close();
  }
}

function slice(changes: Partial<SliceRequest> = {}): SliceRequest {
  return sliceRequest({ settleMs: 15, windowMs: 100, fillerMs: 1000, ...changes });
}

for (const engine of ENGINES) {
  for (const generator of [one, two]) {
    for (const pipelining of [1, 16]) {
      test(`${engine}, ${generator.threads} threads, ${pipelining} deep: a number of requests is sent exactly`, async () => {
        for (const requestLimit of [0, 3, 101]) {
          await loaded(generator, ok, { engine, pipelining, connections: 7 }, async (pool, server) => {
            const recording = await pool.run(slice({ settleMs: 0, windowMs: null, requestLimit }));
            checkBooks(recording);
            assert.equal(server.requests, requestLimit);
            assert.deepEqual(recording.requests, { sent: requestLimit, ok: requestLimit, failed: 0, inFlightAtEnd: 0 });
            assert.equal(recording.window.ok, requestLimit);
            await until(() => server.connections === 7, 'every connection was accepted');
          });
        }
      });
    }
  }

  test(`${engine}: throughput of a server with a fixed delay is connections over delay, however short the slice`, async () => {
    const CONNECTIONS = 16;
    for (const delayMs of [33, 24]) {
      const delaysMs: number[] = [];
      const script: RawServerOptions = {
        onRequest: (request) => {
          const before = performance.now();
          setTimeout(() => {
            request.answer(answerText('ok'));
            delaysMs.push(performance.now() - before);
          }, delayMs);
        },
      };
      await loaded(one, script, { engine, connections: CONNECTIONS }, async (pool) => {
        const ratios: number[] = [];
        const rhos: number[] = [];
        const isShown = (): boolean => Math.max(...ratios) > 0.95 && Math.max(...rhos) > 0.95;
        for (let i = 0; i < 3 || (i < 25 && !isShown()); i += 1) {
          delaysMs.length = 0;
          const { window, lanes, ...rest } = await pool.run(slice({ staggerMs: delayMs, settleMs: delayMs }));
          checkBooks({ window, lanes, ...rest });
          const perSec = (window.ok / (window.laneSpanNs / lanes)) * 1e9;
          // Not the mean: a pause of the server before the window is in its delays and in no latency.
          ratios.push(perSec / (CONNECTIONS / (median(delaysMs) / 1000)));
          rhos.push(window.latencySumNs / window.laneSpanNs);
        }
        // A busy machine and the client's own time, most of a millisecond with undici, only take away; counting
        // completions would be off by a sixth in every slice.
        const best = Math.max(...ratios);
        assert.ok(best > 0.95 && best < 1.03, `${delayMs} ms: ${ratios.join(' ')}`);
        const fullest = Math.max(...rhos);
        assert.ok(fullest > 0.95 && fullest <= 1.02, `${delayMs} ms: rho ${rhos.join(' ')}`);
      });
    }
  });

  test(`${engine}: two threads lose nothing: both sides count alike`, async () => {
    await loaded(two, waiting, { engine, connections: 5, pipelining: 2 }, async (pool, server) => {
      const recording = await pool.run(slice());
      checkBooks(recording);
      assert.equal(recording.requests.ok, server.answers);
      assert.equal(recording.requests.sent, server.requests);
      assert.equal(recording.lanes, 10);
      assert.equal(recording.connections.requested, 5);
      assert.equal(recording.connections.opened, 5);
      assert.equal(recording.windowMs, 100);
      assert.equal(recording.reqPerSecSamples.length, 2);
      if (engine !== 'http2') assert.equal(recording.bytes.read, server.answers * Buffer.byteLength(answerText('ok')));
      assert.ok(recording.generator.cpuNs > 0 && recording.generator.busy > 0 && recording.generator.busy <= 1);
      assert.ok(recording.settleStallMs >= 0 && recording.settleStallMs <= recording.elapsedMs);
    });
  });

  test(`${engine}: connections that the server closed are opened again before the next slice`, async () => {
    await loaded(two, waiting, { engine, connections: 4 }, async (pool, server) => {
      await pool.run(slice());
      await server.endConnections();
      const opened = await pool.reopen();
      assert.deepEqual(opened, { open: 4, reopened: 4, failures: [] });
      const recording = await pool.run(slice());
      assert.equal(recording.connections.reopened, 4);
      assert.equal(recording.connections.reopenedInWindow, 0);
      assert.equal(recording.requests.failed, 0);
    });
  });

  test(`${engine}: an aborted slice of two threads keeps what was measured`, async () => {
    await loaded(two, ok, { engine }, async (pool, server) => {
      const running = pool.run(slice({ settleMs: 0, windowMs: 3_600_000 }));
      await until(() => server.answers > 200, 'two hundred answers');
      pool.abort();
      const recording = await running;
      checkBooks(recording);
      assert.ok(recording.window.ok > 100);
      assert.ok(recording.requests.ok <= server.answers);
    });
  });
}

test('what opening came to is counted in the next slice only', async () => {
  await loaded(two, waiting, {}, async (pool, server) => {
    await pool.run(slice({ windowMs: 20 }));
    await server.endConnections();
    await pool.reopen();
    const first = await pool.run(slice({ windowMs: 20 }));
    const second = await pool.run(slice({ windowMs: 20 }));
    assert.deepEqual([first.connections.reopened, second.connections.reopened], [4, 0]);
    assert.deepEqual([first.connections.opened, second.connections.opened], [4, 4]);
  });
});

test('seconds and ticks of two threads add up to all that was counted', async () => {
  await loaded(two, waiting, {}, async (pool) => {
    const ticks: LoadTick[] = [];
    const recording = await pool.run(
      slice({ windowMs: 1300, sampleMs: 100, ticks: true, onTick: (tick) => ticks.push(tick) }),
    );
    assert.equal(
      recording.perSecond.reduce((sum, second) => sum + second.ok + second.failed, 0),
      recording.requests.ok,
    );
    const counts = ticks.map((tick) => tick.ok);
    // One after each second and one at the end, which a busy machine may put off beyond the next second.
    assert.ok(counts.length >= 2, `${counts.length} ticks`);
    assert.ok(
      counts.every((count, at) => count > (counts[at - 1] ?? 0) && count <= recording.requests.ok),
      `${counts}`,
    );
    const largestNs = Math.max(...recording.perSecond.map(({ latency }) => latency?.maxNs ?? 0));
    const exactNs = recording.window.latencyMaxNs ?? 0;
    assert.ok(largestNs >= exactNs && largestNs <= exactNs * 1.001, `${largestNs} ns, exactly ${exactNs} ns`);
  });
});

test('aborting where no slice runs does nothing', async () => {
  await loaded(one, waiting, {}, async (pool) => {
    pool.abort();
    const recording = await pool.run(slice({ windowMs: 120 }));
    assert.equal(Math.round(recording.windowMs), 120);
    assert.ok(recording.window.ok > 0);
  });
});

test('a closed pool leaves no connection', async () => {
  const generator = await Generator.start(1);
  const server = await RawServer.start({});
  try {
    const spec = {
      endpoint: server.endpoint,
      source: fixedSource([GET]),
      profile: {
        kind: 'closed',
        name: 'test',
        connections: 2,
        pipelining: 1,
        threads: 1,
        engine: 'socket',
        timeoutMs: 1000,
        connectTimeoutMs: 1000,
        bodySampleEvery: 10,
        requestsPerConnection: null,
        think: null,
      },
    } as const;
    const pool = await generator.open(spec);
    pool.close();
    await until(() => server.sockets.size === 0, 'no connection is left');
  } finally {
    await generator.stop();
    await server.close();
  }
});

// A value that cannot be written as JSON makes the comparison of bodies throw, in the middle of a read.
const POISON = {
  status: ANY_SUCCESS.status,
  body: { kind: 'json', contains: 1n as unknown as Json },
  mediaType: null,
} as const;

test('a thread that crashes is a measurement error with its cause, then and for every later question', async () => {
  const generator = await Generator.start(2);
  const isCrash = (error: unknown): boolean => {
    assert.ok(error instanceof MeasurementError);
    assert.equal(error.code, 'worker-crashed');
    assert.equal(error.exitCode, 70);
    assert.match(error.message, /a thread of the load generator failed: .*BigInt/);
    assert.ok(error.cause instanceof Error);
    return true;
  };
  try {
    const json: RawServerOptions = { onRequest: (request) => request.answer(answerText('{}')) };
    await loaded(generator, json, {}, async (pool) => {
      await assert.rejects(pool.run(slice({ expect: POISON })), isCrash);
      await assert.rejects(pool.run(slice()), isCrash);
      await assert.rejects(pool.reopen(), isCrash);
    });
  } finally {
    await generator.stop();
  }
});

test('where one of several threads crashes the part of the others is kept, and said to be a part', async () => {
  const generator = await Generator.start(2);
  // No JSON is only a mismatch; JSON on one connection crashes the thread that has it, in the middle of its load.
  const poisonous: RawServerOptions = {
    onRequest: (request) => {
      const body = request.connection === 0 && request.indexOnConnection > 20 ? '{}' : 'no JSON';
      setTimeout(() => request.answer(answerText(body)), 2);
    },
  };
  try {
    await loaded(generator, poisonous, { connections: 4 }, async (pool, server) => {
      const running = pool.runSurviving(slice({ windowMs: 600, expect: POISON }));
      await until(() => server.sockets.size === 2, 'the connections of the crashed thread are gone');
      const answersThen = server.answers;
      await until(() => server.answers > answersThen + 10, 'the other thread goes on');
      const { generator: thread, requests, connections } = await running;
      assert.equal(thread.crashes?.length, 1);
      assert.match(thread.crashes[0] ?? '', /BigInt/);
      assert.equal(connections.requested, 2);
      assert.ok(requests.ok > 0);
      assert.equal(requests.sent, requests.ok + requests.failed + requests.inFlightAtEnd);
      assert.equal((await pool.reopen()).open, 2);
      await assert.rejects(pool.run(slice()), /a thread of the load generator failed/);
    });
  } finally {
    await generator.stop();
  }
});

test('stopping the generator ends a slice that still runs', async () => {
  const generator = await Generator.start(1);
  await loaded(generator, waiting, {}, async (pool, server) => {
    const running = pool.run(slice({ windowMs: 3_600_000 }));
    const rejected = assert.rejects(running, (error) => {
      assert.ok(error instanceof MeasurementError);
      assert.equal(error.code, 'generator-stopped');
      return true;
    });
    await until(() => server.answers > 10, 'the slice runs');
    await generator.stop();
    await rejected;
  });
});
