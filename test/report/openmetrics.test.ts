import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../src/model/report.js';
import { renderReport } from '../../src/report/render.js';
import { CI_CASES, RENDER_OPTIONS } from '../helpers/ci-cases.js';
import { readWithPython } from '../helpers/consumers.js';
import { checked, gateDoubted, gateFailed, gateReport } from '../helpers/gate-cases.js';
import { measured, runReport } from '../helpers/reports.js';

interface Sample {
  readonly family: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LABEL = String.raw`([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"`;
const LINE = new RegExp(String.raw`^([a-zA-Z_:][\w:]*)(?:\{(${LABEL}(?:,${LABEL})*)\})? (\S+)$`);

/** The grammar and the rules of OpenMetrics 1.0 for the kinds of metrics there are here. */
function readMetrics(text: string): Sample[] {
  assert.ok(text.endsWith('# EOF\n'), 'ends with its mark');
  const lines = text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1);
  const types = new Map<string, string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  let family = '';
  for (const line of lines) {
    const [, keyword, name = '', rest = ''] = /^# (TYPE|UNIT|HELP) (\S+) (.+)$/.exec(line) ?? [];
    if (keyword === 'TYPE') {
      assert.ok(!types.has(name), `${name} is described once`);
      // A Pushgateway refuses types that Prometheus' older text format lacks.
      assert.match(rest, /^(gauge|summary)$/);
      types.set(name, rest);
      family = name;
    } else if (keyword !== undefined) {
      assert.equal(name, family, 'what describes a family stands before its samples');
      if (keyword === 'UNIT') assert.ok(name.endsWith(`_${rest}`), `${name} ends in its unit`);
      if (keyword === 'HELP') assert.match(rest, /^(?:[^\\]|\\[\\n"])+$/);
    } else {
      samples.push(readSample(line, family, types, seen));
    }
  }
  return samples;
}

function readSample(line: string, family: string, types: ReadonlyMap<string, string>, seen: Set<string>): Sample {
  const match = LINE.exec(line);
  assert.ok(match !== null, `no sample: ${line}`);
  const [, name, labelText = ''] = match;
  assert.equal(name, family, 'samples of a family stand together');
  const pairs = [...labelText.matchAll(new RegExp(LABEL, 'g'))].map(([, label = '', text = '']): [string, string] => [
    label,
    text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character)),
  ]);
  const labels = Object.fromEntries(pairs);
  assert.equal(Object.keys(labels).length, pairs.length, 'no label twice');
  const key = `${name} ${JSON.stringify(Object.entries(labels).sort())}`;
  assert.ok(!seen.has(key), `one value: ${key}`);
  seen.add(key);
  const value = Number(match.at(-1));
  assert.ok(Number.isFinite(value));
  if (types.get(family) === 'summary') assert.ok(Number(labels.quantile) >= 0 && Number(labels.quantile) <= 1);
  return { family, labels, value };
}

const PROMETHEUS = [
  'from prometheus_client.openmetrics.parser import text_string_to_metric_families',
  'return sum(len(family.samples) for family in text_string_to_metric_families(text))',
];

function metricsOf(report: Report): Sample[] {
  return readMetrics(renderReport(report, 'openmetrics', RENDER_OPTIONS));
}

for (const [name, { report }] of Object.entries(CI_CASES)) {
  test(`${name} keeps the rules of OpenMetrics`, () => {
    const throughputs = metricsOf(report).filter(({ family }) => family === 'perfcmp_throughput_requests_per_second');
    const names = report.measurements.flatMap(({ target, throughput }) => (throughput.value === null ? [] : [target]));
    assert.deepEqual(
      throughputs.map(({ labels }) => labels.target),
      names,
    );
  });
}

test("Prometheus' own parser reads as many samples of each", (context) => {
  const texts = Object.values(CI_CASES).map(({ report }) => renderReport(report, 'openmetrics', RENDER_OPTIONS));
  const read = readWithPython('prometheus_client', PROMETHEUS, texts);
  if (read === null) return context.skip('needs python3 with prometheus-client: .ci/consumers fetches it');
  const names = Object.keys(CI_CASES);
  assert.deepEqual(
    read.map((count, index) => [names[index], count]),
    texts.map((text, index) => [names[index], `${readMetrics(text).length}`]),
  );
});

test('values have the digits that their interval justifies, three where there is none', () => {
  const rounded = (value: number, spreadPercent: number): number | undefined =>
    metricsOf(runReport({ measurements: [measured('a', 'json', value, spreadPercent)] }))[0]?.value;
  assert.equal(rounded(48_210.4, 1.6), 48_200);
  assert.equal(rounded(48_210.4, 0.5), 48_210);
  assert.equal(rounded(48_210.4, 10), 48_000);
  assert.equal(rounded(48_210.4, 0), 48_200);
  assert.equal(rounded(0.5123, 1), 0.512);
});

test('every metric that has an interval has its digits, and p90, which has none, three', () => {
  const around = (value: number) => ({ value, lower: value * 0.8, upper: value * 1.2 });
  const report = runReport({
    measurements: [
      measured('node-http', 'json', 24_310, 1, {
        estimates: {
          'latency.p50': around(2489),
          'latency.p99': around(4081),
          cpuPerRequest: around(40.7),
          'memory.peakRss': around(59.4e6),
          errorRate: { value: 0, lower: 0, upper: 0.0001 },
          startup: around(212),
        },
      }),
    ],
  });
  const values = metricsOf(report)
    .filter(({ family, labels }) => labels.target === 'node-http' && !/throughput/.test(family))
    .map(({ family, labels, value }) => [family, labels.quantile, value]);
  assert.deepEqual(values, [
    ['perfcmp_latency_seconds', '0.5', 0.0025],
    ['perfcmp_latency_seconds', '0.9', 0.00316],
    ['perfcmp_latency_seconds', '0.99', 0.0041],
    ['perfcmp_error_ratio', undefined, 0],
    ['perfcmp_cpu_seconds_per_request', undefined, 0.000041],
    ['perfcmp_memory_peak_bytes', undefined, 59_000_000],
    ['perfcmp_startup_seconds', undefined, 0.21],
  ]);
});

test('a gate is in one state, and so is each of its checks', () => {
  const states = metricsOf(gateFailed()).filter(({ family, value }) => family === 'perfcmp_gate' && value === 1);
  assert.deepEqual(
    states.map(({ labels }) => labels.perfcmp_gate),
    ['fail'],
  );
  const checks = metricsOf(gateFailed()).filter(({ family, value }) => family === 'perfcmp_gate_check' && value === 1);
  assert.deepEqual(
    checks.map(({ labels }) => [labels.metric, labels.limit, labels.perfcmp_gate_check]),
    [
      ['throughput', 'regression', 'fail'],
      ['latency.p50', 'regression', 'fail'],
      ['cpuPerRequest', 'regression', 'inconclusive'],
      ['latency.p99', 'most', 'pass'],
    ],
  );
});

test('what makes a check doubtful is a series of its own, so that those of its states stay what they were', () => {
  const doubts = metricsOf(gateDoubted()).filter(({ family }) => family === 'perfcmp_gate_doubt');
  assert.deepEqual(
    doubts.map(({ labels, value }) => [labels.target, labels.metric, labels.limit, labels.doubt, value]),
    [
      ['head', 'throughput', 'regression', 'answers-differ', 1],
      ['head', 'latency.p99', 'most', 'answers-differ', 1],
    ],
  );
});

test('two rules about the same thing do not make a series twice', () => {
  const report = gateReport('pass', 0, [checked(), checked({ limit: { kind: 'regression', margin: 0.1 } })]);
  assert.equal(metricsOf(report).filter(({ family }) => family === 'perfcmp_comparison_ratio').length, 1);
});
