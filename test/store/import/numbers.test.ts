import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binaryBytes, goDurationUs, plainNumber, siBytes, siCount, timeUs } from '../../../src/store/import/numbers.js';

test('times are microseconds, whatever their unit', () => {
  const rows: [string, number | null][] = [
    ['635.91us', 635.91],
    ['0.89ms', 890],
    ['1.05s', 1_050_000],
    ['2.00m', 120_000_000],
    ['1.00h', 3_600_000_000],
    ['12ns', 0.012],
    ['0.0123 secs', 12_300],
    ['302µs', 302],
    ['-nan', null],
    ['n/a', null],
    ['12', null],
    ['', null],
    ['-5us', null],
  ];
  for (const [text, us] of rows) assert.equal(timeUs(text), us, text);
});

test("Go's durations have several parts", () => {
  const rows: [string, number | null][] = [
    ['1m2.5s', 62_500_000],
    ['1h0m0s', 3_600_000_000],
    ['302.3µs', 302.3],
    ['302.3μs', 302.3],
    ['1.5ms', 1500],
    ['0s', 0],
    ['10', null],
    ['1m 2s', null],
    ['1mx', null],
  ];
  for (const [text, us] of rows) assert.equal(goDurationUs(text), us, text);
});

test('wrk counts in thousands, bytes in units of 1024, and k6 bytes in thousands', () => {
  assert.equal(siCount('56.20k'), 56_200);
  assert.equal(siCount('0.00'), 0);
  assert.equal(binaryBytes('8.20MB'), 8_598_323.2);
  assert.equal(binaryBytes('606.33M'), 635_783_086.08);
  assert.equal(binaryBytes('1.05KB'), 1075.2);
  assert.equal(binaryBytes('0.00B'), 0);
  assert.equal(siBytes('163 kB'), 163_000);
  assert.equal(siBytes('9 B'), 9);
  assert.equal(siBytes('163'), null);
});

test('what is no number is null, and so is what is too large for one', () => {
  assert.equal(plainNumber('12.5'), 12.5);
  assert.equal(plainNumber('1e-05'), 0.00001);
  assert.equal(plainNumber('1e999'), null);
  assert.equal(plainNumber('twelve'), null);
});
