import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FixedRequests } from '../../src/load/fixed-requests.js';
import { requestBytes } from '../../src/load/request-bytes.js';
import { RequestTable } from '../../src/load/request-table.js';
import type { Endpoint } from '../../src/model/load-profile.js';
import type { RequestSpec } from '../../src/model/scenario.js';

const ENDPOINT: Endpoint = {
  protocol: 'http',
  host: '127.0.0.1',
  port: 80,
  socketPath: null,
  authority: 'a.test:8080',
  tls: null,
};

function spec(changes: Partial<RequestSpec>): RequestSpec {
  return { method: 'GET', path: '/', headers: {}, body: null, ...changes };
}

const GOLDEN: readonly [string, RequestSpec, string][] = [
  ['a plain GET', spec({}), 'GET / HTTP/1.1\r\nHost: a.test:8080\r\n\r\n'],
  ['a query', spec({ path: '/a?b=c&d=%20' }), 'GET /a?b=c&d=%20 HTTP/1.1\r\nHost: a.test:8080\r\n\r\n'],
  [
    'headers in their order and case',
    spec({ headers: { 'X-b': '2', 'x-A': '1, 2' } }),
    'GET / HTTP/1.1\r\nHost: a.test:8080\r\nX-b: 2\r\nx-A: 1, 2\r\n\r\n',
  ],
  ['an own host', spec({ headers: { hOST: 'other' } }), 'GET / HTTP/1.1\r\nhOST: other\r\n\r\n'],
  [
    'a body, measured in bytes',
    spec({ method: 'POST', body: Buffer.from('caf\u00e9') }),
    'POST / HTTP/1.1\r\nHost: a.test:8080\r\nContent-Length: 5\r\n\r\ncaf\u00c3\u00a9',
  ],
  [
    'a POST without a body',
    spec({ method: 'POST' }),
    'POST / HTTP/1.1\r\nHost: a.test:8080\r\nContent-Length: 0\r\n\r\n',
  ],
  ['a DELETE without a body', spec({ method: 'DELETE' }), 'DELETE / HTTP/1.1\r\nHost: a.test:8080\r\n\r\n'],
  [
    'a body with its own framing',
    spec({ method: 'PUT', headers: { 'Transfer-Encoding': 'chunked' }, body: Buffer.from('1\r\nx\r\n0\r\n\r\n') }),
    'PUT / HTTP/1.1\r\nHost: a.test:8080\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
  ],
  [
    'an own length',
    spec({ method: 'POST', headers: { 'content-length': '1' }, body: Buffer.from('x') }),
    'POST / HTTP/1.1\r\nHost: a.test:8080\r\ncontent-length: 1\r\n\r\nx',
  ],
  [
    'an empty body',
    spec({ body: Buffer.alloc(0) }),
    'GET / HTTP/1.1\r\nHost: a.test:8080\r\nContent-Length: 0\r\n\r\n',
  ],
];

for (const [what, request, bytes] of GOLDEN) {
  test(`${what} goes over the wire as written`, () => {
    assert.equal(requestBytes(request, ENDPOINT).toString('latin1'), bytes);
  });
}

test('every batch of a table is its requests one after another, around the end and again', () => {
  for (const size of [1, 2, 3, 7]) {
    const requests = Array.from({ length: size }, (_, index) => spec({ path: `/${'x'.repeat(index)}${index}` }));
    const single = requests.map((request) => requestBytes(request, ENDPOINT).toString('latin1'));
    for (const longest of [1, 2, 5, 16]) {
      const table = new RequestTable(new FixedRequests(requests), ENDPOINT, longest);
      for (let first = 0; first < size; first += 1) {
        for (let count = 1; count <= longest; count += 1) {
          const expected = Array.from({ length: count }, (_, index) => single[(first + index) % size]).join('');
          assert.equal(table.batch(first, count).toString('latin1'), expected);
        }
      }
      assert.equal(table.batch(0, 1), table.batch(0, 1), 'made once');
    }
  }
});

test('a table knows which of its requests are HEAD', () => {
  const table = new RequestTable(new FixedRequests([spec({}), spec({ method: 'HEAD' })]), ENDPOINT, 4);
  assert.deepEqual([table.isHead(0), table.isHead(1)], [false, true]);
});
