import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderForecast } from '../../src/cli/forecast-text.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { Forecast } from '../../src/model/forecast.js';
import { closedProfile } from '../../src/session/profiles.js';
import { assertGolden } from './harness.js';

const { generator } = resolveRun({ positionals: [], flags: {}, file: null, env: {} });
const scenario = { method: 'GET', requests: 1, env: {} };
const load = { profile: closedProfile(generator), likelySlices: 8, likelySliceMs: 200 };
const warmup = { minMs: 2000, maxMs: 4000 };

const FORECAST: Forecast = {
  baseline: 'express',
  targets: [
    {
      name: 'express',
      title: 'Express',
      scenarios: ['json', 'io', 'wait'],
      warmups: [warmup, warmup],
      unavailable: null,
    },
    {
      name: 'POOL=4 node app.js',
      title: 'POOL=4 node app.js',
      scenarios: ['json'],
      warmups: [warmup],
      unavailable: null,
    },
    {
      name: 'java',
      title: 'Java',
      scenarios: ['json', 'io', 'wait'],
      warmups: [{ minMs: 8000, maxMs: 8000 }],
      wantedWarmupMs: 40_000,
      unavailable: null,
    },
    {
      name: 'hyperlane',
      title: 'Hyperlane',
      scenarios: ['json', 'io', 'wait'],
      warmups: [],
      unavailable: 'cargo is not on PATH',
    },
  ],
  leftOut: ['null-server'],
  scenarios: [
    {
      ...scenario,
      name: 'json',
      path: '/json',
      loads: [
        { ...load, profile: { ...load.profile, name: 'as-claimed', connections: 400, threads: 12 }, likelySlices: 44 },
        { ...load, profile: { ...load.profile, name: 'fair' } },
      ],
    },
    { ...scenario, name: 'io', path: '/io-benchmark', loads: [{ ...load, likelySlices: 3, likelySliceMs: null }] },
    {
      ...scenario,
      name: 'wait',
      path: '/a',
      requests: 3,
      loads: [load],
      env: { PERFCMP_BENCH_DELAY_US: '0', A: 'b c' },
    },
  ],
  launches: 3,
  looks: [],
  mode: 'auto',
  workers: 1,
  quick: true,
  seed: 7,
  estimatedSeconds: 100,
  mostSeconds: 151,
};

test('a forecast tells who, what, how often and how long', () => {
  const text = renderForecast(FORECAST, 100);
  assert.ok(Math.max(...text.split('\n').map((line) => line.length)) <= 100, text);
  assertGolden('forecast.txt', `${text}\n`);
});

test('a run that may end by itself is told with its looks, and one with a budget to the second', () => {
  const forecast = { ...FORECAST, launches: 12, looks: [6, 9, 12], estimatedSeconds: 300, mostSeconds: 340 };
  const text = (of: Forecast) => renderForecast(of, 200).replaceAll(/\s+/g, ' ');
  assert.match(text(forecast), /up to 12 launches, each .*; may end after 6, 9 or 12; servers/);
  assert.match(
    text(forecast),
    /At most 5m, up to 5m 40s if warm-ups take long, longer where servers are slow, and builds/,
  );
  assert.match(text({ ...forecast, mostSeconds: 300 }), /At most 5m, and builds where they are needed\./);
});

test('where no warm-up may be extended there is one time', () => {
  const text = renderForecast({ ...FORECAST, mostSeconds: FORECAST.estimatedSeconds }, 200).replaceAll(/\s+/g, ' ');
  assert.match(text, /About 1m 40s, longer where servers are slow, and builds where they are needed\./);
});

test('a gate is told with what comes on top of its time', () => {
  const gate = { ...FORECAST, launches: 12, looks: [6, 9, 12], confirmingSeconds: 90 };
  const text = renderForecast(gate, 200).replaceAll(/\s+/g, ' ');
  assert.match(
    text,
    /needed\. A loss is shown again in fresh launches, which takes up to 1m 30s more\. Nothing was built/,
  );
});
