import assert from 'node:assert/strict';
import { test } from 'node:test';
import { templateRequests } from '../../src/load/prepared-requests.js';
import { requestBytes } from '../../src/load/request-bytes.js';
import { createCounter } from '../../src/load/request-numbers.js';
import { SendBuffer } from '../../src/load/send-buffer.js';
import type { MadeSource, RequestTemplate } from '../../src/model/request-source.js';
import { sharedColumn } from '../../src/scenario/shared-column.js';
import { endpointOf } from '../helpers/hostile-servers.js';

const SEQ = { kind: 'seq', text: '{{seq}}' } as const;
const UUID = { kind: 'uuid', text: '{{uuid}}' } as const;
const COLUMN = { kind: 'column', text: '{{id}}', column: 0 } as const;
const ENDPOINT = endpointOf(8080);

function template(changes: Partial<RequestTemplate>): RequestTemplate {
  return { method: 'GET', path: ['/'], headers: [], body: null, weight: 1, ...changes };
}

function source(requests: readonly RequestTemplate[], rows: readonly string[] = [], seed = 1): MadeSource {
  const columns = rows.length === 0 ? [] : [sharedColumn(rows.map((row) => Buffer.from(row)))];
  return { kind: 'made', requests, columns, rows: rows.length, seed, hook: null };
}

function prepared(made: MadeSource, closes = false) {
  return templateRequests(made, { endpoint: ENDPOINT, closes, counter: createCounter() });
}

function written(requests: ReturnType<typeof prepared>, request: number): string {
  const out = new SendBuffer();
  requests.write(request, out);
  return out.take().toString('latin1');
}

test('what is written is what the parts say, with the length of each body', () => {
  const requests = prepared(
    source(
      [
        template({
          method: 'POST',
          path: ['/items/', SEQ, '?u=', UUID],
          headers: [['X-Id', ['<', COLUMN, '>']]],
          body: [Buffer.from('{"n":'), { kind: 'integer', from: -5, to: 1_000_000, text: '' }, Buffer.from('}')],
        }),
        template({
          method: 'DELETE',
          path: ['/', { kind: 'choice', choices: ['a', 'bb'].map((c) => Buffer.from(c)), text: '' }],
        }),
      ],
      ['1', 'x'.repeat(300), '33'],
    ),
  );
  for (const request of [0, 1, 2, 3, 9, 10, 99, 100, 12_345, 2 ** 32 + 7, 2 ** 40]) {
    assert.equal(written(requests, request), requestBytes(requests.parts(request), ENDPOINT).toString('latin1'));
  }
  assert.match(requests.parts(2 ** 40).path, /^\/items\/1099511627776\?u=/);
  assert.equal(requests.parts(2).headers['X-Id'], `<${'x'.repeat(300)}>`);
});

test('a connection that lasts for one answer is asked to close, unless the template speaks of it', () => {
  const requests = prepared(
    source([template({ path: ['/', SEQ] }), template({ path: ['/', SEQ], headers: [['connection', ['keep-alive']]] })]),
    true,
  );
  assert.match(written(requests, 0), /\r\nConnection: close\r\n\r\n$/);
  assert.doesNotMatch(written(requests, 1), /close/);
});

test('only requests that use data take a row, and all of them together take each row once a round', () => {
  const requests = prepared(source([template({ weight: 2 }), template({ path: ['/', COLUMN] })], ['a', 'b', 'c', 'd']));
  const paths = Array.from({ length: 24 }, (_, request) => requests.parts(request).path).filter((path) => path !== '/');
  assert.deepEqual(paths, ['/a', '/b', '/c', '/d', '/a', '/b', '/c', '/d']);
});

test('the same seed makes the same requests, another makes others', () => {
  const made = [template({ path: ['/', UUID, '/', { kind: 'integer', from: 1, to: 1000, text: '' }] })];
  const paths = (seed: number): string[] => {
    const requests = prepared(source(made, [], seed));
    return Array.from({ length: 20 }, (_, request) => requests.parts(request).path);
  };
  assert.deepEqual(paths(1), paths(1));
  assert.equal(new Set([...paths(1), ...paths(2), ...paths(3)]).size, 60);
});

test('UUIDs are of version 4 and never the same, and two in a request differ', () => {
  const requests = prepared(source([template({ path: ['/', UUID, '/', UUID] })]));
  const seen = new Set<string>();
  for (let request = 0; request < 20_000; request += 1) {
    const [, one = '', other = ''] = requests.parts(request).path.split('/');
    assert.match(one, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    seen.add(one).add(other);
  }
  assert.equal(seen.size, 40_000);
});

test('random numbers cover their range evenly, both ends included', () => {
  const requests = prepared(source([template({ path: ['/', { kind: 'integer', from: -2, to: 3, text: '' }] })]));
  const counts = new Map<string, number>();
  for (let request = 0; request < 60_000; request += 1) {
    const { path } = requests.parts(request);
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  assert.deepEqual([...counts.keys()].sort(), ['/-1', '/-2', '/0', '/1', '/2', '/3']);
  // Seeded, so that it cannot fail by chance: 5 standard deviations of a binomial share.
  for (const count of counts.values()) assert.ok(Math.abs(count - 10_000) < 5 * Math.sqrt(60_000 * (1 / 6) * (5 / 6)));
});

test('bytes that were taken out stay as they are while more is written', () => {
  const requests = prepared(source([template({ path: ['/', SEQ], body: [Buffer.alloc(1000, 'b')] })]));
  const out = new SendBuffer();
  const taken: Buffer[] = [];
  for (let request = 0; request < 500; request += 1) {
    requests.write(request, out);
    if (request % 3 === 0) taken.push(out.take());
  }
  taken.push(out.take());
  const all = Buffer.concat(taken).toString('latin1');
  const paths = [...all.matchAll(/GET \/(\d+) HTTP/g)].map((match) => Number(match[1]));
  assert.deepEqual(
    paths,
    Array.from({ length: 500 }, (_, request) => request),
  );
  assert.equal(all.length, 500 * 1000 + all.replaceAll('b', '').length);
});

const EXPECTED = { status: [{ from: 200, to: 200 }], mediaType: null, body: { kind: 'json', contains: {} } } as const;

test('what must come back holds what the request is sent with, however often it is looked at', () => {
  const written = { ...EXPECTED, body: { kind: 'json' as const, contains: { id: '{{id}}', key: '{{uuid}}' } } };
  const [before, between, after] = [
    '{"status":[{"from":200,"to":200}],"body":{"kind":"json","contains":{"id":"',
    '","key":"',
    '"}}}',
  ];
  const expect = { written, filled: [before!, COLUMN, between!, UUID, after!] };
  const other = template({ path: ['/', { ...UUID, text: '{{uuid}} elsewhere' }] });
  const requests = prepared(source([other, template({ path: ['/', COLUMN, '/', UUID], expect })], ['a', 'b', 'c']));
  for (const request of [1, 3, 5, 1, 2 ** 33 + 1]) {
    const [, id, key] = requests.parts(request).path.split('/');
    assert.deepEqual(requests.expectationOf(request)?.body, { kind: 'json', contains: { id, key } });
  }
  assert.equal(requests.expectationOf(0), null);
  assert.equal(requests.checks?.of(0), null, 'the slice says what is expected of it');
  assert.ok(requests.checks?.of(1)?.accepts(200));
});

test('what only data rows change is kept as bytes, one for each row; anything else is made anew', () => {
  const rows = Array.from({ length: 5 }, (_, row) => `row-${row}`);
  const requests = prepared(source([template({ path: ['/', COLUMN] }), template({ path: ['/', SEQ] })], rows));
  const first = requests.prebuilt(0);
  assert.equal(first?.toString(), 'GET /row-0 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n');
  assert.equal(requests.prebuilt(10), first, 'ten requests are five rows');
  assert.equal(requests.prebuilt(1), null);
  for (const request of [0, 1, 2, 10, 11]) {
    assert.equal(written(requests, request), requestBytes(requests.parts(request), ENDPOINT).toString('latin1'));
  }
});

test('a distribution draws data rows, the same for the same seed, and requests where there are no data', () => {
  const rows = Array.from({ length: 50 }, (_, row) => String(row));
  const distribution = { kind: 'zipf', exponent: 1 } as const;
  const paths = (seed: number): string[] => {
    const requests = prepared({ ...source([template({ path: ['/', COLUMN] })], rows, seed), distribution });
    return Array.from({ length: 400 }, (_, request) => requests.parts(request).path);
  };
  assert.deepEqual(paths(3), paths(3));
  assert.notDeepEqual(paths(3), paths(4));
  const firsts = paths(3).filter((path) => path === '/0').length;
  // 400 / 4.5 of them are to be expected.
  assert.ok(firsts > 60 && firsts < 120, String(firsts));
  const several = prepared({ ...source(['/a', '/b', '/c'].map((path) => template({ path: [path] }))), distribution });
  const asked = Array.from({ length: 600 }, (_, request) => several.parts(request).path);
  const [a = 0, b = 0, c = 0] = ['/a', '/b', '/c'].map((path) => asked.filter((one) => one === path).length);
  assert.ok(a > b && b > c && c > 60, `${a} ${b} ${c}`);
});
