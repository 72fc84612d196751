import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { RunEvent } from '../../src/model/events.js';
import { syntheticRun } from '../helpers/events.js';
import { RESUMED_AT, resumedRun } from '../helpers/resumed-run.js';

const OPTIONS = { launches: 5, blocks: 12 };
const TOOL = { toolVersion: '1.0.0' };

test('a resumed run is reported as one, with its pieces and the pause between', () => {
  const report = analyseRun(resumedRun(OPTIONS, { launch: 3, blocks: 4 }), TOOL);
  assert.deepEqual(report.run.pieces, [
    { startedAt: '2026-11-23T01:20:00.000Z', launches: 2, pauseSeconds: null },
    { startedAt: RESUMED_AT, launches: 3, pauseSeconds: 10_800 },
  ]);
  assert.deepEqual([report.run.interrupted, report.plan.launchesDone], [null, 5]);
  const [comparison] = report.comparisons;
  assert.equal(comparison?.launchRatios.length, 5);
  const warning = report.warnings.find(({ code }) => code === 'resumed');
  assert.equal(warning?.level, 'note');
  assert.match(warning?.message ?? '', /^measured in 2 pieces of 2 \+ 3 launches, with a pause of 3h: /);
});

test('its report has the same parts as that of a run in one go', () => {
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
    if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shape(member)]));
  };
  const { run, warnings: _, ...rest } = analyseRun(resumedRun(OPTIONS, { launch: 2, blocks: 1, isKilled: true }), TOOL);
  const whole = analyseRun(syntheticRun(OPTIONS), TOOL);
  const { pieces, ...head } = run;
  assert.equal(pieces?.length, 2);
  const { run: wholeRun, warnings: __, ...wholeRest } = whole;
  assert.deepEqual(shape(head), shape(wholeRun));
  assert.deepEqual(shape(rest), shape(wholeRest));
});

test('launches that were all made after the interruption lie together', () => {
  const { run, warnings } = analyseRun(resumedRun(OPTIONS, { launch: 1, blocks: 3 }), TOOL);
  assert.deepEqual(
    run.pieces?.map(({ launches }) => launches),
    [0, 5],
  );
  assert.ok(!warnings.some(({ code }) => code === 'resumed'));
});

test('a run that is interrupted twice says so, and is interrupted', () => {
  const events = resumedRun(OPTIONS, { launch: 3, blocks: 4 });
  const report = analyseRun(events.slice(0, -1), TOOL);
  assert.equal(report.run.interrupted, 'unknown');
  assert.equal(report.run.pieces?.length, 2);
});

test('what was kept counts for nothing where a resumed run began again in another mode', () => {
  const [, ...anew] = syntheticRun({ ...OPTIONS, seed: 3, restartsFrozen: true });
  const resumed = resumedRun(OPTIONS, { launch: 3, blocks: 4 });
  const cut = resumed.findLastIndex((event) => event.kind === 'slice' && event.launch === 4);
  const frozen = anew.filter(({ kind }) => kind !== 'ceiling');
  // The mode is chosen at the end of the fourth launch, and all of it begins anew.
  const chosen = frozen.filter(({ kind }) => kind === 'mode-chosen');
  const rest = frozen.filter((event) => event.kind !== 'mode-chosen' && !isPlainSlice(event));
  const { run, plan, warnings } = analyseRun([...resumed.slice(0, cut), ...chosen, ...rest], TOOL);
  assert.deepEqual(
    run.pieces?.map(({ launches }) => launches),
    [0, 5],
  );
  assert.deepEqual([plan.mode, plan.launchesDone], ['freeze', 5]);
  assert.ok(!warnings.some(({ code }) => code === 'resumed'));
});

function isPlainSlice(event: RunEvent): boolean {
  return event.kind === 'slice' && event.mode === 'plain';
}
