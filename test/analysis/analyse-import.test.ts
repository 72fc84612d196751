import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { analyseImport } from '../../src/analysis/analyse-import.js';
import type { Report } from '../../src/model/report.js';
import { sectionsOf } from '../../src/report/row.js';
import { closedResult, importReport, openResult } from '../helpers/import-cases.js';

test('single runs get no ranks and no intervals, and the first warning says why', () => {
  const report = importReport({
    slow: closedResult({ perSec: 900 }),
    fast: closedResult({ perSec: 1100 }),
    untold: closedResult({ perSec: null }),
  });
  assert.deepEqual(report.rankings, []);
  assert.deepEqual(report.comparisons, []);
  for (const { throughput } of report.measurements) {
    assert.deepEqual([throughput.lower, throughput.upper], [null, null]);
  }
  assert.equal(report.warnings[0]?.code, 'imported');
  assert.equal(report.warnings[0]?.level, 'warn');
});

test('a machine that nobody knows is not told', () => {
  const report = importReport({ a: closedResult({}) });
  assert.equal(report.environment, null);
  const [measurement] = report.measurements;
  assert.deepEqual(measurement?.generator, { engine: 'wrk', threads: 1, cpuSeconds: null, busy: null });
  assert.deepEqual(measurement?.imported?.file, 'a.txt');
});

test('who was asked another path has a table of its own, and whoever does not say what joins the only one', () => {
  const names = (report: Report): string[] => report.measurements.map(({ scenario }) => scenario);
  const one = importReport({ a: closedResult({}), b: closedResult({ url: null }) });
  assert.deepEqual(names(one), ['/items', '/items']);
  const several = importReport({
    a: closedResult({}),
    b: closedResult({ url: 'http://127.0.0.1:3000/other?x=1' }),
    c: closedResult({ url: null }),
  });
  assert.deepEqual(names(several), ['/items', '/other?x=1', 'imported']);
  assert.deepEqual(
    several.scenarios.map(({ name, path, profiles }) => [name, path, profiles]),
    [
      ['/items', '/items', ['closed']],
      ['/other?x=1', '/other?x=1', ['closed']],
      ['imported', '', ['closed']],
    ],
  );
});

test('tables put closed loops in order by throughput, and open ones by p99 where all were sent one rate', () => {
  const orderOf = (report: Report): (readonly string[])[] =>
    sectionsOf(report).map(({ rows }) => rows.map(({ target }) => target.name));
  const closed = {
    slow: closedResult({ perSec: 900 }),
    untold: closedResult({ perSec: null }),
    fast: closedResult({}),
  };
  assert.deepEqual(orderOf(importReport(closed)), [['fast', 'slow', 'untold']]);
  const near = { a: openResult({ perSec: 500, p99: 9000 }), b: openResult({ perSec: 500.4, p99: 4000 }) };
  assert.deepEqual(orderOf(importReport(near)), [['b', 'a']]);
  assert.ok(!importReport(near).warnings.some(({ code }) => code === 'imported-differ'));
  const far = importReport({ a: openResult({ perSec: 500, p99: 9000 }), b: openResult({ perSec: 900, p99: 4000 }) });
  assert.deepEqual(orderOf(far), [['a', 'b']]);
  assert.ok(far.warnings.some(({ code, message }) => code === 'imported-differ' && /a 500, b 900/.test(message)));
});

test('a path whose results were sent one rate has it, whatever those of others were sent', () => {
  const other = { ...openResult({ perSec: 900, p99: 1 }), url: 'http://127.0.0.1:3000/other' };
  const report = importReport({ a: openResult({ perSec: 500, p99: 1 }), b: other });
  assert.equal(report.profiles[0]?.ratePerSec, null);
  assert.deepEqual(
    sectionsOf(report).map(({ profile }) => profile.ratePerSec),
    [500, 900],
  );
});

test('profiles tell what their results have in common', () => {
  const { profiles } = importReport({
    a: closedResult({ connections: 64 }),
    b: closedResult({ connections: 64 }),
    c: openResult({ perSec: 500, p99: 1 }),
  });
  assert.deepEqual(profiles, [
    { name: 'closed', kind: 'closed', connections: 64, pipelining: null, ratePerSec: null },
    { name: 'open', kind: 'open', connections: null, pipelining: null, ratePerSec: 500 },
  ]);
  const mixed = importReport({ a: closedResult({ connections: 64 }), b: closedResult({ connections: 10 }) });
  assert.equal(mixed.profiles[0]?.connections, null);
  assert.match(mixed.warnings.map(({ message }) => message).join('\n'), /loaded differently: connections: a 64, b 10/);
});

test('where every latency is known they are summarised as those that perfcmp measures', () => {
  const latenciesNs = Array.from({ length: 2000 }, (_, at) => (at + 1) * 1000);
  const report = importReport({ a: openResult({ perSec: 500, p99: 1, latenciesNs }) });
  const [measurement] = report.measurements;
  assert.equal(measurement?.latencyUs.min, 1);
  assert.equal(measurement?.latencyUs.max, 2000);
  assert.equal(measurement?.latencyUs.mean, 1000.5);
  assert.ok(Math.abs((measurement?.latencyUs.p99 ?? 0) - 1980) <= 2);
  // Too few lie beyond it.
  assert.equal(measurement?.latencyUs.p999, null);
  assert.match(measurement?.histograms.latency ?? '', /^HISTF/);
});

test('failures are told beside the number that they spoil', () => {
  const codes = (report: ReturnType<typeof analyseImport>): string[] => report.warnings.map(({ code }) => code);
  assert.ok(codes(importReport({ a: closedResult({ failed: 3 }) })).includes('errors'));
  assert.ok(codes(importReport({ a: closedResult({ failed: 3, ok: 0 }) })).includes('answers-failed'));
  assert.ok(!codes(importReport({ a: closedResult({}) })).includes('errors'));
});

test('notes of a tool are told once for all of its results', () => {
  const report = importReport({ a: closedResult({ notes: ['odd'] }), b: closedResult({ notes: ['odd'] }) });
  const notes = report.warnings.filter(({ code }) => code === 'imported-note');
  assert.deepEqual(
    notes.map(({ target, message, level }) => [target, message, level]),
    [
      ['a', 'odd', 'note'],
      ['b', 'odd', 'note'],
    ],
  );
});
