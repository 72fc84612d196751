import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceOf } from '../../../src/store/import/source.js';

test('text is text, without the colours of a terminal and marks of a byte order', () => {
  const source = sourceOf('\uFEFF\u001b[1mSummary:\u001b[0m\r\n  Total: 1\r\n');
  assert.equal(source.text, 'Summary:\n  Total: 1\n');
  assert.deepEqual([source.documents, source.damage, source.has('Total')], [[], null, false]);
});

test('JSON may stand behind lines that a tool prints before it', () => {
  const source = sourceOf(
    'Bombarding http://127.0.0.1/ for 1s\n[=====] 100%\nDone!\n{"spec":{"url":"x"},\n"result":{}}\n',
  );
  assert.deepEqual(source.documents, [{ spec: { url: 'x' }, result: {} }]);
  assert.deepEqual([source.has('spec'), source.has('url')], [true, false]);
});

test('an object a line is as many documents', () => {
  assert.deepEqual(sourceOf('{"a":1}\n\n{"a":2}\n').documents, [{ a: 1 }, { a: 2 }]);
});

test('damaged JSON has no documents, but still tells its members', () => {
  for (const content of ['{"latency": {"p50": ', '{"latency":1}\n{"latency":x}\n', '{"latency":1} trailing']) {
    const source = sourceOf(content);
    assert.deepEqual(source.documents, [], content);
    assert.notEqual(source.damage, null);
    assert.equal(source.has('latency'), true);
  }
});
