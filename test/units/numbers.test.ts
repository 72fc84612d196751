import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatShare, formatShareAbove, parseShare } from '../../src/units/percent.js';
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

test('a share above a limit is never printed as one that is not', () => {
  const rows: [share: number, limit: number, text: string][] = [
    [0.24, 0.005, '24.0 %'],
    [0.0384615, 0.005, '3.8 %'],
    [0.0051, 0.005, '0.51 %'],
    [0.005004, 0.005, '0.5004 %'],
    [0.0034, 0.003, '0.34 %'],
    [0.0036, 0.003, '0.4 %'],
  ];
  for (const [share, limit, text] of rows) assert.equal(formatShareAbove(share, limit), text);
});
