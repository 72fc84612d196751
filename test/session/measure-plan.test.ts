import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RunFlags } from '../../src/config/flags.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { Report } from '../../src/model/report.js';
import { everyLaunch, type MeasuredPlan, measurePlan } from '../../src/session/measure-plan.js';
import { withPreparedRun } from '../../src/session/prepare-run.js';
import { runComparison } from '../../src/session/run.js';
import { openStore } from '../../src/store/run-store.js';
import { fixture } from '../e2e/program.js';
import { quietIo, recorder } from './io.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-session-'));
process.env.XDG_STATE_HOME = scratch;
after(() => rmSync(scratch, { recursive: true, force: true }));

/** A launch has a ratio where both servers answered in a slice of it: two that are long enough for that on a busy machine. */
const SHORT = { blocks: '2', warmup: '0', slice: '50ms', connections: '2', mode: 'plain' };

function config(flags: RunFlags) {
  const positionals = ['a', 'b'].map((label) => `${label}=DELAY_MS=4 ${fixture('server.mjs')}`);
  return resolveRun({ positionals, flags: { ...SHORT, ...flags }, file: null, env: {} });
}

test('a budget ends a run after a launch, and the report says why and after how many', async () => {
  const { events, onEvent } = recorder();
  // Less than it takes: a first launch is always measured, and no second one fits.
  const { report } = await runComparison(config({ budget: '1ms' }), quietIo({ cwd: scratch, onEvent }));
  assert.equal(events.filter(({ kind }) => kind === 'launch-finished').length, 1);
  assert.deepEqual([report.plan.launches, report.plan.launchesDone], [3, 1]);
  assert.equal(report.plan.stopping?.ended, 'budget');
  assert.equal(report.run.interrupted, null);
  const [look] = events.flatMap((event) => (event.kind === 'look' ? [event] : []));
  assert.deepEqual([look?.launchesDone, look?.ended], [1, 'budget']);
});

test('what confirms a run has launches, events and a report of its own, and what it showed is stored with the first', async () => {
  const io = quietIo({ cwd: scratch });
  const seen: { confirmation?: MeasuredPlan } = {};
  const measured = await withPreparedRun(config({ launches: '2' }), io, (whole) => {
    const prepared = { ...whole, ceiling: null };
    return measurePlan(
      prepared,
      {
        command: 'run',
        decide: (_, launchesDone) => (launchesDone === 1 ? { ended: 'settled', reason: 'enough' } : null),
        complete: async (report): Promise<Report> => {
          seen.confirmation = await measurePlan(prepared, { command: 'run', decide: everyLaunch }, io);
          return { ...report, warnings: [] };
        },
      },
      io,
    );
  });
  const { confirmation } = seen;
  assert.ok(confirmation !== undefined);
  assert.deepEqual([measured.report.plan.launchesDone, confirmation.report.plan.launchesDone], [1, 2]);
  assert.notEqual(measured.report.run.id, confirmation.report.run.id);
  assert.equal(measured.report.comparisons[0]?.launchRatios.length, 1);
  assert.equal(confirmation.report.comparisons[0]?.launchRatios.length, 2);
  const store = openStore({ cwd: scratch, env: { XDG_STATE_HOME: scratch } });
  assert.deepEqual(store.readRun(measured.storedAs ?? '').report?.warnings, []);
});

test('a target that works while others are measured only from its third start on has all launches made again, frozen', async () => {
  const io = quietIo({ cwd: scratch });
  // A stall at a thaw is one beyond the longest latency: this is longer than a busy machine has anybody wait.
  const quiet = 'DELAY_MS=5 LAG_MS=80 LAG_EVERY=10';
  // In a launch it uses as much CPU in all as it takes to judge a share of it.
  const busy = `${quiet} BURN_MS=25 BURN_FROM=3 STARTS_FILE=${join(scratch, 'starts')} ${fixture('server.mjs')}`;
  const positionals = [`quiet=${quiet} ${fixture('server.mjs')}`, `busy=${busy}`];
  const flags = { launches: '3', blocks: '2', warmup: '0', slice: '80ms', connections: '4' };
  const asked: number[] = [];
  const decide = (_: unknown, launchesDone: number): null => {
    asked.push(launchesDone);
    return null;
  };
  const { events, report } = await withPreparedRun(
    resolveRun({ positionals, flags, file: null, env: {} }),
    io,
    (prepared) => measurePlan({ ...prepared, ceiling: null }, { command: 'run', decide, isStored: false }, io),
  );
  const restarts = events.flatMap((event) => (event.kind === 'mode-chosen' && event.restart ? [event] : []));
  assert.deepEqual(
    restarts.map(({ launch, mode }) => [launch, mode]),
    [[3, 'freeze']],
  );
  assert.match(restarts[0]?.reason ?? '', /^busy spent \S+ % of its CPU outside its own slices$/);
  // Nobody is asked about a launch that does not count.
  assert.deepEqual(asked, [1, 2, 1, 2, 3]);
  assert.deepEqual([report.plan.mode, report.plan.launchesDone], ['freeze', 3]);
  assert.equal(report.comparisons[0]?.launchRatios.length, 3);
  assert.ok(report.measurements.every(({ series }) => series.length === 6));
  assert.ok(!report.warnings.some(({ code }) => code === 'background-work'), JSON.stringify(report.warnings));
});
