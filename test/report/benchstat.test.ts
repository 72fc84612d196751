import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Report } from '../../src/model/report.js';
import { renderReport } from '../../src/report/render.js';
import { CI_CASES, RENDER_OPTIONS } from '../helpers/ci-cases.js';
import { findBenchstat } from '../helpers/consumers.js';
import { bundled, JSON_SCENARIO, measured, runReport } from '../helpers/reports.js';

/** A benchmark line as golang.org/x/perf/benchfmt understands it. */
interface BenchmarkLine {
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
}

/** The rules of benchfmt's reader.go: settings, units, benchmarks; everything else is passed over. */
function readBenchmarks(text: string): BenchmarkLine[] {
  return text.split('\n').flatMap((line): BenchmarkLine[] => {
    if (!line.startsWith('Benchmark')) {
      const isSetting = /^[^\p{Lu}\s:]+:[ \t]/u.test(line) && /^\p{Ll}/u.test(line);
      assert.ok(isSetting || /^Unit \S+( [^\s=]+=\S+)+$/.test(line) || /^#|^$/.test(line), `no line: ${line}`);
      return [];
    }
    const [name = '', iterations = '', ...fields] = line.split(/\s+/);
    assert.match(iterations, /^\d+$/);
    assert.ok(fields.length >= 2 && fields.length % 2 === 0, `values in pairs: ${line}`);
    const pairs = fields.flatMap((field, at) => (at % 2 === 1 ? [[field, Number(fields[at - 1])] as const] : []));
    assert.equal(new Set(pairs.map(([unit]) => unit)).size, pairs.length);
    assert.ok(pairs.every(([, value]) => Number.isFinite(value)));
    return [{ name, values: Object.fromEntries(pairs) }];
  });
}

for (const [name, { report }] of Object.entries(CI_CASES)) {
  test(`benchstat's reader understands ${name}`, () => {
    const lines = readBenchmarks(renderReport(report, 'benchstat', RENDER_OPTIONS));
    const answered = report.measurements.filter(({ throughput }) => (throughput.value ?? 0) > 0);
    assert.ok(lines.length >= answered.length);
    for (const line of lines) {
      // Go's own rule for names, then sub-benchmarks as key=value, then the number of processors.
      assert.match(line.name, /^Benchmark[^\p{Ll}\s/][^\s/]*(\/profile=[^\s/]+)?\/target=[^\s/]+-\d+$/u);
    }
    const names = new Set(lines.map((line) => line.name));
    assert.equal(names.size, answered.length, 'a name each');
  });

  test(`benchstat itself reads ${name} without a complaint`, (context) => {
    const output = benchstat(renderReport(report, 'benchstat', RENDER_OPTIONS), ['-col', '/target']);
    if (output === null) return context.skip('needs benchstat: .ci/consumers fetches it where Go is');
    assert.equal(output.status, 0, output.stderr);
    // Its only other words are those about too few samples.
    assert.doesNotMatch(output.stderr, /missing|parsing|syntax|incompatible/i);
    if (report.measurements.some(({ throughput }) => throughput.value !== null)) assert.match(output.stdout, /req\/s/);
  });
}

test('a line for each launch, with the rate in the two forms that Go knows', () => {
  const [first] = launches([1000, 2000]);
  assert.deepEqual(first?.values, { 'ns/op': 1e6, 'req/s': 1000, 'p50-ns': 9e6, 'p99-ns': 2e7, 'cpu-ns/op': 41_000 });
  assert.deepEqual(
    launches([1000, 2000]).map(({ values }) => values['req/s']),
    [1000, 2000],
  );
});

test('names that differ only in what Go has no place for stay apart, and none ends in a number of its own', () => {
  const names = ['node 18', 'node/18', 'node-18'];
  const report = runReport({
    targets: names.map((name) => bundled(name, null, 0)),
    measurements: names.map((name) => measured(name, 'json', 1000, 1)),
  });
  const found = readBenchmarks(renderReport(report, 'benchstat', RENDER_OPTIONS)).map(({ name }) => name);
  assert.deepEqual(found, [
    'BenchmarkJson/target=node_18-2',
    'BenchmarkJson/target=node_18_2-2',
    'BenchmarkJson/target=node-18-2',
  ]);
});

test('benchstat finds the difference between two targets of six launches', (context) => {
  const rates = [1000, 1010, 990, 1005, 995, 1001];
  const report = twoTargets(
    rates,
    rates.map((rate) => rate * 0.8),
  );
  const output = benchstat(renderReport(report, 'benchstat', RENDER_OPTIONS), ['-col', '/target']);
  if (output === null) return context.skip('needs benchstat: .ci/consumers fetches it where Go is');
  assert.match(output.stdout, /-20\.00% \(p=0\.002 n=6\)/);
  assert.match(output.stdout, /sec\/op/);
});

function benchstat(
  text: string,
  args: readonly string[],
): { status: number | null; stdout: string; stderr: string } | null {
  const program = findBenchstat();
  if (program === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-benchstat-'));
  try {
    writeFileSync(join(folder, 'report.txt'), text);
    return spawnSync(program, [...args, 'report.txt'], { cwd: folder, encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function launches(rates: readonly number[]): BenchmarkLine[] {
  return readBenchmarks(renderReport(twoTargets(rates, []), 'benchstat', RENDER_OPTIONS));
}

function twoTargets(...rates: readonly (readonly number[])[]): Report {
  const some = rates.filter((list) => list.length > 0);
  return runReport({
    scenarios: [JSON_SCENARIO],
    targets: some.map((_, at) => bundled(`t${at}`, null, 0)),
    measurements: some.map((list, at) =>
      measured(`t${at}`, 'json', 1000, 1, {
        launches: list.map((throughput, launch) => ({
          ...{ launch: launch + 1, throughput, p50Us: 9e6 / throughput, p99Us: 2e7 / throughput },
          ...{ cpuPerRequestUs: 41, steady: true },
        })),
      }),
    ),
  });
}
