import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { HpackDecoder } from '../../src/load/hpack-decoder.js';
import { encodeFields } from '../../src/load/hpack-encoder.js';
import { decodeHuffman } from '../../src/load/hpack-huffman.js';
import type { HeaderField } from '../../src/load/hpack-tables.js';
import { Http2FrameReader } from '../../src/load/http2-frame-reader.js';
import { FLAG, FRAME, frame, preface } from '../../src/load/http2-frames.js';
import { seededRandom } from '../helpers/parsed-answers.js';

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

function decodeAll(decoder: HpackDecoder, block: Buffer): HeaderField[] | string {
  return decoder.decode(block, 0, block.length);
}

// RFC 7541 appendix C: what the decoder must understand, with the state carried from block to block.
const SERIES: readonly { readonly what: string; readonly blocks: readonly string[] }[] = [
  {
    what: 'C.3, without Huffman',
    blocks: [
      '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
      '8286 84be 5808 6e6f 2d63 6163 6865',
      '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
    ],
  },
  {
    what: 'C.4, with Huffman',
    blocks: [
      '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
      '8286 84be 5886 a8eb 1064 9cbf',
      '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
    ],
  },
];
const REQUEST_HEAD = (scheme: string, path: string): HeaderField[] => [
  [':method', 'GET'],
  [':scheme', scheme],
  [':path', path],
  [':authority', 'www.example.com'],
];

for (const { what, blocks } of SERIES) {
  test(`the blocks of RFC 7541 ${what}, mean what it says`, () => {
    const decoder = new HpackDecoder();
    assert.deepEqual(
      blocks.map((block) => decodeAll(decoder, hex(block))),
      [
        REQUEST_HEAD('http', '/'),
        [...REQUEST_HEAD('http', '/'), ['cache-control', 'no-cache']],
        [...REQUEST_HEAD('https', '/index.html'), ['custom-key', 'custom-value']],
      ],
    );
  });
}

test('a table that was made smaller forgets its oldest entries', () => {
  const decoder = new HpackDecoder();
  assert.deepEqual(decodeAll(decoder, hex('4003 616161 01 31 4003 626262 01 32')), [
    ['aaa', '1'],
    ['bbb', '2'],
  ]);
  // Room for one entry of 36 bytes.
  assert.deepEqual(decodeAll(decoder, hex('3f11 be')), [['bbb', '2']]);
  assert.equal(decodeAll(decoder, hex('bf')), 'HPACK: invalid header block');
});

for (const [what, block] of [
  ['an index of nothing', '80'],
  ['an index beyond both tables', 'be'],
  ['a string longer than its block', '0003 6161'],
  ['a name without a value', '0003 616161'],
  ['an integer without end', 'ff ffff ffff ff'],
  ['an integer too large', 'ff ffff ffff ff00'],
  ['a table larger than we offered', '3fe2 1f'],
  ['a size of the table after a field', '82 20'],
  ['a Huffman string with the end symbol in it', '0001 61 84 ffff ffff'],
  ['a Huffman string padded with a whole byte', '0001 61 82 1fff'],
  ['a Huffman string padded with zeros', '0001 61 81 18'],
] as const) {
  test(`${what} is an error`, () => {
    assert.match(String(decodeAll(new HpackDecoder(), hex(block))), /^HPACK: /);
  });
}

test('a short block that stands for endless headers is an error', () => {
  const decoder = new HpackDecoder();
  const long = encodeLiteral('x', 'y'.repeat(4000));
  const again = Buffer.alloc(200, 0xbe);
  assert.equal(decodeAll(decoder, Buffer.concat([long, again])), 'HPACK: more than 262144 bytes of headers');
});

function encodeLiteral(name: string, value: string): Buffer {
  const [block] = [encodeFields([[name, value]])];
  // The same with "and add it to the table".
  block[0] = 0x40;
  return block;
}

test('every byte survives Huffman coding by nghttp2, and every string of them', async () => {
  const random = seededRandom(7);
  const values = Array.from({ length: 300 }, () => {
    const length = Math.floor(random() * 60);
    // What node lets into a header value.
    const characters = Array.from({ length }, () => String.fromCharCode(33 + Math.floor(random() * 94)));
    return characters.join('');
  });
  const all = Array.from({ length: 223 }, (_, i) => String.fromCharCode(i + 33)).filter((c) => c !== '\x7f');
  values.push(...all, all.join(''));
  const sent: Record<string, string>[] = [];
  for (let at = 0; at < values.length; at += 5) {
    sent.push(Object.fromEntries(values.slice(at, at + 5).map((value, i) => [`x-${i % 3}-${at % 4}-${i}`, value])));
  }
  const received = await headersFromNode(sent);
  received.forEach((fields, i) => {
    const got = Object.fromEntries(fields.filter(([name]) => name.startsWith('x-')));
    assert.deepEqual(got, sent[i]);
    assert.equal(fields[0]?.[1], '200');
  });
});

test('what the encoder writes is understood by node', async () => {
  const long = 'v'.repeat(20_000);
  const fields: HeaderField[] = [
    [':method', 'PATCH'],
    [':scheme', 'http'],
    [':authority', 'example.test:81'],
    [':path', '/a?b=c'],
    ['accept-encoding', 'gzip, deflate'],
    ['cookie', 'a=b'],
    ['x-empty', ''],
    ['x-long', long],
  ];
  assert.deepEqual(decodeAll(new HpackDecoder(), encodeFields(fields)), fields);
  const headers = await headersAtNode(encodeFields(fields.filter(([name]) => name !== 'x-long')));
  assert.deepEqual(
    Object.fromEntries(Object.entries(headers)),
    Object.fromEntries(fields.filter(([name]) => name !== 'x-long')),
  );
});

test('a Huffman code of nothing is nothing', () => {
  assert.equal(decodeHuffman(Buffer.alloc(0), 0, 0), '');
});

/** Answers with these headers, one after the other on one connection, and reads them with our decoder. */
async function headersFromNode(sent: readonly Record<string, string>[]): Promise<HeaderField[][]> {
  const server = createServer();
  let next = 0;
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200, ...sent[next++] }, { endStream: true });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A client that only passes on what it reads.
  const decoder = new HpackDecoder();
  const heads: HeaderField[][] = [];
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  const get = encodeFields([
    [':method', 'GET'],
    [':scheme', 'http'],
    [':authority', 'a'],
    [':path', '/'],
  ]);
  const ask = (): void => {
    const streamId = 1 + 2 * heads.length;
    socket.write(frame(FRAME.headers, FLAG.endHeaders | FLAG.endStream, streamId, get));
  };
  await new Promise<void>((resolve, reject) => {
    const reader = new Http2FrameReader({
      onHeaders(_streamId, buffer, start, end) {
        const fields = decoder.decode(buffer, start, end);
        if (typeof fields === 'string') return fields;
        heads.push(fields);
        if (heads.length === sent.length) resolve();
        else ask();
        return null;
      },
      onData: () => null,
      onControl: () => null,
    });
    socket.on('data', (chunk) => {
      const problem = reader.feed(chunk, chunk.length);
      if (problem !== null) reject(new Error(problem));
    });
    socket.on('error', reject);
    socket.write(preface());
    ask();
  });
  socket.destroy();
  server.close();
  return heads;
}

/** What node makes of a header block. */
async function headersAtNode(block: Buffer): Promise<IncomingHttpHeaders> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(Buffer.concat([preface(), frame(FRAME.headers, FLAG.endHeaders | FLAG.endStream, 1, block)]));
  const [, headers] = (await once(server, 'stream')) as [unknown, IncomingHttpHeaders];
  socket.destroy();
  server.close();
  return headers;
}
