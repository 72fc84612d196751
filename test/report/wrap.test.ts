import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wrapText } from '../../src/report/wrap.js';

test('a number whose digits are grouped stays on one line', () => {
  assert.deepEqual(wrapText(' ! ', 'at 12 of 1 000 000 arrivals', 14), [' ! at 12 of', '   1 000 000', '   arrivals']);
  assert.deepEqual(wrapText(' ', '(26 100/s), 404 and 200', 10), [' (26 100/s),', ' 404 and', ' 200']);
});
