import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsLiteral } from '../../src/project/js-literal.js';

test('a literal is read again as the very same value', () => {
  const values = [
    'plain',
    "it's",
    'say "hi"',
    'both \' and "',
    'back\\slash\nline',
    [],
    {},
    [1, 'a', null, true],
    { a: 1, 'b-c': ['x'], inner: { deep: 'y' } },
    { long: Array.from({ length: 20 }, (_, index) => `number ${index}`) },
  ];
  for (const value of values) assert.deepEqual(new Function(`return ${jsLiteral(value)}`)(), value);
});

test('it is written with single quotes, bare keys, and on one line where that is short', () => {
  assert.equal(jsLiteral({ label: 'a', 'x-y': "it's" }), `{ label: 'a', 'x-y': "it's" }`);
  const long = { command: 'x'.repeat(60), other: 'y'.repeat(60) };
  assert.equal(jsLiteral(long, 2), `{\n    command: '${'x'.repeat(60)}',\n    other: '${'y'.repeat(60)}',\n  }`);
});
