import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headersOf, parseHead, type ResponseHead } from '../../src/load/response-head.js';

const VALID: readonly [string, object][] = [
  ['HTTP/1.1 200 OK\r\nContent-Length: 5', { status: 200, framing: 'length', contentLength: 5, keepAlive: true }],
  ['HTTP/1.1 200\r\nContent-Length: 0', { status: 200, framing: 'length', contentLength: 0, keepAlive: true }],
  ['HTTP/1.1 200 \r\ncontent-length:7', { status: 200, framing: 'length', contentLength: 7, keepAlive: true }],
  ['HTTP/1.1 599 \xfcber\r\nA: \xe9', { status: 599, framing: 'close', contentLength: 0, keepAlive: true }],
  [
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked',
    { status: 200, framing: 'chunked', contentLength: 0, keepAlive: true },
  ],
  [
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked',
    { status: 200, framing: 'chunked', contentLength: 0, keepAlive: true },
  ],
  [
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked',
    { status: 200, framing: 'chunked', contentLength: 0, keepAlive: true },
  ],
  // RFC 9112 section 6.3: chunked, but not last, is read until the connection ends.
  [
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip',
    { status: 200, framing: 'close', contentLength: 0, keepAlive: true },
  ],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip', { status: 200, framing: 'close', contentLength: 0, keepAlive: true }],
  [
    'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1',
    { status: 200, framing: 'length', contentLength: 1, keepAlive: false },
  ],
  [
    'HTTP/1.1 200 OK\r\nConnection: Keep-Alive, CLOSE\r\nContent-Length: 1',
    { status: 200, framing: 'length', contentLength: 1, keepAlive: false },
  ],
  [
    'HTTP/1.1 200 OK\r\nConnection: close\r\nConnection: keep-alive\r\nContent-Length: 1',
    { status: 200, framing: 'length', contentLength: 1, keepAlive: false },
  ],
  [
    'HTTP/1.1 200 OK\r\nConnection: x-close\r\nContent-Length: 1',
    { status: 200, framing: 'length', contentLength: 1, keepAlive: true },
  ],
  ['HTTP/1.0 200 OK\r\nContent-Length: 1', { status: 200, framing: 'length', contentLength: 1, keepAlive: false }],
  [
    'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1',
    { status: 200, framing: 'length', contentLength: 1, keepAlive: true },
  ],
  ['HTTP/1.1 204 No Content', { status: 204, framing: 'close', contentLength: 0, keepAlive: true }],
  [
    'HTTP/1.1 200 OK\r\nEmpty:\r\nContent-Length:\t 3 \t',
    { status: 200, framing: 'length', contentLength: 3, keepAlive: true },
  ],
];

for (const [head, expected] of VALID) {
  test(`the head ${JSON.stringify(head)} is read`, () =>
    assert.deepEqual(parseHead(head), { ...expected, text: head }));
}

const INVALID: readonly [string, RegExp][] = [
  ['', /invalid status line/],
  ['garbage', /invalid status line/],
  ['HTTP/2 200 OK', /invalid status line/],
  ['HTTP/1.2 200 OK', /invalid status line/],
  ['http/1.1 200 OK', /invalid status line/],
  ['HTTP/1.1 099 Low', /invalid status line/],
  ['HTTP/1.1 2000 Long', /invalid status line/],
  ['HTTP/1.1 20 Short', /invalid status line/],
  ['HTTP/1.1  200 OK', /invalid status line/],
  ['HTTP/1.1 200 O\0K', /control character/],
  ['HTTP/1.1 200 OK\rX', /control character/],
  ['HTTP/1.1 200 OK\nContent-Length: 3', /control character/],
  ['HTTP/1.1 200 OK\r\nContent-Length: +3', /invalid Content-Length/],
  ['HTTP/1.1 200 OK\r\nContent-Length: -1', /invalid Content-Length/],
  ['HTTP/1.1 200 OK\r\nContent-Length: 1, 1', /invalid Content-Length/],
  ['HTTP/1.1 200 OK\r\nContent-Length: 0x10', /invalid Content-Length/],
  ['HTTP/1.1 200 OK\r\nContent-Length: 1e3', /invalid Content-Length/],
  ['HTTP/1.1 200 OK\r\nContent-Length:', /invalid Content-Length/],
  ['HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999', /invalid Content-Length/],
  ['HTTP/1.1 200 OK\r\nContent-Length: \xa05', /invalid Content-Length/],
  ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3', /more than one Content-Length/],
  ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4', /more than one Content-Length/],
  ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked', /both Content-Length and Transfer-Encoding/],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked', /Transfer-Encoding/],
  ['HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked', /Transfer-Encoding/],
  ['HTTP/1.1 200 OK\r\nno colon', /invalid header line/],
  ['HTTP/1.1 200 OK\r\n: no name', /invalid header line/],
  ['HTTP/1.1 200 OK\r\nName : space', /invalid header line/],
  ['HTTP/1.1 200 OK\r\n folded: line', /invalid header line/],
  ['HTTP/1.1 200 OK\r\nA: b\nContent-Length: 3', /control character/],
  ['HTTP/1.1 200 OK\r\nA: b\rc', /control character/],
  ['HTTP/1.1 200 OK\r\nA: b\0', /control character/],
  ['HTTP/1.1 200 OK\r\nA: b\x07', /control character/],
  ['HTTP/1.1 200 OK\r\nA: b\x7f', /control character/],
];

for (const [head, problem] of INVALID) {
  test(`the head ${JSON.stringify(head)} is refused`, () => {
    const result = parseHead(head);
    assert.equal(typeof result, 'string');
    assert.match(result as string, problem);
  });
}

test('headers are told by their names in lower case, and as a list where one came more than once', () => {
  const text = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: a=1\r\nX:\t \r\nset-cookie:b=2 \r\n__proto__: c';
  const head = parseHead(text) as ResponseHead;
  assert.deepEqual(Object.entries(headersOf(head)), [
    ['content-length', '0'],
    ['set-cookie', ['a=1', 'b=2']],
    ['x', ''],
    ['__proto__', 'c'],
  ]);
});
