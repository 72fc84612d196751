import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Generator, type SliceRequest } from '../../src/load/generator.js';
import type { EngineName } from '../../src/model/load-profile.js';
import type { Recording } from '../../src/model/recording.js';
import { fixedSource } from '../../src/model/request-source.js';
import { sliceRequest } from '../helpers/generated-loads.js';
import { answerText, RawServer, type ReceivedRequest } from '../helpers/hostile-servers.js';
import { checkBooks, GET } from '../helpers/slices.js';

const one = await Generator.start(1);
const two = await Generator.start(2);
after(() => Promise.all([one.stop(), two.stop()]));

/** Nobody waits that long: a load that does not end early runs into the time limit of the tests. */
const FOR_EVER_MS = 3_600_000;
const CONNECTIONS = 4;
const GOOD = answerText('ok');
const BAD = answerText('no', 500);

interface Load {
  readonly generator: Generator;
  readonly engine?: EngineName;
  readonly pipelining?: number;
  readonly connections?: number;
  readonly slice: Partial<SliceRequest>;
}

async function load(
  { generator, engine = 'socket', pipelining = 1, connections = CONNECTIONS, slice }: Load,
  onRequest: (request: ReceivedRequest, server: RawServer) => void,
): Promise<{ readonly server: RawServer; readonly recording: Recording }> {
  const server: RawServer = await RawServer.start({ onRequest: (request) => onRequest(request, server) });
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
        timeoutMs: 30_000,
        connectTimeoutMs: 30_000,
        bodySampleEvery: 1,
        requestsPerConnection: null,
        think: null,
      },
    });
    const recording = await pool.run(sliceRequest({ windowMs: FOR_EVER_MS, fillerMs: 1000, drain: false, ...slice }));
    pool.close();
    checkBooks(recording);
    return { server, recording };
  } finally {
    await server.close();
  }
}

for (const engine of ['socket', 'undici'] as const) {
  for (const generator of [one, two]) {
    for (const pipelining of [1, 16]) {
      for (const most of [1, 100]) {
        test(`${engine}, ${generator.threads} threads, ${pipelining} deep: the load ends at ${most} failures with hardly a request more`, async () => {
          const { server, recording } = await load(
            { generator, engine, pipelining, slice: { maxErrors: { kind: 'count', most } } },
            ({ index, answer }) => answer(index < 300 ? GOOD : BAD),
          );
          const lanes = CONNECTIONS * pipelining;
          assert.equal(recording.endedByErrors, true);
          assert.equal(recording.errors.status, recording.requests.failed);
          // Answers that had come already are counted, and each was one of the requests in flight.
          assert.ok(recording.requests.failed >= most && recording.requests.failed < most + lanes);
          assert.ok(recording.requests.ok <= 300 && recording.requests.ok > 300 - lanes);
          assert.ok(server.requests <= 300 + most + 2 * lanes, `${server.requests} requests`);
        });
      }
    }
  }
}

test('a failure in one thread ends the other, which has none', async () => {
  const { recording } = await load(
    { generator: two, connections: 2, slice: { maxErrors: { kind: 'count', most: 1 } } },
    ({ connection, indexOnConnection, answer }) => answer(connection === 0 && indexOnConnection === 50 ? BAD : GOOD),
  );
  assert.equal(recording.endedByErrors, true);
  assert.equal(recording.requests.failed, 1);
});

test('more than a share of failures ends the load once there are a hundred outcomes, less does not', async () => {
  const slice: Load['slice'] = { maxErrors: { kind: 'share', most: 0.05 } };
  const { recording: ended } = await load({ generator: two, slice }, ({ index, answer }) =>
    answer(index % 10 === 0 ? BAD : GOOD),
  );
  assert.equal(ended.endedByErrors, true);
  assert.ok(ended.requests.ok + ended.requests.failed >= 100);
  const { recording: whole } = await load(
    { generator: two, slice: { ...slice, windowMs: null, requestLimit: 1000 } },
    ({ index, answer }) => answer(index % 50 === 49 ? BAD : GOOD),
  );
  assert.equal(whole.endedByErrors, undefined);
  assert.deepEqual(whole.requests, { sent: 1000, ok: 980, failed: 20, inFlightAtEnd: 0 });
});

for (const engine of ['socket', 'undici'] as const) {
  test(`${engine}: attempts to connect count, so that a server that dies ends the load`, async () => {
    const { recording } = await load(
      { generator: one, engine, slice: { maxErrors: { kind: 'count', most: 30 } } },
      ({ index, answer }, server) => {
        if (index === 200) void server.close();
        else answer(GOOD);
      },
    );
    const { connect, read } = recording.errors;
    assert.equal(recording.endedByErrors, true);
    assert.ok(connect > 0 && connect + read >= 30, `${connect} attempts, ${read} requests`);
    assert.ok(recording.requests.ok > 0);
  });
}
