import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationValue, outputValues, shareValue, statusValue } from '../../../src/config/printed/user-values.js';
import { ANY_STATUS } from '../../../src/model/scenario.js';
import { parseDurationMs } from '../../../src/units/duration.js';
import { parseShare } from '../../../src/units/percent.js';

test('a span is written so that the very same is read again, in the unit that people would take', () => {
  const rows: [number, string][] = [
    [0, '0s'],
    [0.5, '500us'],
    [1, '1ms'],
    [1.5, '1.5ms'],
    [250, '250ms'],
    [1500, '1.5s'],
    [2000, '2s'],
    [1234, '1234ms'],
    [60_000, '1m'],
    [90_000, '90s'],
    [5_400_000, '90m'],
    [7_200_000, '2h'],
  ];
  for (const [ms, text] of rows) assert.deepEqual([durationValue(ms), parseDurationMs(text)], [text, ms]);
});

test('a share is written exactly', () => {
  for (const share of [0.02, 0.07, 0.125, 0.001, 0.29]) assert.equal(parseShare(shareValue(share)), share);
  assert.deepEqual([shareValue(0.07), shareValue(0.125)], ['7%', '12.5%']);
});

test('files are named with their format only where the name does not tell it', () => {
  const files = [{ format: 'json', path: 'a.json' } as const, { format: 'csv', path: 'b.json' } as const];
  assert.deepEqual(outputValues({ format: 'text', files, quiet: true }), {
    format: 'text',
    output: ['a.json', 'csv=b.json'],
    quiet: true,
  });
  assert.equal(outputValues({ format: 'text', files: [], quiet: false }).output, undefined);
});

test('status codes are written as ranges', () => {
  assert.equal(
    statusValue([
      { from: 200, to: 399 },
      { from: 404, to: 404 },
    ]),
    '200-399,404',
  );
  assert.equal(statusValue(ANY_STATUS), 'any');
});
