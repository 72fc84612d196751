import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRunState } from '../../src/experiment/run-state.js';
import { switchMode } from '../../src/experiment/switch-mode.js';
import type { RunCommand } from '../../src/model/events.js';
import type { MeasuringMode, Plan } from '../../src/model/plan.js';
import { syntheticRun } from '../helpers/events.js';

/** Longer than any estimate of such a launch: its servers start slowly. */
const LAUNCH_MS = 600_000;
const ALL_NS = 10e9;

interface Seen {
  readonly command?: RunCommand;
  /** The present one, which is at its end unless it is said otherwise. */
  readonly launch: number;
  readonly isPilot?: boolean;
  /** Of the CPU of a target, outside its own slices. */
  readonly share: number;
  /** Launches as long as those until now that the budget still holds; null: there is no budget. */
  readonly room: number | null;
}

/** The mode that all launches are made again in; null: it goes on. */
function switched({ command = 'run', launch, isPilot = false, share, room }: Seen): MeasuringMode | null {
  const stopping: Plan['stopping'] =
    room === null ? undefined : { looks: [6, 12], budgetMs: (launch + room + 0.5) * LAUNCH_MS, resolution: null };
  const [start] = syntheticRun({ launches: 1 });
  assert.ok(start?.kind === 'run-started');
  const plan: Plan = { ...start.plan, mode: 'auto', launches: 12, ...(stopping && { stopping }) };
  const nowMs = performance.now();
  const state = {
    ...createRunState(plan),
    beganMs: nowMs - launch * LAUNCH_MS,
    launchBeganMs: nowMs - LAUNCH_MS,
  };
  state.idle.add(plan.baseline, { cpuNs: (1 - share) * ALL_NS, idleCpuNs: share * ALL_NS });
  const event = switchMode({ run: { ...start.run, command }, plan }, state, { launch, isLastBlock: !isPilot }, []);
  return event?.kind === 'mode-chosen' ? event.mode : null;
}

test('without a budget a run begins again above 0.3 % in its first two launches, later above 0.5 %', () => {
  const rows: [launch: number, share: number, mode: MeasuringMode | null][] = [
    [1, 0.0025, null],
    [1, 0.0035, 'freeze'],
    [2, 0.0035, 'freeze'],
    [3, 0.0035, null],
    [3, 0.006, 'freeze'],
  ];
  for (const [launch, share, mode] of rows)
    assert.equal(switched({ launch, share, room: null }), mode, `${launch}, ${share}`);
});

test('launches that are valid are not given away for fewer than a result takes', () => {
  const rows: [launch: number, share: number, room: number, mode: MeasuringMode | null][] = [
    [1, 0.0035, 2, null],
    [1, 0.0035, 3, 'freeze'],
    [2, 0.0035, 1, null],
    [2, 0.0035, 3, 'freeze'],
  ];
  for (const [launch, share, room, mode] of rows)
    assert.equal(switched({ launch, share, room }), mode, `${launch}, ${share}, ${room}`);
  assert.equal(switched({ launch: 1, isPilot: true, share: 0.0035, room: 0 }), 'freeze', 'a pilot is nothing to lose');
});

test('early a run that would be invalid is begun again for a rough result, late for three launches', () => {
  const rows: [launch: number, room: number, mode: MeasuringMode | null][] = [
    [1, 1, 'freeze'],
    [2, 1, 'freeze'],
    [2, 0, null],
    [3, 2, null],
    [3, 3, 'freeze'],
  ];
  for (const [launch, room, mode] of rows)
    assert.equal(switched({ launch, share: 0.006, room }), mode, `${launch}, ${room}`);
});

test('a gate begins again only for as many launches as decide, a calibration for as many as show how they scatter', () => {
  const rows: [command: RunCommand, launch: number, room: number, mode: MeasuringMode | null][] = [
    ['gate', 2, 5, null],
    ['gate', 2, 6, 'freeze'],
    ['gate', 3, 5, null],
    ['gate', 3, 6, 'freeze'],
    ['calibrate', 2, 2, null],
    ['calibrate', 2, 3, 'freeze'],
  ];
  for (const [command, launch, room, mode] of rows)
    assert.equal(switched({ command, launch, share: 0.006, room }), mode, `${command}, ${launch}, ${room}`);
});
