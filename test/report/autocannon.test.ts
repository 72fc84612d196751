import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { Report } from '../../src/model/report.js';
import { renderReport } from '../../src/report/render.js';
import { readImport } from '../../src/store/import/registry.js';
import { closedResult, importReport } from '../helpers/import-cases.js';
import { importedOf, importFixture } from '../helpers/imports.js';
import { loadOk, loadUnanswered, loadWithErrors } from '../helpers/load-cases.js';
import { failedTarget, threeTargets } from '../helpers/report-cases.js';

type Figures = Readonly<Record<string, number>>;
type Result = Readonly<Record<string, unknown>> & {
  readonly latency: Figures;
  readonly requests: Figures;
  readonly throughput: Figures;
};
interface Autocannon {
  (options: object): Promise<Result>;
  printResult(result: unknown, options: object): string;
}

const OPTIONS = { width: 100, color: false, unicode: true, latency: false, storedAs: null };
const autocannon = createRequire(import.meta.url)('autocannon') as Autocannon;

/** With the bytes that a load counts by second since they are told. */
function withBytes(report: Report): Report {
  const bytesRead = 4_000_000;
  return {
    ...report,
    measurements: report.measurements.map((one) => ({
      ...one,
      series: one.series.map((point) => ({ ...point, bytesRead })),
    })),
  };
}

function resultsOf(...reports: readonly Report[]): Result[] {
  return reports.flatMap((report) =>
    renderReport(report, 'autocannon', OPTIONS)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Result),
  );
}

/** Its members with their types, as deep as they go; counts by status are of whichever statuses there were. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return value === null ? 'null' : typeof value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === 'statusCodeStats' ? 'counts' : shapeOf(member)]),
  );
}

test('a load has every member of a real result of autocannon, in its order and with its type', async () => {
  const server = createServer((_, response) => response.end('hello'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const { port } = server.address() as AddressInfo;
    const real = await autocannon({ url: `http://127.0.0.1:${port}/`, connections: 2, amount: 100, workers: 0 });
    // As its -j prints it: dates become text, what is undefined goes.
    const printed = JSON.parse(JSON.stringify(real)) as Result;
    for (const own of resultsOf(withBytes(loadOk()), withBytes(loadWithErrors()))) {
      const { workers, ...shape } = shapeOf(own) as Readonly<Record<string, unknown>>;
      assert.equal(workers, 'number');
      const { workers: _, ...expected } = shapeOf(printed) as Readonly<Record<string, unknown>>;
      assert.deepEqual(shape, expected);
      assert.deepEqual(
        Object.keys(own).filter((name) => name !== 'workers'),
        Object.keys(printed).filter((name) => name !== 'workers'),
      );
    }
    assert.deepEqual(Object.keys(statsOf(printed)), ['count']);
    assert.deepEqual(Object.keys(statsOf(resultsOf(loadOk())[0])), ['count']);
  } finally {
    server.close();
  }
});

function statsOf(result: Result | undefined): object {
  const counts = (result?.statusCodeStats ?? {}) as Readonly<Record<string, object>>;
  return counts['200'] ?? {};
}

test("autocannon's own printer prints it", () => {
  const [own] = resultsOf(withBytes(loadOk()));
  const text = autocannon.printResult(own, {
    renderStatusCodes: true,
    renderLatencyTable: true,
    outputStream: { isTTY: false },
  });
  assert.match(text, /│ Latency /);
  assert.match(text, /│ Req\/Sec /);
  assert.match(text, /│ Bytes\/Sec /);
  assert.match(text, /338k requests in [\d.]+s, 42.9 MB read/);
  assert.match(text, /200\s*│ 338064/);
  assert.doesNotMatch(text, /NaN|undefined|null/);
  const [failed] = resultsOf(loadUnanswered());
  assert.doesNotMatch(autocannon.printResult(failed, { outputStream: { isTTY: false } }), /NaN|undefined|null/);
});

test('a class of statuses that an imported result does not tell by itself is null, and no range is a code', () => {
  const rows: readonly (readonly [file: string, classes: readonly (number | null)[], non2xx: number | null])[] = [
    ['wrk.txt', [0, null, null, 0, 0], null],
    ['wrk-errors.txt', [0, null, null, null, null], null],
    ['wrk-unanswered.txt', [0, 0, 0, 0, 0], 0],
    ['ab-errors.txt', [null, 200, null, null, null], 100],
    ['k6.txt', [null, null, null, null, null], null],
  ];
  for (const [file, classes, non2xx] of rows) {
    const [own] = resultsOf(importReport({ a: importedOf(file) }));
    const told = ['1xx', '2xx', '3xx', '4xx', '5xx'].map((name) => own?.[name]);
    assert.deepEqual([told, own?.non2xx, own?.statusCodeStats], [classes, non2xx, {}], file);
  }
});

test('counts of autocannon go through perfcmp unchanged, and its own printer tells them', () => {
  const [own] = resultsOf(importReport({ a: importedOf('autocannon-errors.json') }));
  const real = JSON.parse(importFixture('autocannon-errors.json')) as Result;
  for (const name of ['1xx', '2xx', '3xx', '4xx', '5xx', 'non2xx', 'statusCodeStats']) {
    assert.deepEqual(own?.[name], real[name], name);
  }
  const text = autocannon.printResult(own, { verbose: false, outputStream: { isTTY: false } });
  assert.match(text, /^15058 2xx responses, 7530 non 2xx responses$/m);
  assert.match(text, /^23k requests in 2.04s, 3.01 MB read$/m);
});

test('latencies are milliseconds, and not whole ones', () => {
  const [own] = resultsOf(loadOk());
  assert.equal(own?.latency.average, 0.39);
  assert.equal(own?.latency.max, 20.72);
  assert.equal(own?.latency.min, 0.102);
  assert.equal(own?.latency.totalCount, 338_064);
  assert.ok((own?.latency.p50 ?? 0) > 0.2 && (own?.latency.p50 ?? 0) < 0.25);
});

test('requests are counted by second', () => {
  const [own] = resultsOf(loadOk());
  assert.equal(own?.requests.total, 338_064);
  assert.equal(own?.requests.sent, 338_074);
  assert.equal(own?.requests.max, 56_825);
  assert.equal(own?.requests.min, 12_044);
  assert.equal(own?.requests.p50, 35_021);
  assert.equal(own?.samples, 10);
});

test('perfcmp import reads it back', () => {
  const [result] = readImport(renderReport(loadOk(), 'autocannon', OPTIONS), { name: 'file', from: null });
  const [measured] = loadOk().measurements;
  assert.equal(result?.tool, 'autocannon');
  assert.equal(result?.requests.ok, measured?.requests.ok);
  assert.equal(result?.requests.sent, measured?.requests.sent);
  assert.equal(result?.bytes.read, measured?.bytes.read);
  assert.equal(result?.latencyUs.max, 20_720);
  assert.deepEqual(result?.statuses, { '200': 338_064 });
});

test('every measurement of a run is an object with a title, a line each', () => {
  const titles = resultsOf(threeTargets()).map(({ title }) => title);
  assert.equal(titles.length, threeTargets().measurements.length);
  assert.equal(new Set(titles).size, titles.length);
});

test('a target of a run that was never asked anything is left out, as zeros would look measured', () => {
  const titles = resultsOf(failedTarget()).map(({ title }) => title);
  assert.deepEqual(titles, ['node-http, json', 'express, json']);
});

test('what an imported result does not tell is null', () => {
  const [own] = resultsOf(importReport({ a: closedResult({}) }));
  assert.equal(own?.latency.p97_5, null);
  assert.equal(own?.latency.p50, null);
  assert.equal(own?.latency.max, 9);
  assert.equal(own?.requests.sent, null);
  assert.equal(own?.start, null);
  assert.equal(own?.requests.average, 1000);
});
