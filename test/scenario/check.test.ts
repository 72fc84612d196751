import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../src/model/json.js';
import type { AnswerCheck, Expectation } from '../../src/model/scenario.js';
import { checkResponse, partChecked, type ReceivedHeaders } from '../../src/scenario/check.js';
import { bodyExcerpt } from '../../src/scenario/excerpt.js';

const ok = [{ from: 200, to: 200 }];

function expecting(parts: Partial<Expectation>): Expectation {
  return { status: ok, mediaType: null, body: null, ...parts };
}

function answer(body: string, mediaType: string | null = 'application/json', status = 200) {
  return { status, headers: mediaType === null ? {} : { 'content-type': mediaType }, body: Buffer.from(body) };
}

function checking(check: AnswerCheck): Expectation {
  return expecting({ checks: [check] });
}

const header = (name: string, value: string | null) => checking({ kind: 'header', name, value });
const contains = (text: string) => checking({ kind: 'contains', text });
const size = (leastBytes: number, mostBytes: number | null) => checking({ kind: 'size', leastBytes, mostBytes });
const value = (path: string, steps: readonly (string | number)[], equals: Json) =>
  checking({ kind: 'json', path, steps, equals });
const withHeaders = (headers: ReceivedHeaders) => ({ status: 200, headers, body: Buffer.from('') });

const json = (contains: NonNullable<Extract<Expectation['body'], { kind: 'json' }>>['contains']) =>
  expecting({ body: { kind: 'json', contains } });

const ACCEPTED: readonly [string, Expectation, ReturnType<typeof answer>][] = [
  ['any body when none is expected', expecting({}), answer('anything', null)],
  ['the ends of a status range', expecting({ status: [{ from: 200, to: 399 }] }), answer('', null, 399)],
  ['a second status range', expecting({ status: [...ok, { from: 404, to: 404 }] }), answer('', null, 404)],
  ['a media type with parameters', expecting({ mediaType: 'text/plain' }), answer('', 'text/plain; charset=utf-8')],
  ['a media type in another case', expecting({ mediaType: 'text/plain' }), answer('', 'Text/Plain')],
  ['equal text', expecting({ body: { kind: 'text', equals: 'grün' } }), answer('grün')],
  ['the expected number of bytes', expecting({ body: { kind: 'bytes', count: 5 } }), answer('grün')],
  ['JSON with more members', json({ a: 1 }), answer('{"b":2,"a":1}')],
  [
    'nested JSON with more members',
    json({ a: { b: [1, { c: null }] } }),
    answer('{"a":{"b":[1,{"c":null,"d":0}],"e":1}}'),
  ],
  ['a header in another case of its name', header('X-Trace', 'A'), withHeaders({ 'x-trace': 'A' })],
  ['a header with any value', header('ETag', null), withHeaders({ etag: '' })],
  ['one of several values', header('Set-Cookie', 'b=2'), withHeaders({ 'set-cookie': ['a=1', 'b=2'] })],
  ['a text within the body', contains('ü'), answer('grün')],
  ['a body at the lower bound', size(5, 9), answer('grün')],
  ['a body at the upper bound', size(0, 5), answer('grün')],
  ['any length from a least one on', size(1, null), answer('grün')],
  ['a value in a list of a member', value('a[1].b', ['a', 1, 'b'], 'c'), answer('{"a":[0,{"b":"c"}]}')],
  ['null where null is expected', value('a', ['a'], null), answer('{"a":null}')],
  [
    'an equal object with its members in another order',
    value('a', ['a'], { x: 1, y: 2 }),
    answer('{"a":{"y":2,"x":1}}'),
  ],
  ['a plain value as the whole document', value('$', [], 5), answer('5')],
];

for (const [name, expectation, response] of ACCEPTED) {
  test(`accepts ${name}`, () => assert.equal(checkResponse(expectation, response), null));
}

const REFUSED: readonly [string, Expectation, ReturnType<typeof answer>, string][] = [
  ['another status', expecting({}), answer('{"error":"x"}', null, 500), 'expected status 200, got 500 {"error":"x"}'],
  [
    'no media type',
    expecting({ mediaType: 'text/plain' }),
    answer('', null),
    'expected media type text/plain, got none',
  ],
  [
    'a media type that only begins alike',
    expecting({ mediaType: 'text/plain' }),
    answer('', 'text/plainer'),
    'expected media type text/plain, got text/plainer',
  ],
  [
    'other text',
    expecting({ body: { kind: 'text', equals: 'Hello' } }),
    answer('Hello\n'),
    'expected body Hello, got Hello ',
  ],
  [
    'a wrong number of bytes',
    expecting({ body: { kind: 'bytes', count: 1 } }),
    answer(''),
    'expected a body of 1 byte, got 0',
  ],
  ['no JSON', json({}), answer('<html>'), 'expected JSON, got <html>'],
  ['a missing member', json({ a: null }), answer('{}'), 'expected JSON with {"a":null}, got {}'],
  ['a member of the prototype', json({ toString: {} }), answer('{}'), 'expected JSON with {"toString":{}}, got {}'],
  ['a number as text', json({ a: 1 }), answer('{"a":"1"}'), 'expected JSON with {"a":1}, got {"a":"1"}'],
  ['a longer array', json([1]), answer('[1,2]'), 'expected JSON with [1], got [1,2]'],
  ['an array for an object', json({}), answer('[]'), 'expected JSON with {}, got []'],
  ['null for an object', json({}), answer('null'), 'expected JSON with {}, got null'],
  ['a missing header', header('ETag', null), withHeaders({}), 'expected header ETag, got none'],
  ['another header value', header('A', 'b'), withHeaders({ a: 'B' }), 'expected header A: b, got B'],
  ['none of several values', header('A', 'b'), withHeaders({ a: ['c', 'd'] }), 'expected header A: b, got c, d'],
  ['a header of the prototype', header('toString', null), withHeaders({}), 'expected header toString, got none'],
  ['a body without a text', contains('ok\n'), answer('no'), 'expected a body with "ok\\n", got no'],
  ['a body that is too short', size(2, 3), answer('a'), 'expected a body of 2 to 3 bytes, got 1'],
  ['a body that is too long', size(0, 3), answer('grün'), 'expected a body of at most 3 bytes, got 5'],
  ['a body below the least', size(9, null), answer('a'), 'expected a body of at least 9 bytes, got 1'],
  ['another value', value('a[0]', ['a', 0], 'x'), answer('{"a":["y"]}'), 'expected JSON a[0]="x", got "y"'],
  [
    'a value that is missing',
    value('a.b', ['a', 'b'], null),
    answer('{"a":{}}'),
    'expected JSON a.b=null, got none in {"a":{}}',
  ],
  ['null where a value is expected', value('a', ['a'], 1), answer('{"a":null}'), 'expected JSON a=1, got null'],
  [
    'a value under null',
    value('a.b', ['a', 'b'], 1),
    answer('{"a":null}'),
    'expected JSON a.b=1, got none in {"a":null}',
  ],
  ['a place beyond a list', value('[1]', [1], 1), answer('[1]'), 'expected JSON [1]=1, got none in [1]'],
  ['a member of a list', value('length', ['length'], 1), answer('[1]'), 'expected JSON length=1, got none in [1]'],
  ['a place in an object', value('[0]', [0], 1), answer('{"0":1}'), 'expected JSON [0]=1, got none in {"0":1}'],
  [
    'a letter of a text',
    value('a[0]', ['a', 0], 'x'),
    answer('{"a":"x"}'),
    'expected JSON a[0]="x", got none in {"a":"x"}',
  ],
  ['an object with more members', value('a', ['a'], {}), answer('{"a":{"b":1}}'), 'expected JSON a={}, got {"b":1}'],
  ['a value in what is no JSON', value('a', ['a'], 1), answer('oh\nno'), 'expected JSON a=1, got no JSON: oh no'],
  ['a value in an empty body', value('a', ['a'], 1), answer(''), 'expected JSON a=1, got no JSON: (empty body)'],
];

for (const [name, expectation, response, message] of REFUSED) {
  test(`refuses ${name}`, () => assert.equal(checkResponse(expectation, response)?.message, message));
}

test('a mismatch names its check in the same words whatever came', () => {
  const checks = [
    [header('ETag', 'a'), 'header etag'],
    [contains('a'), 'contains "a"'],
    [size(8, 9), 'size'],
    [value('a.b', ['a', 'b'], 1), 'json a.b'],
    [expecting({ body: { kind: 'text', equals: 'a' } }), 'body'],
    [expecting({ mediaType: 'text/css' }), 'media type'],
  ] as const;
  for (const [expectation, check] of checks) {
    for (const body of ['{}', '{"c":1}']) assert.equal(checkResponse(expectation, answer(body))?.check, check);
  }
});

test('no more of an answer is kept than its checks look at', () => {
  assert.equal(partChecked(expecting({})), 'none');
  assert.equal(partChecked(size(1, 2)), 'none');
  assert.equal(partChecked(expecting({ body: { kind: 'bytes', count: 1 } })), 'none');
  assert.equal(partChecked(header('ETag', null)), 'head');
  assert.equal(partChecked(expecting({ mediaType: 'text/css' })), 'head');
  assert.equal(partChecked(contains('a')), 'whole');
  assert.equal(partChecked(value('a', ['a'], 1)), 'whole');
  assert.equal(partChecked(json({})), 'whole');
});

test('an excerpt of a long body is one line of at most 80 characters', () => {
  const excerpt = bodyExcerpt(Buffer.from(`${'é\n'.repeat(300)}`));
  assert.equal([...excerpt].length, 80);
  assert.ok(excerpt.endsWith('...'));
  assert.ok(!excerpt.includes('\n'));
});

test('a body that is part of a larger buffer is compared by its own bytes', () => {
  const whole = Buffer.from('xxHello, World!xx');
  const expectation = expecting({ body: { kind: 'text', equals: 'Hello, World!' } });
  const body = new Uint8Array(whole.buffer, whole.byteOffset + 2, 13);
  assert.equal(checkResponse(expectation, { status: 200, headers: {}, body }), null);
});
