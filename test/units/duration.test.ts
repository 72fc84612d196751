import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDurationMs, parseDurationMs } from '../../src/units/duration.js';

test('durations are read with every suffix, and a bare number is seconds', () => {
  const rows: [string, number | null][] = [
    ['30s', 30_000],
    ['10', 10_000],
    ['1m', 60_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['100ms', 100],
    ['500us', 0.5],
    ['500µs', 0.5],
    ['0.1s', 100],
    ['.5s', 500],
    [' 3s ', 3000],
    ['0', 0],
    ['', null],
    ['abc', null],
    ['-1', null],
    ['1e3', null],
    ['10 s', null],
    ['10S', null],
    ['1d', null],
    ['1m30s', null],
  ];
  for (const [text, expected] of rows) assert.equal(parseDurationMs(text), expected, JSON.stringify(text));
});

test('durations are printed in the unit they reach', () => {
  const rows: [number, string][] = [
    [0, '0s'],
    [0.5, '500us'],
    [1, '1ms'],
    [100, '100ms'],
    [999.6, '1s'],
    [1500, '1.5s'],
    [10_000, '10s'],
    [59_990, '1m'],
    [60_000, '1m'],
    [90_000, '1m 30s'],
    [3_600_000, '1h'],
    [3_900_000, '1h 5m'],
  ];
  for (const [durationMs, expected] of rows) assert.equal(formatDurationMs(durationMs), expected, String(durationMs));
});
