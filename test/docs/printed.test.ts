import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byShape, exactly, LEFT_OUT, notPrinted } from './printed.js';

test('what is shown is missed where it is not printed at its place, and only then', () => {
  const printed = ['one', 'two', 'three', 'four'];
  const missed = (...shown: string[]): readonly string[] | null => notPrinted({ shown, printed });
  for (const shown of [printed, [LEFT_OUT, 'two', LEFT_OUT], ['one', LEFT_OUT, 'three', 'four'], [LEFT_OUT]]) {
    assert.equal(missed(...shown), null, shown.join());
  }
  assert.deepEqual(missed('one', 'two'), ['one', 'two']);
  assert.deepEqual(missed(...printed, 'five'), [...printed, 'five']);
  assert.deepEqual(missed('two', LEFT_OUT), ['two']);
  assert.deepEqual(missed('one', LEFT_OUT, 'three', 'two'), ['three', 'two']);
  assert.deepEqual(missed(LEFT_OUT, 'three', LEFT_OUT, 'two', LEFT_OUT), ['two']);
});

test('dates and ids of runs are no difference, another word is one', () => {
  const exact = (line: string): readonly string[] => exactly({ shown: [], printed: [line] }).printed;
  assert.deepEqual(exact('< date: Mon, 23 Nov 2026 07:11:28 GMT'), exact('< date: Tue, 24 Nov 2026 07:11:28 GMT'));
  assert.deepEqual(exact(' stored as 20261126-0725-c8c6; perfcmp'), exact(' stored as 20261127-0000-0000; perfcmp'));
  assert.notDeepEqual(exact('12 ms'), exact('13 ms'));
});

const LOADED = [
  ' throughput    22 400 requests/sec, 4.1 MB/s read',
  ' latency       p50 279us, p99 3.96ms, p999 20.9ms',
  ' responses     100 with status 404',
  '',
  ' distribution  10us to 30us       1  0.0009 %  ▏',
  '               30us to 100us     75    99.9 %  ████',
  '',
  ' ! the server was busy',
];

test('a shape forgets numbers, drawings that did not come about, and remarks of a moment', () => {
  const other = [
    ' throughput    97.0 requests/sec, 12 kB/s read',
    ' latency       p50 1.02s, p99 3.96s, p999 20s',
    ' responses     12 000 with status 404',
    '',
    ' ! the server was busy',
    ' ! another process used',
    '   0.4 cores',
  ];
  const { shown, printed } = byShape({ shown: LOADED, printed: other }, false);
  assert.deepEqual(printed, shown);
  assert.equal(shown[0], 'throughput N requests/sec, N/s read');
});

test('a shape keeps words, statuses and the order', () => {
  for (const [from, to] of [
    ['requests/sec', 'requests/s'],
    ['status 404', 'status 200'],
    ['p99', 'p98'],
    [', p999 20.9ms', ''],
    ['10us to 30us', '10us and 30us'],
    ['the server was busy', 'the server was idle'],
    ['p50 279us, p99 3.96ms', 'p99 3.96ms, p50 279us'],
  ] as const) {
    const { shown, printed } = byShape({ shown: LOADED, printed: LOADED.map((line) => line.replace(from, to)) }, false);
    assert.notDeepEqual(printed, shown, from);
  }
});

test('a shortened load may lack what only many answers show', () => {
  const fewer = LOADED.flatMap((line) => {
    const rest = line.replace(', p99 3.96ms, p999 20.9ms', '');
    return rest === line ? line : [rest, '               p99, p999 n/a: 785 answers are too few for them'];
  });
  const { shown, printed } = byShape({ shown: LOADED, printed: fewer }, true);
  assert.deepEqual(printed, shown);
});
