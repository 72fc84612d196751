import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJsonPath, valueAt } from '../../src/scenario/json-path.js';

const PATHS: readonly [string, readonly (string | number)[]][] = [
  ['id', ['id']],
  ['user.name', ['user', 'name']],
  ['user.roles[0]', ['user', 'roles', 0]],
  ['[2]', [2]],
  ['[0][1].a', [0, 1, 'a']],
  ['$', []],
  ['$.a', ['a']],
  ['$[3]', [3]],
  ['$ref', ['$ref']],
  ['a-b.c_d.é', ['a-b', 'c_d', 'é']],
  ['["a.b"]', ['a.b']],
  ["['a=b']", ['a=b']],
  ['a["say \\"hi\\""].c', ['a', 'say "hi"', 'c']],
  ['a["\\u00e9"]', ['a', 'é']],
  ['a["0"]', ['a', '0']],
];

for (const [text, steps] of PATHS) {
  test(`the path ${text} is read to its end`, () => {
    assert.deepEqual(parseJsonPath(text), { steps, length: text.length });
    assert.deepEqual(parseJsonPath(`${text}=1`), { steps, length: text.length });
  });
}

test('a text that begins with no path is none', () => {
  for (const text of ['', '=1', '.', '.a', '[]', '[-1]', '[a]', '[1', '["a', '["\\x"]', ' a']) {
    assert.equal(parseJsonPath(text), null, text);
  }
});

test('a path ends where it makes no sense any more', () => {
  assert.equal(parseJsonPath('a..b')?.length, 1);
  assert.equal(parseJsonPath('a[x]')?.length, 1);
  assert.equal(parseJsonPath('a b')?.length, 1);
});

test('what a document does not have is undefined, what it has as null is null', () => {
  const document: unknown = JSON.parse('{"a":[{"b":null}],"__proto__":1}');
  assert.equal(valueAt(document, ['a', 0, 'b']), null);
  assert.equal(valueAt(document, ['__proto__']), 1);
  for (const steps of [['b'], ['a', 1], ['a', '0'], ['a', 0, 'b', 'c'], ['toString'], ['a', 'length']]) {
    assert.equal(valueAt(document, steps), undefined, steps.join('.'));
  }
});
