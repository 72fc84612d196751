import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeFields } from '../../src/load/hpack-encoder.js';
import { http2Engine } from '../../src/load/http2-engine.js';
import { ERROR_CODE, FLAG, FRAME, frame, SETTING } from '../../src/load/http2-frames.js';
import { Http2Lanes } from '../../src/load/http2-lanes.js';
import { Http2Session } from '../../src/load/http2-session.js';
import type { ErrorKind, Recording } from '../../src/model/recording.js';
import {
  answerFrames,
  dataFrame,
  FrameServer,
  type FrameServerOptions,
  headFrame,
  type ReceivedHeaders,
  settingsFrame,
  uint32s,
} from '../helpers/frame-server.js';
import { answerText, RawServer, resetConnection } from '../helpers/hostile-servers.js';
import { type PoolChanges, poolOptions, runSlice, type SliceOptions, withPool } from '../helpers/slices.js';

const COUNT: SliceOptions = { windowMs: null };
const END_BOTH = FLAG.endHeaders | FLAG.endStream;
const REFUSED_STREAM = 7;
const ENHANCE_YOUR_CALM = 11;

function kindsOf(recording: Recording): Partial<Record<ErrorKind, number>> {
  return Object.fromEntries(Object.entries(recording.errors).filter(([, count]) => count > 0));
}

/** One slice against a server; both sides' counts are there afterwards. */
async function load(
  script: FrameServerOptions,
  pool: PoolChanges,
  slice: SliceOptions,
): Promise<{ server: FrameServer; recording: Recording }> {
  const server = await FrameServer.start(script);
  try {
    const recording = await withPool(http2Engine, poolOptions(server.endpoint, pool), (open) => runSlice(open, slice));
    return { server, recording };
  } finally {
    await server.close();
  }
}

/** Answers all but those of which `misbehave` makes something else. */
function answersBut(misbehave: (request: ReceivedHeaders) => boolean): FrameServerOptions {
  return {
    onHeaders: (request) => {
      if (!misbehave(request)) request.answer();
    },
  };
}

test('a stream that the server resets is one failure, and its connection stays', async () => {
  const script = answersBut(({ index, streamId, write }) => {
    if (index % 4 !== 3) return false;
    write(headFrame(streamId), dataFrame(streamId, 'half'), frame(FRAME.rstStream, 0, streamId, uint32s(2)));
    return true;
  });
  const { server, recording } = await load(script, { connections: 2, pipelining: 3 }, { ...COUNT, requestLimit: 80 });
  assert.equal(server.requests, 80);
  assert.equal(server.connections, 2);
  assert.equal(recording.requests.ok, 60);
  assert.deepEqual(kindsOf(recording), { read: 20 });
  assert.equal(recording.topErrors[0]?.message, 'the server reset the stream: INTERNAL_ERROR');
});

test('a server that refuses every stream costs a failure each', async () => {
  const script = answersBut(({ streamId, write }) => {
    write(frame(FRAME.rstStream, 0, streamId, uint32s(REFUSED_STREAM)));
    return true;
  });
  const { server, recording } = await load(script, { connections: 1, pipelining: 2 }, { ...COUNT, requestLimit: 20 });
  assert.equal(server.requests, 20);
  assert.deepEqual(kindsOf(recording), { read: 20 });
  assert.equal(recording.topErrors[0]?.message, 'the server reset the stream: REFUSED_STREAM');
});

test('a timeout resets its stream, and the lanes beside it and after it go on', async () => {
  const TIMEOUT_MS = 300;
  const script = answersBut(({ index }) => index === 5);
  const { server, recording } = await load(
    script,
    { connections: 1, pipelining: 3, timeoutMs: TIMEOUT_MS },
    { ...COUNT, requestLimit: 3000 },
  );
  assert.ok(server.resets > 0);
  assert.deepEqual(kindsOf(recording), { timeout: server.resets });
  assert.equal(recording.requests.ok, 3000 - server.resets);
  assert.equal(server.requests, 3000);
  assert.equal(server.connections, 1);
  assert.equal(recording.connections.reopened, 0);
  assert.ok(recording.window.latencyMaxNs! >= TIMEOUT_MS * 1e6);
});

test("an answer that comes after its timeout is nobody else's", async () => {
  const script: FrameServerOptions = {
    ...answersBut(({ index }) => index === 0),
    onReset: (write, streamId) => write(...answerFrames(streamId, 'late')),
  };
  const expect = { status: [{ from: 200, to: 200 }], body: { kind: 'text', equals: 'ok' } as const, mediaType: null };
  const { server, recording } = await load(
    script,
    { connections: 1, timeoutMs: 300, bodySampleEvery: 1 },
    { ...COUNT, requestLimit: 50, expect },
  );
  assert.ok(server.resets > 0);
  assert.deepEqual(kindsOf(recording), { timeout: server.resets });
  assert.equal(recording.requests.ok, 50 - server.resets);
  assert.equal(server.requests, 50);
  assert.equal(server.connections, 1);
});

test('a connection on which nothing is said any more, not even to a PING, is given up', async () => {
  const { server, recording } = await load({}, { connections: 2, pipelining: 2, timeoutMs: 60 }, { windowMs: 200 });
  assert.equal(recording.requests.ok, 0);
  assert.equal(recording.requests.failed, server.requests);
  assert.ok(recording.errors.timeout >= 4);
  assert.equal(recording.errors.timeout + recording.errors.read, recording.requests.failed);
  assert.ok(recording.window.latencyMinNs! >= 60e6);
  assert.ok(server.pings >= 2);
  assert.ok(server.connections > 2);
});

test('a server that answers PINGs and nothing else keeps its connections', async () => {
  const script: FrameServerOptions = {
    onHeaders: ({ write, indexOnConnection }) => {
      // Any byte will do.
      if (indexOnConnection > 0) write(frame(FRAME.ping, FLAG.ack, 0, Buffer.alloc(8)));
    },
  };
  const { server, recording } = await load(script, { connections: 1, timeoutMs: 300 }, { windowMs: 700 });
  assert.deepEqual(Object.keys(kindsOf(recording)), ['timeout']);
  assert.equal(server.connections, 1);
});

test('GOAWAY gives back what was not looked at, and another connection takes it', async () => {
  const PER_CONNECTION = 5;
  const script: FrameServerOptions = {
    onHeaders: (request) => {
      const { indexOnConnection, streamId, write } = request;
      if (indexOnConnection < PER_CONNECTION) request.answer();
      if (indexOnConnection === PER_CONNECTION - 1) write(frame(FRAME.goaway, 0, 0, uint32s(streamId, 0)));
    },
  };
  const { server, recording } = await load(script, { connections: 2, pipelining: 4 }, { ...COUNT, requestLimit: 100 });
  assert.equal(recording.requests.sent, 100);
  assert.equal(recording.requests.ok, 100);
  assert.equal(server.answers, 100);
  assert.deepEqual(kindsOf(recording), {});
  assert.ok(recording.connections.reopened >= 18, `${recording.connections.reopened} reopened`);
});

test('requests below the last of a GOAWAY are still answered', async () => {
  const held: ReceivedHeaders[] = [];
  const script: FrameServerOptions = {
    onHeaders: (request) => {
      if (request.connection > 0) return request.answer();
      held.push(request);
      if (held.length < 4) return;
      request.write(frame(FRAME.goaway, 0, 0, uint32s(request.streamId, 0)));
      for (const one of held) one.answer();
    },
  };
  const { server, recording } = await load(script, { connections: 1, pipelining: 4 }, { ...COUNT, requestLimit: 12 });
  assert.equal(server.requests, 12);
  assert.equal(recording.requests.ok, 12);
  assert.equal(server.connections, 2);
  assert.deepEqual(kindsOf(recording), {});
});

test('a server that sends every connection away before it answers is a failure each time, without a busy loop', async () => {
  const script: FrameServerOptions = {
    onHeaders: ({ write }) => write(frame(FRAME.goaway, 0, 0, uint32s(0, 0))),
  };
  const { server, recording } = await load(script, { connections: 1 }, { ...COUNT, requestLimit: 5 });
  assert.deepEqual(kindsOf(recording), { read: 5 });
  assert.equal(server.requests, 5);
});

test('a GOAWAY with an error fails what it leaves out, and says which', async () => {
  const script = answersBut(({ indexOnConnection, write }) => {
    if (indexOnConnection !== 2) return false;
    write(frame(FRAME.goaway, 0, 0, uint32s(0, ENHANCE_YOUR_CALM)));
    return true;
  });
  const { recording } = await load(script, { connections: 1 }, { ...COUNT, requestLimit: 9 });
  assert.deepEqual(kindsOf(recording), { read: 3 });
  assert.equal(recording.requests.ok, 6);
  assert.equal(recording.topErrors[0]?.message, 'the server ends the connection: ENHANCE_YOUR_CALM');
});

for (const limit of [1, 3]) {
  test(`a server that takes ${limit} streams at once gets no more, and every request all the same`, async () => {
    const script: FrameServerOptions = {
      greeting: settingsFrame([SETTING.maxConcurrentStreams, limit]),
      onHeaders: (request) => void setImmediate(() => request.answer()),
    };
    const { server, recording } = await load(
      script,
      { connections: 2, pipelining: 8 },
      { ...COUNT, requestLimit: 100 },
    );
    assert.equal(server.requests, 100);
    assert.equal(recording.requests.ok, 100);
    assert.equal(server.mostStreams, limit);
    assert.equal(recording.connections.streamLimit, limit);
    assert.deepEqual(kindsOf(recording), {});
  });
}

for (const arrivals of [
  null,
  { spacing: 'even', stages: [{ fromPerSec: 200, toPerSec: 200, durationMs: 100 }], seed: 1 } as const,
]) {
  test(`a request that still waits for a stream at the end of ${arrivals === null ? 'a closed' : 'an open'} loop was not sent`, async () => {
    const { server, recording } = await load(
      { greeting: settingsFrame([SETTING.maxConcurrentStreams, 1]) },
      { connections: 1, pipelining: 3, timeoutMs: 60_000 },
      { windowMs: 100, fillerMs: 0, drain: false, arrivals },
    );
    assert.equal(server.mostStreams, 1);
    assert.deepEqual(recording.requests, { sent: 1, ok: 0, failed: 0, inFlightAtEnd: 1 });
    assert.equal(recording.window.sent, 1);
    if (recording.arrivals !== null) assert.equal(recording.arrivals.unsent, recording.arrivals.due - 1);
  });
}

test('a server that takes no streams is no server for this', async () => {
  const server = await FrameServer.start({ greeting: settingsFrame([SETTING.maxConcurrentStreams, 0]) });
  try {
    const opened = await withPool(http2Engine, poolOptions(server.endpoint, { connections: 2 }), (pool) =>
      pool.ensureOpen(),
    );
    assert.equal(opened.open, 0);
    assert.deepEqual(opened.failures, [
      { kind: 'connect', message: 'no HTTP/2: the server takes no streams', count: 2 },
    ]);
  } finally {
    await server.close();
  }
});

test('a server that takes no streams any more costs a connection and no request', async () => {
  const script: FrameServerOptions = {
    onHeaders: (request) => {
      request.answer();
      if (request.indexOnConnection === 4) request.write(settingsFrame([SETTING.maxConcurrentStreams, 0]));
    },
  };
  const { server, recording } = await load(script, { connections: 1, pipelining: 2 }, { ...COUNT, requestLimit: 30 });
  assert.equal(recording.requests.ok, 30);
  assert.equal(server.answers, 30);
  assert.ok(server.connections >= 3);
});

for (const [what, script, message] of [
  [
    'an HTTP/1.1 server',
    { greeting: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') },
    'answered "HTTP/1.1 400 Bad Request"',
  ],
  [
    'a server of another kind',
    { greeting: Buffer.from('SSH-2.0-OpenSSH_9.2p1\r\n') },
    'answered "SSH-2.0-OpenSSH_9.2p1"',
  ],
  ['a server that begins with a PING', { greeting: frame(FRAME.ping, 0, 0, Buffer.alloc(8)) }, 'the server answered'],
  ['a server that says nothing', { greeting: Buffer.alloc(0) }, 'no settings within 1000 ms'],
  [
    'a server that acknowledges first',
    { greeting: frame(FRAME.settings, FLAG.ack, 0) },
    'did not begin with its SETTINGS',
  ],
] as const) {
  test(`${what} is told from an HTTP/2 server before any request`, async () => {
    const server = await FrameServer.start(script);
    try {
      const options = poolOptions(server.endpoint, { connections: 2, connectTimeoutMs: 1000 });
      const opened = await withPool(http2Engine, options, (pool) => pool.ensureOpen());
      assert.equal(opened.open, 0);
      assert.equal(opened.failures[0]?.kind, 'connect');
      assert.match(opened.failures[0]?.message ?? '', /^no HTTP\/2: /);
      assert.ok(opened.failures[0]?.message.includes(message), opened.failures[0]?.message);
      assert.equal(server.requests, 0);
    } finally {
      await server.close();
    }
  });
}

test('a server that closes instead of saying its settings is told, and tried again later and later', async () => {
  const server = await RawServer.start({ onConnection: (socket) => void socket.end() });
  try {
    const options = poolOptions(server.endpoint, { connections: 2 });
    const recording = await withPool(http2Engine, options, (pool) => runSlice(pool, { windowMs: 300, fillerMs: 300 }));
    assert.equal(recording.requests.sent, 0);
    assert.deepEqual(Object.keys(kindsOf(recording)), ['connect']);
    assert.ok(server.connections <= 20, `${server.connections} connections`);
  } finally {
    await server.close();
  }
});

const setting = (id: number, value: number): Buffer => settingsFrame([id, value]);

// Each ends its connection: the oldest request has the cause, the others went down with it.
for (const [what, bytes] of [
  ['garbage', () => Buffer.from('no frame at all, but enough bytes')],
  ['a frame that is too long', () => Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1])])],
  ['an HPACK index of nothing', (id: number) => frame(FRAME.headers, END_BOTH, id, Buffer.from([0xff, 0xff, 0x01]))],
  ['a stream that nobody opened', () => headFrame(1_000_001, { flags: END_BOTH })],
  ['a stream of the server', () => headFrame(2, { flags: END_BOTH })],
  ['a pushed answer', (id: number) => frame(FRAME.pushPromise, FLAG.endHeaders, id, uint32s(2))],
  [
    'a header block that is broken off',
    (id: number) => Buffer.concat([headFrame(id, { flags: 0 }), dataFrame(id, 'x')]),
  ],
  ['a CONTINUATION of nothing', (id: number) => frame(FRAME.continuation, FLAG.endHeaders, id)],
  ['DATA without a stream', () => dataFrame(0, 'x')],
  ['HEADERS without a stream', () => headFrame(0)],
  ['padding longer than its frame', (id: number) => frame(FRAME.data, FLAG.padded, id, Buffer.from([9, 0]))],
  ['a PING of seven bytes', () => frame(FRAME.ping, 0, 0, Buffer.alloc(7))],
  ['a WINDOW_UPDATE by nothing', () => frame(FRAME.windowUpdate, 0, 0, uint32s(0))],
  ['a window beyond its limit', () => frame(FRAME.windowUpdate, 0, 0, uint32s(2 ** 31 - 1))],
  ['a first window beyond its limit', () => setting(SETTING.initialWindowSize, 2 ** 31)],
  ['SETTINGS of five bytes', () => frame(FRAME.settings, 0, 0, Buffer.alloc(5))],
  ['a GOAWAY of four bytes', () => frame(FRAME.goaway, 0, 0, Buffer.alloc(4))],
] as const) {
  test(`${what} is a protocol failure and costs the connection`, async () => {
    const script = answersBut(({ indexOnConnection, streamId, write }) => {
      if (indexOnConnection !== 3) return indexOnConnection > 3;
      write(bytes(streamId));
      return true;
    });
    const { server, recording } = await load(script, { connections: 1 }, { ...COUNT, requestLimit: 12 });
    assert.deepEqual(kindsOf(recording), { protocol: 3 });
    assert.equal(recording.requests.ok, 9);
    assert.equal(server.connections, 3);
    // The last one may still be under way.
    assert.ok(server.goaways >= 2);
  });
}

test('a reset of no stream is a protocol failure, also where the server takes fewer streams than there are lanes', async () => {
  const script = answersBut(({ indexOnConnection, write }) => {
    if (indexOnConnection !== 3) return indexOnConnection > 3;
    write(frame(FRAME.rstStream, 0, 0, uint32s(ERROR_CODE.cancel)));
    return true;
  });
  const greeting = setting(SETTING.maxConcurrentStreams, 1);
  const pool = { connections: 1, pipelining: 3 };
  const { server, recording } = await load({ ...script, greeting }, pool, { ...COUNT, requestLimit: 12 });
  assert.deepEqual(kindsOf(recording), { protocol: 3 });
  assert.equal(recording.requests.ok, 9);
  assert.equal(server.connections, 3);
});

// Each is the failure of one request on a connection that stays.
for (const [what, frames] of [
  ['an answer without a status', (id: number) => [frame(FRAME.headers, END_BOTH, id, encodeFields([['a', 'b']]))]],
  ['a status that is no number', (id: number) => [headFrame(id, { status: 'ok', flags: END_BOTH })]],
  ['a header of HTTP/1.1', (id: number) => [fieldsFrame(id, ['transfer-encoding', 'chunked'])]],
  ['a header name in capitals', (id: number) => [fieldsFrame(id, ['X-A', 'b'])]],
  ['a line break in a header', (id: number) => [fieldsFrame(id, ['x-a', 'b\r\nc: d'])]],
  ['DATA before HEADERS', (id: number) => [dataFrame(id, 'x')]],
  ['two answers', (id: number) => [headFrame(id), headFrame(id, { flags: END_BOTH })]],
  ['trailers that end nothing', (id: number) => [headFrame(id), frame(FRAME.headers, FLAG.endHeaders, id)]],
  ['early hints and then the end', (id: number) => [headFrame(id, { status: '103', flags: END_BOTH })]],
  [
    'a body shorter than announced',
    (id: number) => [fieldsFrame(id, ['content-length', '3']), dataFrame(id, 'ab', FLAG.endStream)],
  ],
  [
    'a body longer than announced',
    (id: number) => [fieldsFrame(id, ['content-length', '3']), dataFrame(id, 'abcd', FLAG.endStream)],
  ],
  ['a length that is no number', (id: number) => [fieldsFrame(id, ['content-length', '-1'])]],
] as const) {
  test(`${what} is a protocol failure of its request alone`, async () => {
    const script = answersBut(({ index, streamId, write }) => {
      if (index % 4 !== 1) return false;
      write(...frames(streamId));
      return true;
    });
    const { server, recording } = await load(script, { connections: 1, pipelining: 2 }, { ...COUNT, requestLimit: 40 });
    assert.equal(server.requests, 40);
    assert.equal(server.connections, 1);
    assert.deepEqual(kindsOf(recording), { protocol: 10 });
    assert.equal(recording.requests.ok, 30);
  });
}

function fieldsFrame(streamId: number, ...fields: readonly (readonly [string, string])[]): Buffer {
  return frame(FRAME.headers, FLAG.endHeaders, streamId, encodeFields([[':status', '200'], ...fields]));
}

test('answers are whole however their frames are cut into packets, padded and continued', async () => {
  const block = encodeFields([
    [':status', '200'],
    ['x-long', 'v'.repeat(300)],
  ]);
  const framesOf = (id: number): Buffer =>
    Buffer.concat([
      headFrame(id, { status: '103' }),
      frame(
        FRAME.headers,
        FLAG.padded | FLAG.priority,
        id,
        Buffer.concat([Buffer.from([2]), Buffer.alloc(5), block.subarray(0, 9), Buffer.alloc(2)]),
      ),
      frame(FRAME.continuation, 0, id, block.subarray(9, 100)),
      frame(FRAME.continuation, FLAG.endHeaders, id, block.subarray(100)),
      dataFrame(id, 'abc'),
      frame(FRAME.data, FLAG.padded, id, Buffer.concat([Buffer.from([3]), Buffer.from('defg'), Buffer.alloc(3)])),
      dataFrame(id, ''),
      frame(0xfa, 0xff, id, Buffer.from('a type that nobody knows')),
      frame(FRAME.headers, END_BOTH, id, encodeFields([['x-trailer', 'a']])),
    ]);
  const whole = framesOf(1).length;
  const script: FrameServerOptions = {
    onHeaders: ({ index, streamId, socket }) => {
      const bytes = framesOf(streamId);
      const cut = index % whole;
      socket.write(bytes.subarray(0, cut));
      setImmediate(() => socket.write(bytes.subarray(cut)));
    },
  };
  const expect = {
    status: [{ from: 200, to: 200 }],
    body: { kind: 'text', equals: 'abcdefg' },
    mediaType: null,
  } as const;
  const { recording } = await load(
    script,
    { connections: 1, bodySampleEvery: 1 },
    { ...COUNT, requestLimit: whole, expect },
  );
  assert.equal(recording.requests.ok, whole);
  assert.equal(recording.window.bodyBytes, 7 * whole);
  assert.deepEqual(kindsOf(recording), {});
});

test('a reset in the middle of a body is a read failure of all its streams', async () => {
  const script = answersBut(({ indexOnConnection, streamId, socket }) => {
    if (indexOnConnection < 6) return false;
    if (indexOnConnection === 6) {
      socket.write(Buffer.concat([headFrame(streamId), dataFrame(streamId, 'part')]), () => resetConnection(socket));
    }
    return true;
  });
  const { server, recording } = await load(script, { connections: 1, pipelining: 3 }, { ...COUNT, requestLimit: 60 });
  assert.equal(recording.requests.ok, server.answers);
  assert.deepEqual(kindsOf(recording), { read: 60 - server.answers });
});

test('a body waits for the windows of the server, and no request for another', async () => {
  const BODY = 200_000;
  const script: FrameServerOptions = {
    greeting: settingsFrame([SETTING.initialWindowSize, 1000]),
    onHeaders: (request) => {
      const { streamId, write } = request;
      // The window of the connection is 65 535 at first, that of the stream 1000.
      setImmediate(() => {
        write(frame(FRAME.windowUpdate, 0, streamId, uint32s(BODY)), settingsFrame([SETTING.initialWindowSize, 2000]));
        write(frame(FRAME.windowUpdate, 0, 0, uint32s(BODY)));
        request.answer();
      });
    },
  };
  const requests = [{ method: 'POST', path: '/', headers: {}, body: Buffer.alloc(BODY, 'x') }];
  const { server, recording } = await load(
    script,
    { connections: 2, pipelining: 2, requests },
    { ...COUNT, requestLimit: 20 },
  );
  assert.equal(recording.requests.ok, 20);
  assert.ok(server.dataBytes <= 20 * BODY);
});

test('a server that takes no body costs timeouts, not memory or a hang', async () => {
  const requests = [{ method: 'POST', path: '/', headers: {}, body: Buffer.alloc(2_000_000, 'x') }];
  const { server, recording } = await load({}, { connections: 2, timeoutMs: 80, requests }, { windowMs: 50 });
  assert.equal(recording.requests.ok, 0);
  assert.equal(recording.window.failed, 2);
  assert.ok(server.dataBytes <= server.connections * 65_535);
});

test('a server that asks for replies and reads none is given up', async () => {
  const ping = frame(FRAME.ping, 0, 0, Buffer.alloc(8));
  const flood = Buffer.concat(Array.from({ length: 1000 }, () => ping));
  const script: FrameServerOptions = {
    onHeaders: ({ socket }) => {
      socket.pause();
      const pour = (): void => {
        while (!socket.destroyed && socket.write(flood));
        if (!socket.destroyed) socket.once('drain', pour);
      };
      pour();
    },
  };
  const { recording } = await load(script, { connections: 1, timeoutMs: 10_000 }, { ...COUNT, requestLimit: 1 });
  assert.deepEqual(kindsOf(recording), { protocol: 1 });
});

test('windows are opened again before a long download has filled them', async () => {
  const lanes = new Http2Lanes(1);
  const written: Uint8Array[] = [];
  const session = new Http2Session({
    wire: { write: (parts) => void written.push(...parts), isBlocked: false, onSettled: () => {} },
    events: {
      partWanted: () => 'none',
      onAnswer: () => {},
      onStreamFailure: () => assert.fail('no stream fails'),
      onGoaway: () => {},
    },
    lanes,
    requestOf: () => assert.fail('nothing is sent'),
  });
  const feed = (bytes: Buffer): void => assert.equal(session.feed(bytes, bytes.length), null);
  feed(settingsFrame());
  lanes.take(1, 0, 0, 0);
  // As though the request had been sent.
  lanes.status[0] = 200;
  written.length = 0;
  const data = dataFrame(1, 'x'.repeat(16_384));
  for (let bytes = 0; bytes <= 2 ** 31; bytes += 16_384) feed(data);
  const updates = written.map((bytes) => Buffer.from(bytes));
  assert.equal(updates.length, 2);
  for (const [i, streamId] of [0, 1].entries()) {
    const update = updates[i]!;
    assert.equal(update[3], FRAME.windowUpdate);
    assert.equal(update.readUInt32BE(5), streamId);
    assert.ok(update.readUInt32BE(9) > 2 ** 30);
  }
});

test('answers in HTTP/1.1 after the preface are no answers', async () => {
  const server = await RawServer.start({ onRequest: (request) => request.answer(answerText('ok')) });
  try {
    const opened = await withPool(http2Engine, poolOptions(server.endpoint, { connections: 1 }), (pool) =>
      pool.ensureOpen(),
    );
    assert.equal(opened.failures[0]?.message, 'no HTTP/2: the server answered "HTTP/1.1 200 X"');
  } finally {
    await server.close();
  }
});
