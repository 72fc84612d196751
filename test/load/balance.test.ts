import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Generator, type LoadPool } from '../../src/load/generator.js';
import type { LoadProfile } from '../../src/model/load-profile.js';
import type { Recording } from '../../src/model/recording.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';
import { closedLoad, openLoad, wholeSlice, withLoadPool } from '../helpers/generated-loads.js';
import { answerText, RawServer } from '../helpers/hostile-servers.js';
import { checkBooks } from '../helpers/slices.js';
import { until } from '../helpers/until.js';

/** Long beside what a client takes to send the next request, so that lanes without a request would show. */
const DELAY_MS = 5;
const CONNECTIONS = 4;
const PER_SEC = 400;
const WINDOW_MS = 250;
const ATTEMPTS = 5;

const one = await Generator.start(1);
const two = await Generator.start(2);
after(() => Promise.all([one.stop(), two.stop()]));

/** What the server counted: both sides must say the same. */
interface Counts {
  readonly server: RawServer;
  /** Sum of the times from a request to its answer: the area under the number of requests at the server. */
  readonly heldNs: () => number;
}

async function loaded(
  generator: Generator,
  profile: LoadProfile,
  use: (pool: LoadPool, counts: Counts) => Promise<void>,
): Promise<void> {
  let heldMs = 0;
  const server = await RawServer.start({
    onRequest: (request) => {
      const receivedMs = performance.now();
      setTimeout(() => {
        heldMs += performance.now() - receivedMs;
        request.answer(answerText('ok'));
      }, DELAY_MS);
    },
  });
  try {
    await withLoadPool(generator, { endpoint: server.endpoint, profile }, (pool) =>
      use(pool, { server, heldNs: () => heldMs * 1e6 }),
    );
  } finally {
    await server.close();
  }
}

function sumNs(histogram: LatencyHistogram): number {
  return histogram.count * histogram.meanNs;
}

async function checkBothSides({ requests }: Recording, server: RawServer): Promise<void> {
  await until(() => server.requests === requests.sent, `${requests.sent} requests have arrived`);
  await until(() => server.answers === requests.sent, 'all are answered');
  assert.equal(requests.sent, requests.ok + requests.failed + requests.inFlightAtEnd);
  assert.equal(requests.failed, 0);
}

for (const generator of [one, two]) {
  for (const pipelining of [1, 16]) {
    const shape = `${generator.threads} threads, ${pipelining} deep`;
    const common = { connections: CONNECTIONS, pipelining, threads: generator.threads };
    const closed = closedLoad(common);
    const open = openLoad(PER_SEC, (PER_SEC * WINDOW_MS) / 1000, common);

    test(`closed loop, ${shape}: both sides count alike, and latencies fill the time of the lanes`, async () => {
      await loaded(generator, closed, async (pool, { server, heldNs }) => {
        const rhos: number[] = [];
        // A thread that the machine stops between an answer and the next request leaves its lanes empty, and rho says so.
        while (rhos.length < ATTEMPTS && !(Math.max(...rhos) > 0.95)) {
          const before = { requests: server.requests, answers: server.answers, heldNs: heldNs() };
          const recording = await pool.run(wholeSlice(closed, { windowMs: WINDOW_MS }));
          checkBooks(recording);
          const { requests, window, lanes, elapsedMs } = recording;
          assert.equal(server.requests - before.requests, requests.sent);
          assert.equal(server.answers - before.answers, requests.ok);
          assert.deepEqual([requests.failed, requests.inFlightAtEnd, lanes], [0, 0, CONNECTIONS * pipelining]);
          assert.ok(heldNs() - before.heldNs <= lanes * elapsedMs * 1e6, 'nobody holds more than is in flight');
          rhos.push(window.latencySumNs / window.laneSpanNs);
          assert.ok(Math.max(...rhos) <= 1.02, `rho ${rhos.join(' ')}`);
        }
        assert.ok(Math.max(...rhos) > 0.95, `rho ${rhos.join(' ')}`);
      });
    });

    test(`closed loop, ${shape}: what is in flight at the end is counted, not waited for`, async () => {
      await loaded(generator, closed, async (pool, { server }) => {
        const recording = await pool.run(wholeSlice(closed, { windowMs: 100, fillerMs: 0, drain: false }));
        checkBooks(recording);
        await checkBothSides(recording, server);
      });
    });

    test(`open loop, ${shape}: every arrival is accounted for, and both sides count alike`, async () => {
      await loaded(generator, open, async (pool, { server }) => {
        const recording = await pool.run(wholeSlice(open, { windowMs: WINDOW_MS }));
        checkBooks(recording);
        await checkBothSides(recording, server);
        const { window, arrivals } = recording;
        assert.ok(arrivals !== null);
        assert.equal(arrivals.due, (PER_SEC * WINDOW_MS) / 1000);
        assert.equal(window.sent, arrivals.due - arrivals.unsent);
        assert.ok(arrivals.okInWindow <= recording.requests.ok);
        const serviceTime = LatencyHistogram.fromSparse(window.serviceTime ?? []);
        assert.equal(serviceTime.count, window.sent);
        assert.ok(window.latencySumNs * 1.001 >= sumNs(serviceTime), 'the wait for the send counts');
      });
    });

    for (const profile of [closed, open]) {
      test(`${profile.kind} loop, ${shape}: a number of requests is exact on both sides`, async () => {
        for (const requestLimit of [1, 3, 71]) {
          await loaded(generator, profile, async (pool, { server, heldNs }) => {
            const recording = await pool.run(wholeSlice(profile, { requestLimit }));
            checkBooks(recording);
            await checkBothSides(recording, server);
            assert.deepEqual(recording.requests, { sent: requestLimit, ok: requestLimit, failed: 0, inFlightAtEnd: 0 });
            assert.equal(recording.window.ok, requestLimit);
            const { latency, serviceTime } = recording.window;
            const inFlightNs = sumNs(LatencyHistogram.fromSparse(serviceTime ?? latency));
            const lanesNs = CONNECTIONS * pipelining * recording.elapsedMs * 1e6;
            // Little's law: the time that all requests were in flight is what the lanes had them, and contains what the
            // server had them.
            assert.ok(inFlightNs <= lanesNs * 1.001 && inFlightNs * 1.001 >= heldNs(), `${inFlightNs} ns in flight`);
            if (profile.kind === 'closed') return;
            assert.equal(recording.arrivals?.due, requestLimit);
            assert.equal(recording.arrivals?.okInWindow, requestLimit);
            assert.ok(recording.windowMs >= (requestLimit / PER_SEC) * 1000, 'as long as so many arrivals take');
          });
        }
      });
    }
  }
}

for (const generator of [one, two]) {
  for (const server of ['slow', 'silent'] as const) {
    test(`a rate that a ${server} server cannot keep ends in time, ${generator.threads} threads`, async () => {
      const timeoutMs = 400;
      const profile = openLoad(1000, 300, { connections: 2, threads: generator.threads, timeoutMs });
      const raw = await RawServer.start({
        onRequest: (request) => {
          if (server === 'slow') setTimeout(() => request.answer(answerText('ok')), 100);
        },
      });
      try {
        await withLoadPool(generator, { endpoint: raw.endpoint, profile }, async (pool) => {
          const recording = await pool.run(wholeSlice(profile, { windowMs: 300, fillerMs: timeoutMs, drain: false }));
          checkBooks(recording);
          const { arrivals, requests, elapsedMs } = recording;
          assert.equal(arrivals?.due, 300);
          assert.ok((arrivals?.unsent ?? 0) > 200, `${arrivals?.unsent} were not sent`);
          assert.ok((arrivals?.backlogAtEnd ?? 0) > 200);
          assert.ok(requests.sent < 100, `${requests.sent} sent on two connections`);
          // One after the other the arrivals would take 15 s, or a minute where each runs into its timeout.
          assert.ok(elapsedMs < 10_000, `${elapsedMs} ms`);
        });
      } finally {
        await raw.close();
      }
    });
  }
}
