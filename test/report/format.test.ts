import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatBytes,
  formatCpu,
  formatLatency,
  formatMargin,
  formatPercent,
  formatPerSec,
  formatSeconds,
  shorten,
} from '../../src/report/format.js';
import { formatRatio } from '../../src/report/verdict.js';
import { wrapSegments, wrapText } from '../../src/report/wrap.js';
import { formatCount } from '../../src/units/rate.js';
import { plural, printable } from '../../src/units/words.js';

const TABLE: readonly (readonly [got: string, expected: string])[] = [
  [formatCount(0), '0'],
  [formatCount(999), '999'],
  [formatCount(6214), '6 214'],
  [formatCount(1_234_567), '1 234 567'],
  [formatPerSec(null), '-'],
  [formatPerSec(8.47), '8.47'],
  [formatPerSec(42.04), '42.0'],
  [formatPerSec(99.96), '100'],
  [formatPerSec(24_310.4), '24 310'],
  [formatLatency(null), '-'],
  [formatLatency(9.2), '9.20us'],
  [formatLatency(160.4), '160us'],
  [formatLatency(999.6), '1.00ms'],
  [formatLatency(2510), '2.51ms'],
  [formatLatency(10_340), '10.3ms'],
  [formatLatency(999_600), '1.00s'],
  [formatLatency(61_000_000), '61.0s'],
  [formatCpu(8.44), '8.4 us'],
  [formatCpu(160.4), '160 us'],
  [formatCpu(1240), '1.2 ms'],
  [formatBytes(5), '5 B'],
  [formatBytes(59_400_000), '59 MB'],
  [formatBytes(8_200_000_000), '8.2 GB'],
  [formatSeconds(0.25), '250 ms'],
  [formatSeconds(9.84), '9.8 s'],
  [formatSeconds(125), '2 min 05 s'],
  [formatPercent(0), '0 %'],
  [formatPercent(0.0004), '0.04 %'],
  [formatPercent(0.0183), '1.8 %'],
  [formatPercent(0.121), '12 %'],
  [formatMargin(0.02), '2 %'],
  [formatMargin(0.025), '2.5 %'],
  [formatMargin(0.1), '10 %'],
  [plural(1, 'launch'), '1 launch'],
  [plural(5, 'launch'), '5 launches'],
  [plural(2, 'target'), '2 targets'],
  [formatRatio({ value: null, lower: null, upper: null }), 'n/a'],
  [formatRatio({ value: 3.912, lower: null, upper: null }), '3.91x'],
  [formatRatio({ value: 3.912, lower: 3.801, upper: 4.021 }), '3.91x [3.80, 4.02]'],
  [formatRatio({ value: 0.9971, lower: 0.9932, upper: 1.0012 }), '0.997x [0.993, 1.001]'],
  [formatRatio({ value: 12.34, lower: 11.9, upper: 12.8 }), '12.3x [11.9, 12.8]'],
  [formatRatio({ value: 0.0412, lower: 0.0398, upper: 0.043 }), '0.041x [0.040, 0.043]'],
  [formatRatio({ value: 0, lower: 0, upper: 0 }), '0.000x [0.000, 0.000]'],
  [shorten('http://127.0.0.1:3000/a/long/path/items', 20), 'http://12..ath/items'],
  [printable('line\nbreak \u001b[31mred\u0007'), 'line break ?[31mred?'],
];
for (const [got, expected] of TABLE) {
  test(`a value is written as ${JSON.stringify(expected)}`, () => {
    assert.equal(got, expected);
  });
}

test('segments fill lines and are never broken', () => {
  assert.deepEqual(wrapSegments(['one two', 'three', 'four five six'], 15), ['one two   three', 'four five six']);
  assert.deepEqual(wrapSegments([], 15), []);
});

test('text breaks between words and hangs by its lead and its own indent', () => {
  assert.deepEqual(wrapText(' ! ', 'aa bb cc dd', 8), [' ! aa bb', '   cc dd']);
  assert.deepEqual(wrapText(' ', '  aa bb', 6), ['   aa', '   bb']);
  assert.deepEqual(wrapText(' ! ', 'unbreakable', 8), [' ! unbreakable']);
});
