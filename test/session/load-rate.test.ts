import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadFlags } from '../../src/config/flags.js';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { runLoad } from '../../src/session/load.js';
import { answerText, RawServer, type RawServerOptions } from '../helpers/hostile-servers.js';
import { until } from '../helpers/until.js';
import { quietIo } from './io.js';

async function loaded(flags: LoadFlags, script: RawServerOptions, changes: Parameters<typeof quietIo>[0] = {}) {
  const server = await RawServer.start(script);
  try {
    const url = `http://127.0.0.1:${server.port}/`;
    const { report, exitCode } = await runLoad(
      resolveLoad({ positionals: [url], flags, file: null, env: {} }),
      quietIo(changes),
    );
    const [measurement] = report.measurements;
    assert.ok(measurement !== undefined);
    return { server, report, measurement, exitCode };
  } finally {
    await server.close();
  }
}

const ok: RawServerOptions = { onRequest: (request) => request.answer(answerText('ok')) };
const never: RawServerOptions = { onRequest: () => {} };

test('a rate sends exactly so many requests within its time, over several threads', async () => {
  for (const threads of ['1', '2']) {
    const { measurement, report } = await loaded({ rate: '300', duration: '200ms', threads, connections: '20' }, ok);
    const { arrivals } = measurement;
    assert.ok(arrivals !== undefined);
    assert.equal(arrivals.due, 60);
    assert.equal(measurement.requests.measured, 60 - arrivals.unsent);
    assert.ok(arrivals.pacingUs.max !== null);
    assert.deepEqual(report.profiles[0]?.ratePerSec, 300);
    assert.equal(measurement.littlesLaw, null);
    assert.ok(measurement.serviceTimeUs.p50! <= measurement.latencyUs.p50! * 1.001);
  }
});

test('a rate with a number of requests sends exactly that number after its warm-up', async () => {
  const flags = { rate: '400', requests: '61', warmup: '100ms', threads: '2' };
  const { measurement, server, exitCode } = await loaded(flags, ok);
  assert.deepEqual(measurement.requests, { sent: 61, measured: 61, ok: 61, failed: 0, inFlightAtEnd: 0 });
  assert.equal(measurement.arrivals?.due, 61);
  assert.ok(server.requests > 61, `${server.requests} requests in all`);
  assert.equal(exitCode, 0);
});

test('stages set the time, and a break sends nothing', async () => {
  const { measurement, report } = await loaded({ stages: '100@100ms,0@100ms,100:300@100ms' }, ok);
  assert.equal(report.plan.sliceMs, 300);
  assert.equal(measurement.arrivals?.due, 10 + 0 + 20);
});

test('what a server that never answers was asked, and that it did not keep up, is said within its time', async () => {
  const flags = { rate: '1k', duration: '300ms', timeout: '200ms', connections: '2' };
  const { measurement, report, exitCode } = await loaded(flags, never);
  assert.equal(exitCode, 5);
  assert.equal(measurement.throughput.value, 0);
  assert.equal(measurement.arrivals?.due, 300);
  const codes = report.warnings.map(({ code }) => code);
  for (const code of ['answers-failed', 'rate-not-reached', 'backlog-growing']) assert.ok(codes.includes(code), code);
});

test('more connections are opened while arrivals wait, and no more than allowed', async () => {
  const script: RawServerOptions = {
    onRequest: (request) => setTimeout(() => request.answer(answerText('ok')), 60),
  };
  const flags = { rate: '200', duration: '250ms', connections: '2', maxConnections: '30' };
  const { measurement, server } = await loaded(flags, script);
  assert.equal(measurement.connections.requested, 2);
  // 200/s that take at least 60 ms each need twelve.
  assert.ok(measurement.connections.opened! >= 10, `${measurement.connections.opened} opened`);
  assert.ok(server.connections <= 30, `${server.connections} connections`);
});

test('an interrupted rate keeps what was measured', async () => {
  const abort = new AbortController();
  let received = 0;
  const script: RawServerOptions = {
    onRequest: (request) => {
      received += 1;
      request.answer(answerText('ok'));
    },
  };
  const running = loaded({ rate: '500', duration: '1h', threads: '2' }, script, { signal: abort.signal });
  await until(() => received > 50, 'it runs');
  abort.abort();
  const { measurement, exitCode, report } = await running;
  assert.equal(exitCode, 130);
  assert.ok(measurement.requests.ok! > 0);
  assert.ok((measurement.arrivals?.due ?? 0) > 0 && (measurement.arrivals?.due ?? 0) < 1e6);
  assert.equal(report.run.interrupted, 'SIGINT');
});
