import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PoolOptions } from '../../src/load/engine.js';
import type { Recording } from '../../src/model/recording.js';
import { answerText, RawServer, type RawServerOptions } from '../helpers/hostile-servers.js';
import { ENGINES, poolOptions, runSlice, type SliceOptions, withPool } from '../helpers/slices.js';

interface Seen {
  readonly recording: Recording;
  readonly received: number;
  /** From an answer to the next request, by the server's clock; of one connection after the other where there is one. */
  readonly gapsMs: readonly number[];
  readonly mostInFlight: number;
}

type Options = Partial<Omit<PoolOptions, 'requests'>>;

/** Loads a server that answers at once, or closes after `answersPerConnection`. */
async function seenBy(
  { engine }: (typeof ENGINES)[number],
  options: Options,
  slice: SliceOptions,
  headers = '',
): Promise<Seen> {
  const answeredMs = new Map<number, number>();
  const gapsMs: number[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  // A lane outlives its connections: with one connection at a time they are all the same lane.
  const placeOf = (connection: number): number => (options.connections === 1 ? 0 : connection);
  const script: RawServerOptions = {
    onRequest: (request) => {
      const place = placeOf(request.connection);
      const answered = answeredMs.get(place);
      if (answered !== undefined) gapsMs.push(performance.now() - answered);
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      setImmediate(() => {
        inFlight -= 1;
        answeredMs.set(place, performance.now());
        request.answer(answerText('ok', 200, headers));
        if (headers !== '') request.socket.end();
      });
    },
  };
  const server = await RawServer.start(script);
  try {
    const recording = await withPool(engine, poolOptions(server.endpoint, options), (pool) => runSlice(pool, slice));
    return { recording, received: server.requests, gapsMs, mostInFlight };
  } finally {
    await server.close();
  }
}

for (const setup of ENGINES) {
  const { name } = setup;

  test(`${name}: a connection pauses between an answer and its next request`, async () => {
    const think = { minMs: 15, maxMs: 15 };
    const slice = { windowMs: null, requestLimit: 24, think };
    const { recording, received, gapsMs } = await seenBy(setup, { connections: 4 }, slice);
    assert.equal(received, 24);
    assert.deepEqual(recording.requests, { sent: 24, ok: 24, failed: 0, inFlightAtEnd: 0 });
    // One connection may have more turns than another.
    assert.ok(gapsMs.length >= 20, `${gapsMs.length} pauses`);
    assert.ok(Math.min(...gapsMs) >= 15, `shortest ${Math.min(...gapsMs)} ms`);
  });

  test(`${name}: pauses are drawn from the whole range`, async () => {
    const slice = { windowMs: null, requestLimit: 60, think: { minMs: 2, maxMs: 30 } };
    const { recording, gapsMs } = await seenBy(setup, { connections: 10 }, slice);
    assert.ok(Math.min(...gapsMs) >= 2, `shortest ${Math.min(...gapsMs)} ms`);
    assert.ok(Math.max(...gapsMs) >= 20, `longest ${Math.max(...gapsMs)} ms`);
    assert.equal(recording.requests.ok, 60);
  });

  test(`${name}: a pause outlasts the connection that it follows`, async () => {
    const slice = { windowMs: null, requestLimit: 6, think: { minMs: 15, maxMs: 15 } };
    const closing = await seenBy(setup, { connections: 1 }, slice, 'Connection: close\r\n');
    const closed = await seenBy(setup, { connections: 1, requestsPerConnection: 1 }, slice);
    for (const { received, gapsMs } of [closing, closed]) {
      assert.equal(received, 6);
      assert.equal(gapsMs.length, 5);
      assert.ok(Math.min(...gapsMs) >= 15, `shortest ${Math.min(...gapsMs)} ms`);
    }
  });

  test(`${name}: each place in a pipeline pauses by itself`, async () => {
    const slice = { windowMs: null, requestLimit: 50, think: { minMs: 1, maxMs: 8 } };
    const { recording, received, mostInFlight } = await seenBy(setup, { connections: 2, pipelining: 4 }, slice);
    assert.equal(received, 50);
    assert.equal(recording.requests.ok, 50);
    assert.ok(mostInFlight <= 8, `${mostInFlight} in flight`);
    // Which lane a request gets is open while several pause: the number is over the time, whoever sent it.
    const { window, lanes, elapsedMs } = recording;
    assert.ok(
      window.laneSpanNs / lanes / 1e6 > 0.5 * elapsedMs,
      `${window.laneSpanNs / lanes / 1e6} of ${elapsedMs} ms`,
    );
  });

  test(`${name}: latencies and pauses add up to the time of the lanes`, async () => {
    const slice = { windowMs: 200, think: { minMs: 5, maxMs: 20 } };
    const { window } = (await seenBy(setup, { connections: 4 }, slice)).recording;
    const rho = (window.latencySumNs + (window.pauseSumNs ?? 0)) / window.laneSpanNs;
    assert.ok(rho > 0.95 && rho < 1.02, `rho ${rho}`);
    assert.ok((window.pauseSumNs ?? 0) > 0.02 * window.laneSpanNs, 'they paused');
  });

  test(`${name}: nobody waits for a pause that is longer than the load`, async () => {
    const slice = { windowMs: 30, think: { minMs: 3_600_000, maxMs: 3_600_000 } };
    const { recording } = await seenBy(setup, { connections: 3 }, slice);
    assert.deepEqual(recording.requests, { sent: 3, ok: 3, failed: 0, inFlightAtEnd: 0 });
  });
}
