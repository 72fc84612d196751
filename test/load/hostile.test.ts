import assert from 'node:assert/strict';
import { test } from 'node:test';
import { socketEngine } from '../../src/load/socket-engine.js';
import { REQUEST_ERROR_KINDS, type Recording } from '../../src/model/recording.js';
import { answerText, type RawServer, type RawServerOptions } from '../helpers/hostile-servers.js';
import { FLOOD, HOSTILITIES, HostileScript } from '../helpers/hostilities.js';
import { GET, poolOptions, runSlice, withPool } from '../helpers/slices.js';
import { TRANSPORTS, withRawServer } from '../helpers/transports.js';

const TIMEOUT_MS = 150;
const PATIENT_MS = 60_000;
/** Most that is read of an answer that has no end before it is given up: the longest head, and one read more. */
const MOST_BYTES_BEFORE_GIVING_UP = 65_536 + 65_536 + 1000;

function failuresOf(recording: Recording): Partial<Recording['errors']> {
  const kinds = REQUEST_ERROR_KINDS.filter((kind) => recording.errors[kind] > 0);
  return Object.fromEntries(kinds.map((kind) => [kind, recording.errors[kind]]));
}

for (const transport of TRANSPORTS) {
  for (const pipelining of [1, 16]) {
    const requestLimit = pipelining === 1 ? 6 : 64;
    const load = (server: RawServer, timeoutMs = PATIENT_MS): Promise<Recording> => {
      const options = poolOptions(server.endpoint, { connections: 2, pipelining, timeoutMs });
      return withPool(socketEngine, options, (pool) => runSlice(pool, { windowMs: null, requestLimit }));
    };

    for (const hostility of HOSTILITIES) {
      const { name, failure, message } = hostility;
      test(`over ${transport}, ${pipelining} deep: a server that ${name} costs one ${failure} failure a connection`, async () => {
        const script = new HostileScript(hostility);
        await withRawServer(transport, script, async (server) => {
          const recording = await load(server, failure === 'timeout' ? TIMEOUT_MS : PATIENT_MS);
          const { requests, errors, bytes, window } = recording;
          assert.deepEqual([requests.sent, requests.inFlightAtEnd], [requestLimit, 0]);
          assert.equal(requests.ok, server.answers);
          // What was behind it in the pipeline was lost with its connection.
          const lost = requestLimit - server.answers;
          const expected =
            failure === 'read' ? { read: lost } : { [failure]: script.strikes, read: lost - script.strikes };
          assert.deepEqual(
            failuresOf(recording),
            Object.fromEntries(Object.entries(expected).filter(([, n]) => n > 0)),
          );
          assert.ok(script.strikes > 0 && errors.connect + errors.tls === 0);
          assert.ok(
            recording.topErrors.every((error) => message.test(error.message)),
            JSON.stringify(recording.topErrors),
          );
          assert.ok(server.requests <= requests.sent);
          if (failure === 'timeout') assert.ok((window.latencyMaxNs ?? 0) >= TIMEOUT_MS * 1e6);
          else assert.ok(bytes.read <= script.strikes * MOST_BYTES_BEFORE_GIVING_UP, `${bytes.read} bytes`);
        });
      });
    }

    if (pipelining === 1) {
      test(`over ${transport}: a server that ${FLOOD.name} does not put its timeout off`, async () => {
        await withRawServer(transport, new HostileScript(FLOOD), async (server) => {
          const options = poolOptions(server.endpoint, { connections: 2, timeoutMs: TIMEOUT_MS });
          const { errors, window } = await withPool(socketEngine, options, (pool) =>
            runSlice(pool, { windowMs: null, requestLimit: 2 }),
          );
          assert.equal(errors.timeout, 2);
          assert.ok((window.latencyMaxNs ?? 0) < 20 * TIMEOUT_MS * 1e6, `${window.latencyMaxNs} ns`);
        });
      });
    }

    test(`over ${transport}, ${pipelining} deep: bytes after a complete answer are a protocol failure of whoever waits`, async () => {
      const script: RawServerOptions = {
        onRequest: ({ indexOnConnection, answer, socket }) => {
          if (indexOnConnection > 0) return;
          const text = `${answerText('ok')}more\r\n\r\n`;
          // With others behind it the answer itself is whole, and the bytes are the next one's.
          if (pipelining === 1) socket.write(text);
          else answer(text);
        },
      };
      await withRawServer(transport, script, async (server) => {
        const { requests, errors } = await load(server);
        assert.deepEqual([requests.sent, requests.ok], [requestLimit, server.answers]);
        assert.equal(errors.protocol, pipelining === 1 ? requestLimit : server.answers);
        assert.equal(errors.read + errors.protocol, requests.failed);
      });
    });

    for (const [what, text] of [
      ['closes with every third answer', answerText('ok', 200, 'Connection: close\r\n')],
      ['ends every third answer with its connection', 'HTTP/1.1 200 OK\r\n\r\nuntil the end'],
      ['answers every third request as HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok'],
    ] as const) {
      test(`over ${transport}, ${pipelining} deep: a server that ${what} costs what is behind it in the pipeline`, async () => {
        const script: RawServerOptions = {
          onRequest: ({ indexOnConnection, answer, socket }) => {
            if (indexOnConnection < 2) answer(answerText('ok'));
            if (indexOnConnection !== 2) return;
            answer(text);
            socket.end();
          },
        };
        await withRawServer(transport, script, async (server) => {
          const recording = await load(server);
          const { requests } = recording;
          assert.deepEqual([requests.sent, requests.ok], [requestLimit, server.answers]);
          const lost = requestLimit - server.answers;
          assert.deepEqual(failuresOf(recording), lost === 0 ? {} : { read: lost });
          assert.ok(pipelining > 1 || lost === 0);
        });
      });
    }

    test(`over ${transport}, ${pipelining} deep: a server that stops reading costs timeouts`, async () => {
      const script: RawServerOptions = { onConnection: (socket) => void socket.pause() };
      await withRawServer(transport, script, async (server) => {
        const body = Buffer.alloc(2_000_000, 'x');
        const options = poolOptions(server.endpoint, {
          connections: 2,
          pipelining,
          timeoutMs: TIMEOUT_MS,
          requests: [{ ...GET, method: 'POST', body }],
        });
        const recording = await withPool(socketEngine, options, (pool) =>
          runSlice(pool, { windowMs: null, requestLimit: 4 * pipelining }),
        );
        const read = 4 * (pipelining - 1);
        assert.deepEqual(failuresOf(recording), read === 0 ? { timeout: 4 } : { read, timeout: 4 });
      });
    });
  }
}
