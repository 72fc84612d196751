import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { Report } from '../../src/model/report.js';
import { renderReport } from '../../src/report/render.js';
import { CI_CASES, RENDER_OPTIONS } from '../helpers/ci-cases.js';
import { gateFailed, gatePassed } from '../helpers/gate-cases.js';
import { bundled, measured, runReport } from '../helpers/reports.js';

// The rules of bencherdev/bencher: the schema of the format (bmf.json), names of at most 1024 bytes without space around
// that no suffix tells to ignore (bencher_valid/src/benchmark_name.rs), measures by slug of at most 64 (slug.rs).
const SLUG = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64);
const NAME = z.string().refine((name) => name === name.trim() && name !== '' && Buffer.byteLength(name) <= 1024);
const METRIC = z
  .strictObject({ value: z.number(), lower_value: z.number().optional(), upper_value: z.number().optional() })
  .refine(({ value, lower_value = value, upper_value = value }) => lower_value <= value && value <= upper_value);
const FORMAT = z.record(NAME, z.record(SLUG, METRIC));

function bencherOf(report: Report): z.infer<typeof FORMAT> {
  return FORMAT.parse(JSON.parse(renderReport(report, 'bencher', RENDER_OPTIONS)));
}

for (const [name, { report }] of Object.entries(CI_CASES)) {
  test(`Bencher takes ${name}`, () => {
    const benchmarks = Object.entries(bencherOf(report));
    assert.ok(benchmarks.every(([, measures]) => Object.keys(measures).length > 0));
    const measuredCells = report.measurements.filter(({ throughput }) => throughput.value !== null);
    assert.equal(benchmarks.length, measuredCells.length);
  });
}

test('throughput is in answers a second, latency in nanoseconds, and a ratio has its interval', () => {
  const head = bencherOf(gateFailed())['json/head'];
  assert.deepEqual(head?.throughput, { value: 20_620, lower_value: 20_269.46, upper_value: 20_970.54 });
  assert.deepEqual(head?.latency, { value: bare((60_500_000 / 20_620) * 1000) });
  assert.deepEqual(head?.['throughput-ratio'], { value: 0.848, lower_value: 0.829, upper_value: 0.868 });
});

test('what has an interval over launches has its bounds, in the unit of the value', () => {
  const estimates = {
    'latency.p50': { value: 652, lower: 640, upper: 665 },
    'latency.p99': { value: 2100, lower: null, upper: null },
    'memory.peakRss': { value: 81e6, lower: 80e6, upper: 82e6 },
  };
  const report = runReport({ measurements: [measured('head', 'json', 48_210, 1, { estimates })] });
  const head = bencherOf(report)['json/head'];
  assert.deepEqual(head?.latency, { value: 652_000, lower_value: 640_000, upper_value: 665_000 });
  assert.deepEqual(head?.['peak-memory'], { value: 81e6, lower_value: 80e6, upper_value: 82e6 });
  // Of no launch's own, so it is that of all of them together.
  assert.deepEqual(Object.keys(head?.['latency-p99'] ?? {}), ['value']);
});

test('a gate counts the checks that fail its build, so that a boundary of 0 alerts', () => {
  assert.deepEqual(bencherOf(gatePassed())['json/head']?.['failed-checks'], { value: 0 });
  assert.deepEqual(bencherOf(gateFailed())['json/head']?.['failed-checks'], { value: 1 });
  assert.equal(bencherOf(gateFailed())['json/base']?.['failed-checks'], undefined);
});

test('names that are too long are cut, and never to the same name', () => {
  const names = ['a', 'b'].map((end) => `${'é'.repeat(900)}${end}`);
  const report = runReport({
    targets: names.map((name) => bundled(name, null, 0)),
    measurements: names.map((name) => measured(name, 'json', 1000, 1)),
  });
  assert.equal(Object.keys(bencherOf(report)).length, 2);
});

function bare(value: number): number {
  return Number(value.toPrecision(9));
}
