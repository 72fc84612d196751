import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeExpectation } from '../../src/model/describe-expectation.js';
import { SUCCESS_STATUSES } from '../../src/model/scenario.js';

test('what must come back is said in words', () => {
  const ok = [{ from: 200, to: 200 }];
  const rows = [
    [{ status: ok, body: { kind: 'text', equals: 'Grüße' }, mediaType: null }, '200, 7 bytes'],
    [{ status: ok, body: { kind: 'bytes', count: 1 }, mediaType: null }, '200, 1 byte'],
    [{ status: SUCCESS_STATUSES, body: null, mediaType: null }, '2xx or 3xx'],
    [{ status: ok, body: null, mediaType: 'text/html' }, '200, text/html'],
    [{ status: ok, body: { kind: 'json', contains: Array(30).fill(0) }, mediaType: null }, '200, JSON list of 30'],
    [
      {
        status: [
          { from: 200, to: 204 },
          { from: 404, to: 404 },
        ],
        body: null,
        mediaType: null,
      },
      '200-204 or 404',
    ],
    [
      { status: ok, body: { kind: 'json', contains: { message: 'Hello' } }, mediaType: 'application/json' },
      '200, JSON {"message":"Hello"}',
    ],
    [
      { status: ok, body: { kind: 'json', contains: { id: 1, name: 'x'.repeat(50) } }, mediaType: null },
      '200, JSON with id, name',
    ],
  ] as const;
  for (const [expectation, words] of rows) assert.equal(describeExpectation(expectation), words);
});
