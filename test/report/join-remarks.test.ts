import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinRemarks, type Remark } from '../../src/report/join-remarks.js';

function remark(target: string | null, message: string, parts: Partial<Remark> = {}): Remark {
  return { level: 'note', kind: 'x', target, message, ...parts };
}

function joined(...remarks: readonly Remark[]): string[] {
  return joinRemarks(remarks).map(({ level, text }) => `${level} ${text}`);
}

test('remarks that differ in their target alone are one, and what is said twice is said once', () => {
  assert.deepEqual(joined(remark('a', 'stalls'), remark('b', 'stalls'), remark('a', 'stalls')), ['note a, b: stalls']);
  assert.deepEqual(joined(remark(null, 'busy'), remark(null, 'busy')), ['note busy']);
  assert.deepEqual(joined(remark(null, '1 of 2'), remark(null, '2 of 2')), ['note 1 of 2', 'note 2 of 2']);
});

test('numbers that differ stand in the order of the targets, many from least to most', () => {
  const seen = (target: string, percent: string, of: string): Remark =>
    remark(target, `rose by ${percent} % in ${of} slices`);
  assert.deepEqual(joined(seen('a', '3.2', '1 200'), seen('b', '11', '1 200')), [
    'note a, b: rose by 3.2 / 11 % in 1 200 slices',
  ]);
  const four = [seen('a', '11', '900'), seen('b', '3.2', '1 200'), seen('c', '4', '900'), seen('d', '4', '900')];
  assert.deepEqual(joined(...four), ['note a, b, c, d: rose by 3.2 to 11 % in 900 to 1 200 slices']);
});

test('other words, another kind or another level stay apart, each at the place of its first', () => {
  const rows = [
    remark('a', 'one'),
    remark('b', 'two'),
    remark('c', 'one', { level: 'warn' }),
    remark('d', 'one', { kind: 'y' }),
    remark(null, 'one'),
    remark('e', 'one'),
  ];
  assert.deepEqual(joined(...rows), ['note a, e: one', 'note b: two', 'warn c: one', 'note d: one', 'note one']);
});
