import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { measureAndReport, withSession } from '../../src/cli/measure.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { EXIT, MeasurementError, PerfcmpError } from '../../src/errors.js';
import type { InterruptSignal } from '../../src/model/events.js';
import type { Report } from '../../src/model/report.js';
import type { SessionIo } from '../../src/session/io.js';

const REPORT: Report = {
  schema: 'perfcmp/report@1',
  tool: { name: 'perfcmp', version: '0.1.0' },
  run: {
    id: '20261123-0120-7f3a',
    command: 'run',
    startedAt: '2026-11-23T01:20:00Z',
    seconds: 1,
    seed: 1,
    argv: [],
    interrupted: null,
  },
  environment: {
    os: 'linux',
    kernel: '6.18',
    cpuModel: 'any',
    cores: 2,
    memoryBytes: 1e9,
    node: '20.20.2',
    governor: null,
    ci: null,
    container: null,
    loadAverage: 0,
    fingerprint: '0',
  },
  plan: {
    launches: 1,
    launchesDone: 1,
    blocks: 1,
    sliceMs: 100,
    settleMs: 10,
    warmupMs: 0,
    mode: 'plain',
    quick: false,
    alpha: 0.05,
    baseline: null,
    ceilingPerSec: {},
  },
  targets: [],
  scenarios: [],
  profiles: [],
  measurements: [],
  comparisons: [],
  rankings: [],
  warnings: [],
  gate: null,
  search: null,
};

function fakeTerminal(cwd = '/'): { terminal: Terminal; stdout: string[]; stderr: string[] } {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const into = (texts: string[]) => ({
    write(text: string, done?: (error?: Error | null) => void) {
      texts.push(text);
      done?.();
      return true;
    },
  });
  return { terminal: { argv: ['run'], cwd, env: {}, stdout: into(stdout), stderr: into(stderr) }, stdout, stderr };
}

/** Waits for the abort that a signal causes. */
function untilAborted(io: SessionIo): Promise<void> {
  return new Promise((done) => io.signal.addEventListener('abort', () => done(), { once: true }));
}

test('JSON on stdout is one document, and every file gets its own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-out-'));
  try {
    const { terminal, stdout, stderr } = fakeTerminal(folder);
    const output = { format: 'json', files: [{ format: 'json', path: 'a.json' }], quiet: false } as const;
    const typed = { ...terminal, argv: ['run', '-H', 'Cookie: a=1'] };
    const code = await measureAndReport(typed, output, { stop: null, latency: false }, async (io) => {
      assert.deepEqual([io.argv, io.cwd], [['run', '-H', 'Cookie: ***'], folder]);
      return { report: REPORT, exitCode: EXIT.invalid, storedAs: null };
    });
    assert.equal(code, EXIT.invalid);
    assert.deepEqual(JSON.parse(stdout.join('')), REPORT);
    assert.deepEqual(JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8')), REPORT);
    assert.deepEqual(stderr, []);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an interrupted run still prints its report, and ends with the code of the signal', async () => {
  const rows: [InterruptSignal, number][] = [
    ['SIGINT', EXIT.sigint],
    ['SIGTERM', EXIT.sigterm],
    ['SIGHUP', EXIT.sigterm],
  ];
  for (const [signal, expected] of rows) {
    const { terminal, stdout, stderr } = fakeTerminal();
    const output = { format: 'json', files: [], quiet: false } as const;
    const code = await measureAndReport(terminal, output, { stop: null, latency: false }, async (io) => {
      const aborted = untilAborted(io);
      process.emit(signal, signal);
      await aborted;
      return { report: REPORT, exitCode: EXIT.ok, storedAs: null };
    });
    assert.equal(code, expected);
    assert.deepEqual(JSON.parse(stdout.join('')), REPORT);
    assert.match(stderr.join(''), new RegExp(`^${signal}: finishing with what was measured so far`));
  }
});

test('a use case that an interrupt left without a result is an error with the code of the signal', async () => {
  const { terminal } = fakeTerminal();
  const failing = withSession(terminal, { quiet: true, stop: null }, async () => {
    process.emit('SIGTERM', 'SIGTERM');
    throw new MeasurementError('nothing', 'nothing was measured');
  });
  await assert.rejects(failing, (error) => {
    assert.ok(error instanceof PerfcmpError);
    assert.deepEqual([error.message, error.exitCode], ['ended by SIGTERM before there was a result', EXIT.sigterm]);
    return true;
  });
});

test('an error without an interrupt stays what it is, and no listener stays behind', async () => {
  const { terminal } = fakeTerminal();
  const before = process.listenerCount('SIGINT');
  const error = new MeasurementError('nothing', 'nothing was measured');
  await assert.rejects(
    withSession(terminal, { quiet: true, stop: null }, () => Promise.reject(error)),
    error,
  );
  assert.equal(process.listenerCount('SIGINT'), before);
});
