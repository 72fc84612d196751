import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SliceTick } from '../../src/load/slice.js';
import { answersAfter, answerText, type RawServerOptions } from '../helpers/hostile-servers.js';
import { type ScriptedServer, withServerFor } from '../helpers/http2-servers.js';
import { ALL_ENGINES, checkBooks, createLoop, poolOptions, runSlice, withPool } from '../helpers/slices.js';
import { until } from '../helpers/until.js';

const EXPECT_OK = { status: [{ from: 200, to: 200 }], body: { kind: 'text', equals: 'ok' }, mediaType: null } as const;

const ok: RawServerOptions = { onRequest: (request) => request.answer(answerText('ok')) };

for (const { name, engine } of ALL_ENGINES) {
  const withServer = <T>(script: RawServerOptions, use: (server: ScriptedServer) => Promise<T>): Promise<T> =>
    withServerFor(name, script, use);

  test(`${name}: a wrong body on the first answer of each connection is a mismatch`, async () => {
    const script: RawServerOptions = {
      onRequest: (request) => request.answer(answerText(request.indexOnConnection === 0 ? 'no' : 'ok')),
    };
    await withServer(script, async (server) => {
      const options = poolOptions(server.endpoint, { connections: 3, bodySampleEvery: 1000 });
      const recording = await withPool(engine, options, (pool) =>
        runSlice(pool, { windowMs: null, requestLimit: 60, expect: EXPECT_OK }),
      );
      assert.deepEqual([recording.requests.ok, recording.errors.mismatch], [57, 3]);
      assert.deepEqual(recording.statuses, { 200: 60 });
      assert.deepEqual(recording.topErrors, [
        { kind: 'mismatch', message: 'expected body ok, got no', count: 3, check: 'body' },
      ]);
      assert.equal(recording.window.ok, 57);
    });
  });

  test(`${name}: one body in so many is looked at, and the first of every slice`, async () => {
    const script: RawServerOptions = { onRequest: (request) => request.answer(answerText('no')) };
    await withServer(script, async (server) => {
      const options = poolOptions(server.endpoint, { connections: 1, bodySampleEvery: 5 });
      await withPool(engine, options, async (pool) => {
        const first = await runSlice(pool, { windowMs: null, requestLimit: 23, expect: EXPECT_OK });
        assert.equal(first.errors.mismatch, 5);
        const second = await runSlice(pool, { windowMs: null, requestLimit: 1, expect: EXPECT_OK });
        assert.equal(second.errors.mismatch, 1);
      });
    });
  });

  test(`${name}: a media type that is not the expected one is a mismatch`, async () => {
    const script: RawServerOptions = {
      onRequest: (request) => request.answer(answerText('{}', 200, 'Content-Type: text/plain; charset=utf-8\r\n')),
    };
    const expect = { status: EXPECT_OK.status, body: null, mediaType: 'application/json' };
    await withServer(script, async (server) => {
      const recording = await withPool(engine, poolOptions(server.endpoint, { connections: 1 }), (pool) =>
        runSlice(pool, { windowMs: null, requestLimit: 1, expect }),
      );
      assert.equal(
        recording.topErrors[0]?.message,
        'expected media type application/json, got text/plain; charset=utf-8',
      );
    });
  });

  test(`${name}: a status that is not accepted is a failure of its own kind with a latency`, async () => {
    const script: RawServerOptions = {
      onRequest: (request) => request.answer(answerText('ok', request.index % 3 === 0 ? 500 : 200)),
    };
    await withServer(script, async (server) => {
      const recording = await withPool(engine, poolOptions(server.endpoint), (pool) =>
        runSlice(pool, { windowMs: null, requestLimit: 30, expect: EXPECT_OK }),
      );
      assert.deepEqual(recording.statuses, { 200: 20, 500: 10 });
      assert.deepEqual([recording.requests.ok, recording.errors.status, recording.errors.mismatch], [20, 10, 0]);
      const measured = recording.window.latency.filter((_, index) => index % 2 === 1).reduce((a, b) => a + b, 0);
      assert.equal(measured, 30);
    });
  });

  test(`${name}: an aborted slice keeps what was measured`, async () => {
    await withServer(ok, async (server) => {
      await withPool(engine, poolOptions(server.endpoint), async (pool) => {
        const loop = createLoop(pool, await pool.ensureOpen(), { windowMs: 3_600_000 });
        const running = loop.run();
        await until(() => server.answers >= 100, 'a hundred answers');
        loop.abort();
        const recording = await running;
        checkBooks(recording);
        assert.ok(recording.window.ok >= 90);
        assert.ok(recording.windowMs > 0 && recording.windowMs < 3_600_000);
        assert.equal(recording.requests.sent, recording.requests.ok + recording.requests.inFlightAtEnd);
      });
    });
  });

  test(`${name}: what an abort leaves in flight does not lower throughput`, async () => {
    await withServer(answersAfter(200), async (server) => {
      await withPool(engine, poolOptions(server.endpoint), async (pool) => {
        const loop = createLoop(pool, await pool.ensureOpen(), { windowMs: 3_600_000 });
        const running = loop.run();
        await until(() => server.answers >= 8, 'two answers of every connection');
        await new Promise((resolve) => setTimeout(resolve, 150));
        loop.abort();
        const { window } = await running;
        const rho = window.latencySumNs / window.laneSpanNs;
        assert.ok(rho > 0.95 && rho <= 1.02, `rho ${rho}`);
      });
    });
  });

  test(`${name}: aborting does not wait for a server that says nothing`, async () => {
    await withServer({ onRequest: () => {} }, async (server) => {
      await withPool(engine, poolOptions(server.endpoint, { timeoutMs: 60_000 }), async (pool) => {
        const loop = createLoop(pool, await pool.ensureOpen(), { windowMs: 3_600_000 });
        const running = loop.run();
        await until(() => server.requests === 4, 'every connection has sent');
        loop.abort();
        const recording = await running;
        checkBooks(recording);
        assert.deepEqual(recording.requests, { sent: 4, ok: 0, failed: 0, inFlightAtEnd: 4 });
        assert.equal(recording.window.latencyMinNs, null);
      });
    });
  });

  test(`${name}: the seconds of a slice and its ticks add up to all that was counted`, async () => {
    await withServer(answersAfter(2), async (server) => {
      for (const windowMs of [600, 200]) {
        const ticks: SliceTick[] = [];
        const recording = await withPool(engine, poolOptions(server.endpoint), (pool) =>
          runSlice(pool, { windowMs, sampleMs: 100, ticks: true, onTick: (tick) => ticks.push(tick) }),
        );
        assert.equal(
          recording.perSecond.reduce((sum, second) => sum + second.ok, 0),
          recording.requests.ok,
        );
        assert.equal(recording.perSecond.length, 1);
        assert.equal(ticks.at(-1)?.ok, recording.requests.ok);
        assert.ok(
          recording.reqPerSecSamples.length >= windowMs / 100 / 2,
          `${recording.reqPerSecSamples.length} samples`,
        );
      }
    });
  });

  test(`${name}: a short slice has one throughput sample and no seconds`, async () => {
    await withServer(ok, async (server) => {
      const recording = await withPool(engine, poolOptions(server.endpoint), (pool) =>
        runSlice(pool, { windowMs: 30 }),
      );
      assert.equal(recording.reqPerSecSamples.length, 1);
      assert.deepEqual(recording.perSecond, []);
    });
  });

  test(`${name}: a server that falls silent does not raise the throughput`, async () => {
    const script: RawServerOptions = {
      onRequest: (request) => {
        if (request.indexOnConnection < 3) request.answer(answerText('ok'));
      },
    };
    await withServer(script, async (server) => {
      const recording = await withPool(engine, poolOptions(server.endpoint, { connections: 2 }), (pool) =>
        runSlice(pool, { windowMs: 300, fillerMs: 0, drain: false }),
      );
      assert.equal(recording.window.ok, 6);
      assert.equal(recording.window.inFlightAtEnd, 2);
      assert.ok(recording.window.laneSpanNs >= 0.8 * 2 * recording.windowMs * 1e6);
    });
  });
}
