import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { Report } from '../../src/model/report.js';
import { type PlainFormat, renderReport } from '../../src/report/render.js';
import { CI_CASES, RENDER_OPTIONS } from '../helpers/ci-cases.js';
import { gateFailed, gatePassed } from '../helpers/gate-cases.js';
import { longNames, twoInconclusive } from '../helpers/report-cases.js';

// The rules of benchmark-action/github-action-benchmark, src/extract.ts and src/write.ts: a list of entries whose members
// are coerced to text and numbers (here they must be them), not empty, and a ratio of the last value and this one.
const ENTRIES = z.array(
  z.strictObject({
    name: z.string().min(1),
    unit: z.string().min(1),
    value: z.number(),
    range: z.string().optional(),
    extra: z.string().optional(),
  }),
);

const FORMATS = ['github-benchmark-bigger', 'github-benchmark-smaller'] as const;

function entriesOf(report: Report, format: PlainFormat): z.infer<typeof ENTRIES> {
  return ENTRIES.parse(JSON.parse(renderReport(report, format, RENDER_OPTIONS)));
}

function alertRatio(format: (typeof FORMATS)[number], previous: number, current: number): number {
  if (previous === 0 && current === 0) return 1;
  return format === 'github-benchmark-bigger' ? previous / current : current / previous;
}

for (const [name, { report }] of Object.entries(CI_CASES)) {
  for (const format of FORMATS) {
    test(`github-action-benchmark takes ${name} as ${format}`, () => {
      const entries = entriesOf(report, format);
      const isAnswered = report.measurements.some(({ throughput }) => (throughput.value ?? 0) > 0);
      assert.equal(entries.length > 0, isAnswered);
      const names = entries.map((entry) => entry.name);
      assert.equal(new Set(names).size, names.length, 'a series each');
      // An entry of 0 would make the action divide by it.
      assert.deepEqual(
        entries.filter(({ value }) => !(value > 0)),
        [],
      );
    });
  }
}

test('a slower server is an alert in both directions, the same one is none', () => {
  for (const format of FORMATS) {
    const [before, after] = [gatePassed(), gateFailed()].map((report) => entriesOf(report, format));
    const ratios = (after ?? []).flatMap(({ name, value }) => {
      const previous = before?.find((entry) => entry.name === name);
      return previous === undefined || !name.startsWith('json/head/')
        ? []
        : [{ name, ratio: alertRatio(format, previous.value, value) }];
    });
    const worse = ratios.filter(({ ratio }) => ratio > 1.1).map(({ name }) => name);
    assert.deepEqual(
      worse,
      format === 'github-benchmark-bigger'
        ? ['json/head/throughput', 'json/head/throughput vs base']
        : ['json/head/latency.p50', 'json/head/latency.p99', 'json/head/cpuPerRequest'],
    );
  }
});

test('the ratio to the baseline is a series of its own, with its interval and what was said of it', () => {
  const [, , ratio] = entriesOf(twoInconclusive(), 'github-benchmark-bigger');
  assert.deepEqual(ratio, {
    name: '/api/items/after/throughput vs before',
    unit: 'ratio',
    value: 0.972,
    range: '± 2.2 %',
    extra: '0.97x [0.95, 0.99] vs before\ninconclusive\n5 launches, seed 4211, run 20261122-1031-7f3a',
  });
});

test('a server that is not ours to see has no CPU and no memory, and no 0 in their place', () => {
  const names = entriesOf(longNames(), 'github-benchmark-smaller').map(({ name }) => name);
  assert.ok(names.every((name) => !/cpu|memory/.test(name)));
});
