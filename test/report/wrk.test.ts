import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Measurement } from '../../src/model/measurement.js';
import { renderReport } from '../../src/report/render.js';
import { wrkBinary, wrkColumn, wrkMetric, wrkTimeS, wrkTimeUs } from '../../src/report/wrk-units.js';
import { loadReport } from '../helpers/load-cases.js';
import { NO_ERRORS, NO_LATENCY } from '../helpers/reports.js';

const UNITS: readonly (readonly [format: (amount: number) => string, amount: number, expected: string])[] = [
  [wrkTimeUs, 0, '0.00us'],
  [wrkTimeUs, 849.99, '849.99us'],
  [wrkTimeUs, 850, '0.85ms'],
  [wrkTimeUs, 999_999, '1000.00ms'],
  [wrkTimeUs, 1_000_000, '1.00s'],
  [wrkTimeUs, 50_900_000, '50.90s'],
  [wrkTimeUs, 51_000_000, '0.85m'],
  [wrkTimeS, 30, '30s'],
  [wrkTimeS, 60, '1m'],
  [wrkMetric, 849, '849.00'],
  [wrkMetric, 850, '0.85k'],
  [wrkMetric, 849_999, '850.00k'],
  [wrkMetric, 850_000, '0.85M'],
  [wrkBinary, 870, '870.00'],
  [wrkBinary, 871, '0.85K'],
  [wrkBinary, 17.76 * 1024 ** 3, '17.76G'],
];
for (const [format, amount, expected] of UNITS) {
  test(`${format.name} writes ${amount} as ${expected}, as units.c does`, () => {
    assert.equal(format(amount), expected);
  });
}

test('a value keeps its decimal point in place whatever its unit is', () => {
  assert.deepEqual(
    ['12.00', '1.05s', '2.51ms'].map((text) => wrkColumn(text, 10)),
    ['   12.00  ', '    1.05s ', '    2.51ms'],
  );
});

interface Capture {
  readonly title: string;
  readonly url: string;
  readonly latency: boolean;
  readonly parts: Partial<Measurement>;
}

// What wrk 4.1.0 had measured when it printed test/golden/wrk-4.1.0-<title>.captured; -c10 -d2s.
const CAPTURES: readonly Capture[] = [
  {
    title: 'ok',
    url: 'http://127.0.0.1:4871/ok',
    latency: true,
    parts: {
      ...answered({ '200': 67_688 }, 33_806.42, 8_596_376),
      latencyUs: latency(384.12, 740.49, 20_720, 0.9647, [225, 371, 613, 2510]),
      reqPerSecSamples: { mean: 34_040, stdev: 11_680, max: 45_840, withinStdev: 0.75 },
    },
  },
  {
    title: 'slow',
    url: 'http://127.0.0.1:4871/slow',
    latency: true,
    parts: {
      ...answered({ '200': 17 }, 8.47, 2159),
      latencyUs: latency(917_350, 448_560, 1_680_000, 0.6471, [917_110, 1_260_000, 1_660_000, 1_680_000]),
      reqPerSecSamples: { mean: 13.56, stdev: 15.99, max: 50, withinStdev: 0.7778 },
    },
  },
  {
    title: 'timeout',
    url: 'http://127.0.0.1:4871/slow',
    latency: false,
    parts: {
      ...answered({ '200': 17 }, 8.4843, 2159),
      errors: { ...NO_ERRORS, timeout: 8 },
      latencyUs: latency(676_280, 172_650, 970_310, 0.7778, [1, 1, 1, 1]),
      reqPerSecSamples: { mean: 13.7, stdev: 10.76, max: 30, withinStdev: 0.7 },
    },
  },
  {
    title: 'err',
    url: 'http://127.0.0.1:4871/err',
    latency: true,
    parts: {
      ...answered({ '200': 23_322, '500': 11_662 }, 17_477.21, 4_531_000),
      errors: { ...NO_ERRORS, status: 11_662 },
      latencyUs: latency(628.48, 529.28, 8560, 0.9375, [522, 680, 970, 3110]),
      reqPerSecSamples: { mean: 17_600, stdev: 5400, max: 28_740, withinStdev: 0.65 },
    },
  },
  {
    title: 'never',
    url: 'http://127.0.0.1:4871/never',
    latency: true,
    parts: {
      ...answered({}, 0, 0),
      latencyUs: NO_LATENCY,
      reqPerSecSamples: { mean: null, stdev: null, max: null, withinStdev: null },
      loadedSeconds: 2.01,
    },
  },
];
for (const { title, url, latency: withLatency, parts } of CAPTURES) {
  test(`what wrk itself printed is reproduced to the character: ${title}`, () => {
    const captured = readFileSync(join('test', 'golden', `wrk-4.1.0-${title}.captured`), 'utf8')
      // The one intended difference: no samples are not "not a number".
      .replaceAll('-nan%', '0.00%');
    const base = loadReport(parts);
    const report = {
      ...base,
      plan: { ...base.plan, sliceMs: 2000 },
      targets: base.targets.map((target) => ({ ...target, url })),
      scenarios: base.scenarios.map((scenario) => ({ ...scenario, path: new URL(url).pathname })),
    };
    const options = { width: 80, color: false, unicode: true, latency: withLatency, storedAs: null };
    assert.equal(renderReport(report, 'wrk', options), captured);
  });
}

test('a percentile that the sample cannot support reads n/a beside a sample that has answers', () => {
  const report = loadReport({
    latencyUs: { ...latency(1000, 10, 1100, 0.7, [1000, 1010, 1020, 0]), p99: null },
    requests: { sent: 20, measured: 20, ok: 20, failed: 0, inFlightAtEnd: 0 },
  });
  const options = { width: 80, color: false, unicode: true, latency: true, storedAs: null };
  assert.match(renderReport(report, 'wrk', options), /\n {5}90% {4}1\.02ms\n {5}99% {5}n\/a\n/);
});

function latency(
  mean: number,
  stddev: number,
  max: number,
  withinStdev: number,
  [p50, p75, p90, p99]: readonly [number, number, number, number],
): Measurement['latencyUs'] {
  return { ...NO_LATENCY, mean, stddev, max, withinStdev, p50, p75, p90, p99 };
}

function answered(
  statuses: Readonly<Record<string, number>>,
  answersPerSec: number,
  bytesRead: number,
): Partial<Measurement> {
  const ok = statuses['200'] ?? 0;
  const answers = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  return {
    statuses,
    throughput: { value: answers === 0 ? 0 : (answersPerSec * ok) / answers, lower: null, upper: null, unit: 'req/s' },
    requests: { sent: answers + 10, measured: answers, ok, failed: answers - ok, inFlightAtEnd: 10 },
    bytes: { read: bytesRead, written: 0, bodyPerResponse: null },
  };
}
