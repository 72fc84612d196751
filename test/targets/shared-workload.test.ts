import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { targetFile } from './running-target.js';

process.env.PORT ??= '1';
interface Span {
  readonly function_name: string;
  readonly call_count: number;
  readonly total_time_ns: number;
  readonly avg_time_ns: number;
  readonly min_time_ns: number;
  readonly max_time_ns: number;
}
const { Profiler } = (await import(targetFile('shared/profiler.js'))) as {
  Profiler: new () => {
    time<T>(name: string, work: () => T): T;
    stats(): { profiler_stats: Span[]; total_functions_tracked: number };
  };
};
const { checksumInViews } = (await import(targetFile('shared/checksum.js'))) as {
  checksumInViews: (bytes: Uint8Array) => { crc: number; chunks: number };
};
const { readBody } = (await import(targetFile('shared/body.js'))) as {
  readBody: (request: IncomingMessage) => Promise<{ bytes: Buffer; bytesCopied: number }>;
};

test('the profiler lists what was called, in its order, with times that fit each other', () => {
  const profiler = new Profiler();
  for (const name of ['response_serialization', 'request_parsing', 'request_parsing']) {
    assert.equal(
      profiler.time(name, () => name),
      name,
    );
  }
  const { profiler_stats: spans, total_functions_tracked: tracked } = profiler.stats();
  assert.deepEqual(
    spans.map((span) => [span.function_name, span.call_count]),
    [
      ['request_parsing', 2],
      ['response_serialization', 1],
    ],
  );
  assert.equal(tracked, 2);
  for (const span of spans) {
    assert.equal(span.avg_time_ns, span.total_time_ns / span.call_count);
    assert.ok(0 <= span.min_time_ns && span.min_time_ns <= span.avg_time_ns && span.avg_time_ns <= span.max_time_ns);
  }
});

test('the checksum over views is the CRC-32 of the whole', () => {
  // The check value of CRC-32, and the same digits over the border of a view.
  assert.deepEqual(checksumInViews(Buffer.from('123456789')), { crc: 0xcbf43926, chunks: 1 });
  assert.deepEqual(checksumInViews(Buffer.alloc(0)), { crc: 0, chunks: 0 });
  assert.deepEqual(checksumInViews(Buffer.alloc(1025)), { crc: checksumInViews(Buffer.alloc(1025)).crc, chunks: 2 });
});

test('a body in one piece is not copied, one in two pieces is copied once', async () => {
  const received: unknown[] = [];
  const server = createServer(async (incoming, response) => {
    const { bytes, bytesCopied } = await readBody(incoming);
    received.push([bytes.toString(), bytesCopied]);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const pieces of [[], ['whole'], ['two ', 'pieces']]) {
    const outgoing = request({ port, host: '127.0.0.1', method: 'POST', headers: { 'Transfer-Encoding': 'chunked' } });
    for (const piece of pieces) outgoing.write(piece);
    outgoing.end();
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    answer.resume();
  }
  server.close();
  assert.deepEqual(received, [
    ['', 0],
    ['whole', 0],
    ['two pieces', 10],
  ]);
});
