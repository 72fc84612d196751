import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatShare, parseShare } from '../../src/units/percent.js';
import { formatCount, parseCount } from '../../src/units/rate.js';

test('counts are read with SI suffixes in either case', () => {
  const rows: [string, number | null][] = [
    ['250', 250],
    ['10k', 10_000],
    ['10K', 10_000],
    ['1.1k', 1100],
    ['1.5M', 1_500_000],
    ['2G', 2e9],
    ['0', 0],
    ['', null],
    ['k', null],
    ['-1', null],
    ['10 k', null],
    ['1e3', null],
    ['ten', null],
  ];
  for (const [text, expected] of rows) assert.equal(parseCount(text), expected, JSON.stringify(text));
});

test('whole numbers are printed in groups of three', () => {
  const rows: [number, string][] = [
    [0, '0'],
    [950, '950'],
    [999.7, '1 000'],
    [24_310, '24 310'],
    [3e9, '3 000 000 000'],
  ];
  for (const [value, expected] of rows) assert.equal(formatCount(value), expected, String(value));
});

test('shares are read with and without a percent sign', () => {
  const rows: [string, number | null][] = [
    ['5%', 0.05],
    ['2.5 %', 0.025],
    ['0.05', 0.05],
    ['.1', 0.1],
    ['7%', 0.07],
    ['-5%', null],
    ['five', null],
    ['', null],
  ];
  for (const [text, expected] of rows) assert.equal(parseShare(text), expected, JSON.stringify(text));
  assert.equal(formatShare(0.05), '5 %');
  assert.equal(formatShare(0.025), '2.5 %');
});
