import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Expectation } from '../../src/model/scenario.js';
import { bodyExcerpt, checkResponse } from '../../src/scenario/check.js';

const ok = [{ from: 200, to: 200 }];

function expecting(parts: Partial<Expectation>): Expectation {
  return { status: ok, mediaType: null, body: null, ...parts };
}

function answer(body: string, mediaType: string | null = 'application/json', status = 200) {
  return { status, mediaType, body: Buffer.from(body) };
}

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
    'expected a body of 1 bytes, got 0: (empty body)',
  ],
  ['no JSON', json({}), answer('<html>'), 'expected JSON, got <html>'],
  ['a missing member', json({ a: null }), answer('{}'), 'expected JSON with {"a":null}, got {}'],
  ['a member of the prototype', json({ toString: {} }), answer('{}'), 'expected JSON with {"toString":{}}, got {}'],
  ['a number as text', json({ a: 1 }), answer('{"a":"1"}'), 'expected JSON with {"a":1}, got {"a":"1"}'],
  ['a longer array', json([1]), answer('[1,2]'), 'expected JSON with [1], got [1,2]'],
  ['an array for an object', json({}), answer('[]'), 'expected JSON with {}, got []'],
  ['null for an object', json({}), answer('null'), 'expected JSON with {}, got null'],
];

for (const [name, expectation, response, message] of REFUSED) {
  test(`refuses ${name}`, () => assert.equal(checkResponse(expectation, response), message));
}

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
  assert.equal(checkResponse(expectation, { status: 200, mediaType: null, body }), null);
});
