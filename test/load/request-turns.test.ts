import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Generator, type LoadPool } from '../../src/load/generator.js';
import type { MadeSource, RequestTemplate } from '../../src/model/request-source.js';
import { sharedColumn } from '../../src/scenario/shared-column.js';
import { sliceRequest } from '../helpers/generated-loads.js';
import { answerText, RawServer, type ReceivedRequest } from '../helpers/hostile-servers.js';
import { ENGINES, GET, poolOptions, runSlice, withPool } from '../helpers/slices.js';

const two = await Generator.start(2);
after(() => two.stop());

const SEQ = { kind: 'seq', text: '{{seq}}' } as const;
const ROW = { kind: 'column', text: '{{id}}', column: 0 } as const;
const ROWS = 50;

function made(requests: readonly Partial<RequestTemplate>[]): MadeSource {
  const rows = Array.from({ length: ROWS }, (_, row) => Buffer.from(`row${row}`));
  return {
    kind: 'made',
    requests: requests.map((one) => ({ method: 'GET', path: ['/'], headers: [], body: null, weight: 1, ...one })),
    columns: [sharedColumn(rows)],
    rows: ROWS,
    seed: 1,
    hook: null,
  };
}

const NUMBERED = made([{ path: ['/', SEQ, '/', ROW] }]);

/** Logs the path of every request it got. */
class LoggingServer {
  readonly paths: string[] = [];
  readonly onRequest = (request: ReceivedRequest): void => {
    this.paths.push(/^\S+ (\S+)/.exec(request.head)![1]!);
    request.answer(answerText('ok'));
  };

  /** The numbers and the rows of the requests, in the order of the numbers. */
  get numbered(): readonly { readonly seq: number; readonly row: string }[] {
    return this.paths
      .map((path) => ({ seq: Number(path.split('/')[1]), row: path.split('/')[2]! }))
      .sort((a, b) => a.seq - b.seq);
  }
}

function assertEachOnce(log: LoggingServer, count: number): void {
  assert.deepEqual(
    log.numbered,
    Array.from({ length: count }, (_, seq) => ({ seq, row: `row${seq % ROWS}` })),
  );
}

async function run(pool: LoadPool, requestLimit: number) {
  return pool.run(sliceRequest({ fillerMs: 0, requestLimit }));
}

function profile(engine: 'socket' | 'undici', pipelining: number, changes: object = {}) {
  return {
    kind: 'closed' as const,
    name: 'test',
    connections: 6,
    pipelining,
    threads: 2,
    engine,
    timeoutMs: 5000,
    connectTimeoutMs: 5000,
    bodySampleEvery: 100,
    requestsPerConnection: null,
    think: null,
    ...changes,
  };
}

for (const { name: engine } of ENGINES) {
  for (const pipelining of [1, 16]) {
    test(`${engine}, ${pipelining} deep: two threads send every number and every data row exactly once a round, slice after slice`, async () => {
      const log = new LoggingServer();
      const server = await RawServer.start(log);
      try {
        const pool = await two.open({
          endpoint: server.endpoint,
          source: NUMBERED,
          profile: profile(engine, pipelining),
        });
        // As after a warm-up: the second slice goes on where the first ended.
        await run(pool, 333);
        assertEachOnce(log, 333);
        await run(pool, 667);
        assertEachOnce(log, 1000);
        pool.close();
      } finally {
        await server.close();
      }
    });

    test(`${engine}, ${pipelining} deep: weights are exact over two threads`, async () => {
      const log = new LoggingServer();
      const server = await RawServer.start(log);
      const requests = [5, 2, 1].map((weight) => ({ ...GET, path: `/${weight}`, weight }));
      try {
        const source = { kind: 'fixed', requests } as const;
        const pool = await two.open({ endpoint: server.endpoint, source, profile: profile(engine, pipelining) });
        await run(pool, 8 * 55);
        for (const weight of [5, 2, 1]) {
          assert.equal(log.paths.filter((path) => path === `/${weight}`).length, 55 * weight);
        }
        pool.close();
      } finally {
        await server.close();
      }
    });
  }

  test(`${engine}: connections that are lost before a request left give it again`, async () => {
    const log = new LoggingServer();
    const server = await RawServer.start({
      onRequest: (request) => {
        log.paths.push(/^\S+ (\S+)/.exec(request.head)![1]!);
        // What follows a complete answer and is none: what was queued between the two never leaves.
        request.answer(`${answerText('ok')}${request.index % 5 === 4 ? 'nonsense\r\n\r\n' : ''}`);
      },
    });
    try {
      const options = poolOptions(server.endpoint, { requests: NUMBERED });
      await withPool(ENGINES.find(({ name }) => name === engine)!.engine, options, (pool) =>
        runSlice(pool, { windowMs: null, requestLimit: 300 }),
      );
      assertEachOnce(log, 300);
    } finally {
      await server.close();
    }
  });

  test(`${engine}: connections of one answer each have every number once, and each request asks for the end`, async () => {
    const log = new LoggingServer();
    let closing = 0;
    const server = await RawServer.start({
      onRequest: (request) => {
        if (/^connection: close$/im.test(request.head)) closing += 1;
        log.onRequest(request);
      },
    });
    try {
      const options = poolOptions(server.endpoint, { requests: NUMBERED, requestsPerConnection: 1 });
      await withPool(ENGINES.find(({ name }) => name === engine)!.engine, options, (pool) =>
        runSlice(pool, { windowMs: null, requestLimit: 100 }),
      );
      assertEachOnce(log, 100);
      assert.equal(closing, 100);
    } finally {
      await server.close();
    }
  });
}
