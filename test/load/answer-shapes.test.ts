import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AnswerWriter, byteByByte, cutAtEveryByte, manyInOnePacket } from '../helpers/answer-writers.js';
import { answerText, type ReceivedRequest } from '../helpers/hostile-servers.js';
import { ENGINES, poolOptions, runSlice, withPool } from '../helpers/slices.js';
import { TRANSPORTS, withRawServer } from '../helpers/transports.js';

interface Shape {
  readonly method: 'GET' | 'HEAD';
  readonly status: number;
  readonly bodyBytes: number;
  readonly text: string;
}

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

/** Every way in which an answer on a connection that is kept can end, by path. */
const SHAPES: Readonly<Record<string, Shape>> = {
  '/length': { method: 'GET', status: 200, bodyBytes: 5, text: answerText('hello') },
  '/empty': { method: 'GET', status: 200, bodyBytes: 0, text: answerText('') },
  '/chunks': {
    method: 'GET',
    status: 200,
    bodyBytes: 12,
    text: `${CHUNKED}5;a=b;c="d"\r\nhello\r\n7\r\n0\r\n\r\n\r\n\r\n0;last\r\nExpires: 0\r\nX: y\r\n\r\n`,
  },
  '/no-chunks': { method: 'GET', status: 200, bodyBytes: 0, text: `${CHUNKED}0\r\n\r\n` },
  '/204': { method: 'GET', status: 204, bodyBytes: 0, text: 'HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n' },
  '/304': { method: 'GET', status: 304, bodyBytes: 0, text: 'HTTP/1.1 304 Old\r\nContent-Length: 12\r\n\r\n' },
  '/hints': {
    method: 'GET',
    status: 201,
    bodyBytes: 2,
    text: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n${answerText('ab', 201)}`,
  },
  '/head-length': { method: 'HEAD', status: 200, bodyBytes: 0, text: 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n' },
  '/head-chunks': { method: 'HEAD', status: 200, bodyBytes: 0, text: CHUNKED },
};

// A 304 with a length and a 100 are errors to it, and it ends the connection with each HEAD.
const NOT_FOR_UNDICI = ['/304', '/hints', '/head-length', '/head-chunks'];

const WRITERS: readonly { readonly how: string; readonly rounds: number; readonly create: () => AnswerWriter }[] = [
  {
    how: 'cut at every possible byte',
    rounds: Math.max(...Object.values(SHAPES).map(({ text }) => text.length)),
    create: cutAtEveryByte,
  },
  { how: 'byte by byte', rounds: 4, create: byteByByte },
  { how: 'as many in a packet as are due', rounds: 40, create: manyInOnePacket },
];

/** The requests of these shapes, and what every one of them being answered in so many rounds adds up to. */
function expectationOf(shapes: readonly [string, Shape][], rounds: number) {
  const statuses: Record<number, number> = {};
  for (const [, { status }] of shapes) statuses[status] = (statuses[status] ?? 0) + rounds;
  const bodyBytes = rounds * shapes.reduce((sum, [, shape]) => sum + shape.bodyBytes, 0);
  const requests = shapes.map(([path, { method }]) => ({ method, path, headers: {}, body: null }));
  return { requests, statuses, bodyBytes };
}

for (const { name, engine } of ENGINES) {
  const isUndici = name === 'undici';
  const shapes = Object.entries(SHAPES).filter(([path]) => !isUndici || !NOT_FOR_UNDICI.includes(path));
  for (const transport of isUndici ? (['tcp'] as const) : TRANSPORTS) {
    for (const pipelining of [1, 16]) {
      for (const { how, rounds, create } of WRITERS) {
        test(`${name} over ${transport}, ${pipelining} deep: answers of every shape, ${how}, are counted once on both sides`, async () => {
          const { requests, statuses, bodyBytes } = expectationOf(shapes, rounds);
          const write = create();
          let answers = 0;
          const onRequest = ({ head, socket }: ReceivedRequest): void => {
            answers += 1;
            write(socket, SHAPES[head.split(' ', 2)[1]!]!.text);
          };
          await withRawServer(transport, { onRequest }, async (server) => {
            const options = poolOptions(server.endpoint, { connections: 2, pipelining, requests, timeoutMs: 60_000 });
            const recording = await withPool(engine, options, (pool) =>
              runSlice(pool, { windowMs: null, requestLimit: rounds * requests.length }),
            );
            assert.deepEqual(recording.topErrors, []);
            assert.equal(server.requests, rounds * requests.length);
            assert.deepEqual(recording.requests, { sent: answers, ok: answers, failed: 0, inFlightAtEnd: 0 });
            assert.deepEqual(recording.statuses, statuses);
            assert.equal(recording.window.bodyBytes, bodyBytes);
            assert.equal(server.connections, 2);
            assert.equal(recording.connections.reopened, 0);
          });
        });
      }
    }
  }
}
