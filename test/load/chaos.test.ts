import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { REQUEST_ERROR_KINDS } from '../../src/model/recording.js';
import { answerText, RawServer, type ReceivedRequest, resetConnection } from '../helpers/hostile-servers.js';
import { seededRandom } from '../helpers/parsed-answers.js';
import { checkBooks, createLoop, ENGINES, poolOptions, withPool } from '../helpers/slices.js';

const OK = answerText('fine');

/** What a server can do to a request; most of the time it answers. */
const BEHAVIOURS: readonly ((request: ReceivedRequest, silent: WeakSet<Socket>) => void)[] = [
  (request) => request.answer(`HTTP/1.1 103 Hints\r\n\r\n${OK}`),
  (request) => request.answer('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfine\r\n0\r\n\r\n'),
  (request) => request.answer(answerText('', 500)),
  (request) => request.answer(answerText('fine', 200, 'Connection: close\r\n')),
  (request, silent) => {
    request.answer(answerText('fine', 200, 'Connection: close\r\n'));
    silent.add(request.socket);
    request.socket.end();
  },
  (request, silent) => {
    request.answer('HTTP/1.1 200 OK\r\n\r\nuntil the end');
    silent.add(request.socket);
    request.socket.end();
  },
  (request, silent) => {
    request.socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart');
    silent.add(request.socket);
    setImmediate(() => resetConnection(request.socket));
  },
  (request) => resetConnection(request.socket),
  (request) => void request.socket.end(),
  (request) => request.answer(`${OK}and more`),
  (request) => void request.socket.write('no HTTP at all\r\n\r\n'),
  (_request, silent) => void silent.add(_request.socket),
];

for (const { name, engine } of ENGINES) {
  for (const pipelining of [1, 5]) {
    test(`${name}, ${pipelining} deep: whatever a server does, slice after slice, every request has one outcome`, async () => {
      const random = seededRandom(99 + pipelining);
      const silent = new WeakSet<Socket>();
      let turn = 0;
      const server = await RawServer.start({
        onConnection: (socket) => {
          if (random() < 0.05) socket.destroy();
        },
        onRequest: (request) => {
          if (silent.has(request.socket) || request.socket.destroyed || request.socket.writableEnded) return;
          if (random() > 0.1) request.answer(OK);
          else BEHAVIOURS[turn++ % BEHAVIOURS.length]!(request, silent);
        },
      });
      let sent = 0;
      let accepted = 0;
      const kinds = new Set<string>();
      try {
        const options = poolOptions(server.endpoint, { connections: 6, pipelining, timeoutMs: 50, bodySampleEvery: 1 });
        await withPool(engine, options, async (pool) => {
          for (let slice = 0; slice < 12; slice += 1) {
            // Some slices begin with connections that nobody looked after.
            const opened = slice % 3 === 2 ? { open: 0, reopened: 0, failures: [] } : await pool.ensureOpen();
            if (random() < 0.3) await server.endConnections();
            const loop = createLoop(pool, opened, {
              settleMs: 5,
              windowMs: slice % 4 === 3 ? null : 50,
              requestLimit: slice % 4 === 3 ? 120 : null,
              fillerMs: 60,
              staggerMs: slice % 2 === 0 ? 0 : 20,
              drain: slice % 5 !== 4,
            });
            const recording = await loop.run();
            checkBooks(recording);
            if (slice % 5 !== 4) assert.equal(recording.requests.inFlightAtEnd, 0);
            if (slice % 4 === 3) assert.equal(recording.requests.sent, 120);
            sent += recording.requests.sent;
            accepted += recording.requests.ok + recording.errors.status;
            for (const kind of REQUEST_ERROR_KINDS) if (recording.errors[kind] > 0) kinds.add(kind);
          }
        });
        assert.ok(accepted > 100, `${accepted} answers`);
        assert.ok(accepted <= server.answers, `${accepted} answers of ${server.answers}`);
        assert.ok(server.requests <= sent, `the server saw ${server.requests} of ${sent}`);
        for (const kind of ['read', 'timeout', 'protocol', 'status']) assert.ok(kinds.has(kind), kind);
      } finally {
        await server.close();
      }
    });
  }
}
