import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import { judgeGate } from '../../src/analysis/judge-gate.js';
import type { Metric } from '../../src/model/comparison.js';
import type { RunEvent } from '../../src/model/events.js';
import type { Report } from '../../src/model/report.js';
import { syntheticRun } from '../helpers/events.js';
import { allowing, atMost } from '../helpers/judged-gates.js';

function report(events: readonly RunEvent[]): Report {
  return analyseRun(events, { toolVersion: '0.1.0' });
}

function compared({ comparisons }: Report, metric: Metric) {
  return comparisons.find((comparison) => comparison.metric === metric);
}

function changed(target: string, change: Partial<{ startupMs: number | null; peakRssBytes: number | null }>) {
  return (event: RunEvent): RunEvent => {
    if (event.kind !== 'target-started' && event.kind !== 'target-stopped') return event;
    return event.target === target ? ({ ...event, ...change } as RunEvent) : event;
  };
}

test('a server that takes twice as long to start and half the memory compares so, launch by launch', () => {
  const events = syntheticRun({ launches: 6 })
    .map(changed('express', { startupMs: 200, peakRssBytes: 80e6 }))
    .map(changed('fastify', { startupMs: 400, peakRssBytes: 40e6 }));
  const result = report(events);
  assert.equal(compared(result, 'startup')?.ratio.value?.toFixed(6), '0.500000');
  assert.equal(compared(result, 'startup')?.verdict, 'slower');
  assert.equal(compared(result, 'memory.peakRss')?.ratio.value?.toFixed(6), '2.000000');
  assert.equal(compared(result, 'memory.peakRss')?.launchRatios.length, 6);
  const own = result.measurements.find(({ target }) => target === 'fastify')?.estimates;
  assert.equal(own?.startup?.value?.toFixed(3), '400.000');
  assert.equal(own?.['memory.peakRss']?.value?.toFixed(0), '40000000');
});

test('launches that were not made again in another mode are none of a server', () => {
  const plain = syntheticRun({ launches: 4 }).filter(({ kind }) => kind !== 'run-finished');
  const chosen = syntheticRun({ launches: 1, restartsFrozen: true }).filter(({ kind }) => kind === 'mode-chosen');
  const frozen = syntheticRun({ launches: 2, slice: (slice) => ({ ...slice, mode: 'freeze' }) });
  const again = frozen.filter(({ kind }) => kind !== 'run-started' && kind !== 'ceiling');
  const result = report([...plain, ...chosen, ...again]);
  assert.equal(compared(result, 'startup')?.launchRatios.length, 2);
  assert.equal(compared(result, 'memory.peakRss')?.launchRatios.length, 2);
});

test('what cannot be seen of a server is not compared', () => {
  const result = report(syntheticRun().map(changed('fastify', { startupMs: null, peakRssBytes: null })));
  assert.equal(compared(result, 'startup'), undefined);
  assert.equal(compared(result, 'memory.peakRss'), undefined);
});

test('without a failure the shares of accepted answers are equal, and the error rate is known to a few in the count', () => {
  const result = report(syntheticRun({ launches: 6 }));
  const { ratio, verdict } = compared(result, 'errorRate')!;
  assert.equal(ratio.value, 1);
  assert.ok(ratio.lower! > 0.999 && ratio.lower! < 1 && ratio.upper! < 1.001, JSON.stringify(ratio));
  assert.equal(verdict, 'no-difference');
  const { estimates, requests } = result.measurements[0]!;
  assert.equal(estimates?.errorRate?.value, 0);
  assert.equal(estimates?.errorRate?.lower, 0);
  assert.ok(Math.abs(estimates.errorRate.upper! * requests.ok! - 3.69) < 0.02, `${estimates.errorRate.upper}`);
});

test('five percent of failures are five percent fewer accepted answers', () => {
  const targets = [
    { name: 'express', throughputPerSec: 6000 },
    { name: 'fastify', throughputPerSec: 6000, failedShare: 0.05 },
  ];
  const result = report(syntheticRun({ targets, launches: 6 }));
  const { ratio } = compared(result, 'errorRate')!;
  assert.ok(Math.abs(ratio.value! - 0.95) < 0.002, JSON.stringify(ratio));
  assert.ok(ratio.upper! < 0.955);
  const own = result.measurements.find(({ target }) => target === 'fastify')?.estimates?.errorRate;
  assert.ok(Math.abs(own!.value! - 0.05) < 0.002, JSON.stringify(own));
  assert.ok(own!.lower! > 0.04 && own!.upper! < 0.06);
});

test('every metric of a cell has its own value with ends in order', () => {
  const [measurement] = report(syntheticRun({ launches: 6 })).measurements;
  const estimates = Object.entries(measurement?.estimates ?? {});
  assert.deepEqual(estimates.map(([metric]) => metric).sort(), [
    ...['cpuPerRequest', 'errorRate', 'latency.p50', 'latency.p99', 'memory.peakRss', 'startup', 'throughput'],
  ]);
  for (const [metric, { value, lower, upper }] of estimates) {
    assert.ok(lower! <= value! && value! <= upper!, `${metric} ${lower} ${value} ${upper}`);
  }
  assert.ok(Math.abs(measurement!.estimates!['latency.p50']!.value! / measurement!.latencyUs.p50! - 1) < 0.02);
  assert.ok(Math.abs(measurement!.estimates!.cpuPerRequest!.value! / measurement!.server!.cpuPerRequestUs! - 1) < 0.02);
});

test('connections that are all refused fail every limit on failures', () => {
  const targets = [
    { name: 'express', throughputPerSec: 6000 },
    { name: 'fastify', throughputPerSec: 0 },
  ];
  const events = syntheticRun({ targets, launches: 6 }).map((event): RunEvent => {
    if (event.kind !== 'slice' || event.cell.target !== 'fastify') return event;
    const { recording } = event;
    return { ...event, recording: { ...recording, errors: { ...recording.errors, connect: 400 } } };
  });
  const result = report(events);
  const own = result.measurements.find(({ target }) => target === 'fastify')?.estimates?.errorRate;
  assert.equal(own?.value, 1);
  assert.ok(own.lower! > 0.99);
  const policy = { onInconclusive: 'warn', onInvalid: 'fail', confirmRegression: true } as const;
  for (const rule of [allowing('errorRate', 0.01), atMost('errorRate', 0.01)]) {
    const gate = judgeGate(result, { thresholds: [rule], policy });
    assert.deepEqual([gate.status, gate.exitCode], ['fail', 1], gate.results[0]?.message);
  }
});
