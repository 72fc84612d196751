import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeadCache } from '../../src/load/head-cache.js';
import {
  type ParsedStream,
  type ParseOptions,
  parseChunks,
  parseText,
  seededRandom,
} from '../helpers/parsed-answers.js';

const JSON_ANSWER = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{"message":"hi"}\n';
const CHUNKED_ANSWER =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b;c="d"\r\nhello\r\n6 ; x\r\n world\r\n0;last\r\nExpires: never\r\nX: y\r\n\r\n';

function answer(status: number, body: string, keepAlive = true, mediaType: string | null = null): object {
  return { status, bodyBytes: body.length, keepAlive, mediaType, body };
}

interface Case {
  readonly name: string;
  readonly text: string;
  readonly methods?: readonly string[];
  readonly answers: readonly object[];
}

const COMPLETE: readonly Case[] = [
  { name: 'Content-Length', text: JSON_ANSWER, answers: [answer(200, '{"message":"hi"}\n', true, 'application/json')] },
  { name: 'chunks with extensions and trailers', text: CHUNKED_ANSWER, answers: [answer(200, 'hello world')] },
  {
    name: 'chunk sizes of both cases',
    text: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n00A\r\n0123456789\r\na\r\n0123456789\r\n000\r\n\r\n`,
    answers: [answer(200, '01234567890123456789')],
  },
  {
    name: 'an empty chunked body',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    answers: [answer(200, '')],
  },
  {
    name: 'a chunk that looks like an end',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n0\r\n\r\n\r\n\r\n0\r\n\r\n',
    answers: [answer(200, '0\r\n\r\n\r\n')],
  },
  {
    name: 'a close-delimited body',
    text: 'HTTP/1.1 200 OK\r\n\r\nuntil the end',
    answers: [answer(200, 'until the end', false)],
  },
  { name: 'an empty close-delimited body', text: 'HTTP/1.1 200 OK\r\n\r\n', answers: [answer(200, '', false)] },
  {
    name: 'an encoding without chunks',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nzip',
    answers: [answer(200, 'zip', false)],
  },
  {
    name: 'HEAD with a length',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n',
    methods: ['HEAD'],
    answers: [answer(200, '')],
  },
  {
    name: 'HEAD with chunks',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
    methods: ['HEAD'],
    answers: [answer(200, '')],
  },
  {
    name: 'HEAD without framing keeps the connection',
    text: 'HTTP/1.1 200 OK\r\n\r\n',
    methods: ['HEAD'],
    answers: [answer(200, '')],
  },
  { name: '204', text: 'HTTP/1.1 204 No Content\r\n\r\n', answers: [answer(204, '')] },
  {
    name: '304 with a length',
    text: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 12\r\n\r\n',
    answers: [answer(304, '')],
  },
  {
    name: 'Content-Length: 0',
    text: 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n',
    answers: [answer(404, '')],
  },
  {
    name: 'Connection: close',
    text: 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok',
    answers: [answer(200, 'ok', false)],
  },
  { name: 'HTTP/1.0', text: 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok', answers: [answer(200, 'ok', false)] },
  {
    name: 'HTTP/1.0 that keeps alive',
    text: 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok',
    answers: [answer(200, 'ok')],
  },
  {
    name: '1xx before the answer',
    text: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`,
    answers: [answer(200, 'ok')],
  },
  {
    name: 'answers of every kind in one pipeline',
    text: `${JSON_ANSWER}${CHUNKED_ANSWER}HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 204 Empty\r\n\r\n${JSON_ANSWER}HTTP/1.1 500 No\r\n\r\nrest`,
    methods: ['GET', 'POST', 'HEAD', 'GET', 'GET', 'GET'],
    answers: [
      answer(200, '{"message":"hi"}\n', true, 'application/json'),
      answer(200, 'hello world'),
      answer(200, ''),
      answer(204, ''),
      answer(200, '{"message":"hi"}\n', true, 'application/json'),
      answer(500, 'rest', false),
    ],
  },
];

function optionsOf(methods: readonly string[] | undefined): ParseOptions {
  return methods === undefined ? {} : { methods };
}

for (const { name, text, methods, answers } of COMPLETE) {
  const expected: ParsedStream = { answers, problem: null, complete: true } as ParsedStream;

  test(`${name}: read in one piece`, () => assert.deepEqual(parseText(text, optionsOf(methods)), expected));

  test(`${name}: split at every possible byte, with a fresh and with a warm cache of heads`, () => {
    const bytes = Buffer.from(text, 'latin1');
    const cache = new HeadCache();
    for (let at = 1; at < bytes.length; at += 1) {
      const chunks = [bytes.subarray(0, at), bytes.subarray(at)];
      assert.deepEqual(parseChunks(chunks, optionsOf(methods)), expected, `split at ${at}`);
      assert.deepEqual(parseChunks(chunks, { ...optionsOf(methods), cache }), expected, `warm, split at ${at}`);
    }
  });

  test(`${name}: byte by byte`, () => {
    const chunks = [...Buffer.from(text, 'latin1')].map((byte) => Buffer.from([byte]));
    assert.deepEqual(parseChunks(chunks, optionsOf(methods)), expected);
  });

  test(`${name}: unsampled bodies are counted and not kept`, () => {
    const { answers: counted } = parseText(text, { ...optionsOf(methods), sample: false });
    const numbersOnly = answers.map((full) => ({ ...full, mediaType: null, body: null }));
    assert.deepEqual(counted, numbersOnly);
  });
}

test('the trailers of one answer are not added to those of the one before', () => {
  const one = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ${'y'.repeat(1000)}\r\n\r\n`;
  const result = parseText(one.repeat(200), { methods: new Array(200).fill('GET') });
  assert.deepEqual([result.problem, result.answers.length], [null, 200]);
});

test('two hundred pipelined answers in one packet are two hundred answers', () => {
  const result = parseText(JSON_ANSWER.repeat(200), { methods: new Array(200).fill('GET'), sample: false });
  assert.equal(result.answers.length, 200);
  assert.ok(result.answers.every((one) => one.status === 200 && one.bodyBytes === 17));
});

test('answers behind one that closes the connection are not read', () => {
  const closing = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok';
  const result = parseText(`${closing}${JSON_ANSWER}`, { methods: ['GET', 'GET'] });
  assert.deepEqual(result, { answers: [answer(200, 'ok', false)], problem: null, complete: true });
});

const CUT_SHORT: readonly [string, string][] = [
  ['in a head', 'HTTP/1.1 200 OK\r\nContent-Le'],
  ['after a 1xx and within the next head', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1'],
  ['in a body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345'],
  ['before a body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n'],
  ['in a chunk size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5'],
  ['in a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel'],
  ['between chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'],
  ['in the trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n'],
];

for (const [where, text] of CUT_SHORT) {
  test(`a connection that ends ${where} has cut the answer short`, () => {
    assert.deepEqual(parseText(text), { answers: [], problem: null, complete: false });
  });
}

const CHUNKED_HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const REFUSED: readonly [string, string, RegExp][] = [
  ['garbage', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', /invalid status line/],
  ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n', /101/],
  [
    'two lengths',
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
    /more than one Content-Length/,
  ],
  [
    'a length and chunks',
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
    /both Content-Length/,
  ],
  [
    'a body longer than its length',
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcd',
    /1 bytes after a complete answer/,
  ],
  ['a body of a 204', 'HTTP/1.1 204 No\r\n\r\nab', /2 bytes after a complete answer/],
  ['a body behind an empty one', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nabc', /3 bytes after a complete answer/],
  ['bytes behind the trailers', `${CHUNKED_HEAD}0\r\n\r\nx`, /1 bytes after a complete answer/],
  ['a chunk size that is none', `${CHUNKED_HEAD}zz\r\n`, /invalid chunk size/],
  ['an empty chunk size', `${CHUNKED_HEAD}\r\n`, /invalid chunk size/],
  ['a negative chunk size', `${CHUNKED_HEAD}-5\r\n`, /invalid chunk size/],
  ['a chunk size with a prefix', `${CHUNKED_HEAD}0x5\r\nhello\r\n`, /invalid chunk size/],
  ['a huge chunk size', `${CHUNKED_HEAD}${'f'.repeat(13)}\r\n`, /invalid chunk size/],
  ['a control character in a chunk extension', `${CHUNKED_HEAD}5;a\nb\r\nhello\r\n`, /invalid chunk size/],
  ['a chunk longer than its size', `${CHUNKED_HEAD}3\r\nabcd\r\n`, /chunk data longer/],
  ['a trailer without a colon', `${CHUNKED_HEAD}0\r\nnonsense\r\n\r\n`, /invalid trailer/],
  ['a control character in a trailer', `${CHUNKED_HEAD}0\r\nA: b\nc\r\n\r\n`, /invalid trailer/],
];

for (const [what, text, problem] of REFUSED) {
  test(`${what} is a protocol error wherever the packets end`, () => {
    const bytes = Buffer.from(text, 'latin1');
    assert.match(parseText(text).problem ?? '', problem);
    for (let at = 1; at < bytes.length; at += 1) {
      const result = parseChunks([bytes.subarray(0, at), bytes.subarray(at)]);
      assert.equal(typeof result.problem, 'string', `split at ${at}`);
    }
  });
}

test('bytes that no request asked for are a protocol error', () => {
  assert.match(
    parseText('HTTP/1.1 408 Request Timeout\r\n\r\n', { methods: [] }).problem ?? '',
    /no request asked for/,
  );
});

const ENDLESS: readonly [string, string, string, RegExp][] = [
  ['head', 'HTTP/1.1 200 OK\r\n', 'X-Header: and so on\r\n', /response head over/],
  ['head line', 'HTTP/1.1 200 OK\r\nX: ', 'yyyyyyyyyyyyyyyyyyyyyy', /response head over/],
  ['chunk extension', `${CHUNKED_HEAD}5;`, 'yyyyyyyyyyyyyyyyyyyyyy', /chunk size line over/],
  ['list of trailers', `${CHUNKED_HEAD}0\r\n`, 'X-Trailer: and so on\r\n', /trailer.* over/],
  ['trailer', `${CHUNKED_HEAD}0\r\nX: `, 'yyyyyyyyyyyyyyyyyyyyyy', /trailer.* over/],
];

for (const [what, start, more, problem] of ENDLESS) {
  test(`a ${what} without end is given up before it has grown large`, () => {
    for (const packetBytes of [100, 60_000]) {
      const packet = Buffer.from(more.repeat(Math.ceil(packetBytes / more.length)));
      const packets = new Array<Buffer>(Math.ceil(200_000 / packet.length)).fill(packet);
      assert.match(parseChunks([Buffer.from(start), ...packets]).problem ?? '', problem);
    }
  });
}

test('the longest head that is allowed is read, one byte more is not', () => {
  const frame = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: \r\n\r\n';
  const headOf = (bytes: number): string =>
    `HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: ${'y'.repeat(bytes - frame.length)}\r\n\r\n`;
  assert.equal(parseText(headOf(65_536)).answers.length, 1);
  assert.match(parseText(headOf(65_537)).problem ?? '', /head over 65536 bytes/);
});

test('a sampled body over the limit is counted in full and not kept', () => {
  const bytes = 20_000_000;
  const head = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes}\r\n\r\n`);
  const part = Buffer.alloc(1_000_000, 'x');
  const result = parseChunks([head, ...new Array<Buffer>(20).fill(part)]);
  assert.deepEqual(result.answers, [{ status: 200, bodyBytes: bytes, keepAlive: true, mediaType: null, body: null }]);
});

test('a sampled body under the limit is kept whole', () => {
  const part = Buffer.alloc(1_000_000, 'x');
  const result = parseChunks([Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n'), part, part, part]);
  assert.equal(result.answers[0]?.body?.length, 3_000_000);
});

test('the cache of heads changes nothing: streams of changing heads parse alike with it and without', () => {
  const random = seededRandom(20_261_123);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const warm = new HeadCache();
  for (let round = 0; round < 300; round += 1) {
    const methods: string[] = [];
    let text = '';
    const count = 1 + Math.floor(random() * 8);
    for (let i = 0; i < count; i += 1) {
      // Heads that share beginnings, lengths and everything but a digit: what a careless comparison would take for equal.
      const date = pick(['10:00:00', '10:00:01', '10:00:010']);
      const method = pick(['GET', 'GET', 'HEAD']);
      const size = pick([0, 3, 13]);
      const body = method === 'HEAD' ? '' : 'b'.repeat(size);
      methods.push(method);
      text += pick([
        `HTTP/1.1 200 OK\r\nDate: ${date}\r\nContent-Length: ${size}\r\n\r\n${body}`,
        `HTTP/1.1 201 OK\r\nDate: ${date}\r\nContent-Length: ${size}\r\n\r\n${body}`,
        `HTTP/1.1 200 OK\r\nDate: ${date}\r\nTransfer-Encoding: chunked\r\n\r\n${method === 'HEAD' ? '' : `${size === 0 ? '' : `${size.toString(16)}\r\n${body}\r\n`}0\r\n\r\n`}`,
        `HTTP/1.1 103 Hints\r\nDate: ${date}\r\n\r\nHTTP/1.1 204 No\r\nDate: ${date}\r\n\r\n`,
      ]);
    }
    const bytes = Buffer.from(text, 'latin1');
    const cut = 1 + Math.floor(random() * (bytes.length - 1));
    const chunks = [bytes.subarray(0, cut), bytes.subarray(cut)];
    const cold = parseChunks(chunks, { methods });
    assert.equal(cold.problem, null);
    assert.equal(cold.answers.length, count);
    assert.deepEqual(parseChunks(chunks, { methods, cache: warm }), cold, text);
  }
});
