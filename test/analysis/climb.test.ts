import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { CheckedCell } from '../../src/analysis/checks/cell.js';
import { checkClimb, checkCutWarmup, checkFalls } from '../../src/analysis/checks/climb.js';
import { checkDrift } from '../../src/analysis/checks/comparison.js';
import { measureClimb } from '../../src/analysis/climb.js';
import { pairByLaunch } from '../../src/analysis/launch-pairs.js';
import type { SliceEvent } from '../../src/model/events.js';
import type { Report } from '../../src/model/report.js';
import type { Warning } from '../../src/model/warning.js';
import { renderReport } from '../../src/report/render.js';
import { createRandom, type Random } from '../../src/stats/random.js';
import { type SyntheticRunOptions, syntheticRun } from '../helpers/events.js';
import { longNames } from '../helpers/report-cases.js';
import { shareOf, simulateLaunch } from '../helpers/simulation.js';

const BLOCKS = 12;

/** What changes its rate over the thirds of a launch, so that the last is so much above the first. */
interface Change {
  /** Names; absent: jvm. */
  readonly slowing?: readonly string[];
  /** Of the others. */
  readonly rising?: number;
}

function climbing(share: number, { slowing = ['jvm'], rising = 0 }: Change) {
  return (slice: SliceEvent): SliceEvent => {
    const third = Math.floor((3 * slice.block) / BLOCKS);
    return timesAsFast(slice, (1 + (slowing.includes(slice.cell.target) ? share : rising)) ** (third / 2));
  };
}

function timesAsFast(slice: SliceEvent, factor: number): SliceEvent {
  const { window } = slice.recording;
  const more = { ...window, ok: window.ok * factor, bodyBytes: window.bodyBytes * factor };
  return { ...slice, recording: { ...slice.recording, window: more } };
}

function analysed(share: number, { slowing, rising, ...options }: SyntheticRunOptions & Change = {}): Report {
  const targets = [
    { name: 'express', throughputPerSec: 6000 },
    { name: 'jvm', throughputPerSec: 9000 },
  ];
  const quiet = { blocks: BLOCKS, machineStddev: 0.001, sliceStddev: 0.005 };
  const slice = climbing(share, { ...(slowing && { slowing }), ...(rising && { rising }) });
  return analyseRun(syntheticRun({ targets, ...quiet, ...options, slice }), { toolVersion: '0.1.0' });
}

function slowingOf(warnings: readonly Warning[]): string[] {
  return warnings.flatMap(({ code, level, target, message }) =>
    code === 'slowing' ? [`${level} ${target} ${message}`] : [],
  );
}

function warningsOf(report: Report): Warning[] {
  return report.warnings.filter(({ code, target }) => code === 'still-warming' && target === 'jvm');
}

test('a target that still gets faster while it is measured is told, with how much', () => {
  const report = analysed(0.06);
  const [warning, ...others] = warningsOf(report);
  assert.equal(warning?.level, 'warn');
  assert.match(
    warning?.message ?? '',
    /^still warming: throughput was (5\.\d|6\.\d|6) % higher in the last third of its slices than in the first; /,
  );
  assert.deepEqual(others, []);
  assert.deepEqual(
    report.warnings.filter(({ code, target }) => code === 'still-warming' && target === 'express'),
    [],
  );
});

test('a target that gets slower while it is measured is told, with how much', () => {
  const fallen = (share: number) => slowingOf(analysed(share).warnings);
  assert.match(
    fallen(-0.3).join('\n'),
    /^warn jvm gets slower: throughput was (29|30)(\.\d)? % lower in the last third .*$/,
  );
  assert.match(fallen(-0.3).join('\n'), / (29|30)(\.\d)? % \(at least 2\d(\.\d)? %\) more than its neighbours', /);
  assert.deepEqual(fallen(-0.03), []);
});

test('a machine that gets slower is told of no target', () => {
  const { warnings } = analysed(-0.3, { slowing: ['express', 'jvm'] });
  assert.deepEqual(slowingOf(warnings), []);
});

test('a target that keeps its rate is not told to get slower because its neighbours warm up while the machine slows', () => {
  const { warnings } = analysed(-0.06, { slowing: ['jvm'], rising: 0.2 });
  assert.deepEqual(slowingOf(warnings), []);
});

test('where nobody stands beside it, a target has to fall by more, in three launches', () => {
  const alone = [{ name: 'jvm', throughputPerSec: 9000 }];
  const told = (share: number, launches: number) => slowingOf(analysed(share, { targets: alone, launches }).warnings);
  assert.match(
    told(-0.3, 3).join('\n'),
    /^warn jvm gets slower: throughput was (29|30)(\.\d)? % lower in the last third of its slices than in the first \(at least 2\d(\.\d)? %\), .* gets hot and slow$/,
  );
  assert.deepEqual(told(-0.08, 3), []);
  assert.deepEqual(told(-0.3, 2), []);
});

test('where its only neighbour died after one launch, a target falls as one that has none', () => {
  const targets = [
    { name: 'jvm', throughputPerSec: 9000 },
    { name: 'express', throughputPerSec: 6000, failsInLaunch: 2 },
  ];
  const told = (share: number) => slowingOf(analysed(share, { targets }).warnings).join('\n');
  assert.match(told(-0.3), /^warn jvm gets slower: .* in the first \(at least 2\d(\.\d)? %\), .* gets hot and slow$/);
  assert.equal(told(-0.08), '');
});

test('its row is marked in every table, and no other', () => {
  const report = analysed(0.06);
  const options = { width: 80, color: false, unicode: true, latency: false, storedAs: null };
  const text = renderReport(report, 'text', options);
  assert.match(text, /1 {2}jvm(?: 1\.0\.0)? \* /);
  assert.doesNotMatch(text, /express(?: 1\.0\.0)? \*| is jvm/);
  assert.match(text, /^ {3}\* its throughput rose by more than 3 % while measured/m);
  assert.match(renderReport(report, 'markdown', options), /\| jvm 1\.0\.0 \\\* \|/);
  const [names = '', ...records] = renderReport(report, 'csv', options).trimEnd().split('\r\n');
  const climb = names.split(',').indexOf('climb_share');
  assert.ok(Number(records[0]?.split(',')[climb]) > 0.05);
});

test('where names must be cut, the mark stays', () => {
  const report = longNames();
  const about = { scenario: report.scenarios[0]!.name, profile: report.profiles[0]!.name };
  const warnings = report.targets.map(
    ({ name }): Warning => ({ code: 'still-warming', level: 'warn', target: name, ...about, message: 'still warming' }),
  );
  const options = { width: 80, color: false, unicode: true, latency: false, storedAs: null };
  const lines = renderReport({ ...report, warnings }, 'text', options).split('\n');
  assert.deepEqual(
    lines.filter((line) => line.length > 80),
    [],
  );
  assert.equal(lines.filter((line) => /#\d [^ ]+(?: [^ ]+)? \* /.test(line)).length, report.targets.length);
});

test('a climb of less than three percent, or a fall, is none', () => {
  for (const share of [0.02, 0, -0.1]) assert.deepEqual(warningsOf(analysed(share)), [], `${share}`);
});

test('what is within scatter marks the row as well, is told as such, and is no more than a note', () => {
  const report = analysed(0.06, { launches: 2, sliceStddev: 0.1, seed: 5 });
  const [warning] = warningsOf(report);
  assert.equal(warning?.level, 'note');
  assert.match(
    warning?.message ?? '',
    /^may still be warming: .* than in the first; its slices scatter that much by chance$/,
  );
  const options = { width: 120, color: false, unicode: true, latency: false, storedAs: null };
  assert.match(renderReport(report, 'text', options), /jvm 1\.0\.0 \*/);
  const { verdict } = report.comparisons.find(({ target, metric }) => target === 'jvm' && metric === 'throughput')!;
  assert.notEqual(verdict, 'invalid');
});

test('fewer than four slices of a launch have nothing to compare, two at each end', () => {
  assert.equal(analysed(0, { blocks: 3 }).measurements[0]?.climb, null);
  assert.notEqual(analysed(0, { blocks: 4 }).measurements[0]?.climb, null);
});

test('a launch that lost a block has its say, too', () => {
  const rising = simulated(createRandom(7), 0.4, 1);
  const level = [2, 3, 4].flatMap((launch) =>
    simulated(createRandom(launch), 0, 1).map((slice) => ({ ...slice, launch })),
  );
  const six = [...rising, ...level].filter(({ block }) => block % 2 === 0);
  const one = measureClimb(PLAN, six)?.share ?? 0;
  const other =
    measureClimb(
      PLAN,
      six.filter(({ launch, block }) => launch === 1 || block !== 4),
    )?.share ?? 0;
  assert.ok(Math.abs(other - one) < 0.05, `${one} ${other}`);
});

// Only what is looked at: thousands of whole runs would take minutes.
const [START, ...EVENTS] = syntheticRun({ blocks: 1, launches: 1 });
const TEMPLATE = EVENTS.find((event) => event.kind === 'slice');
assert.ok(START?.kind === 'run-started');
const PLAN = START.plan;

/** Launches of slices that scatter by 5 %, on a machine that changes by as much between launches. */
function simulated(random: Random, share: number, launches: number): SliceEvent[] {
  assert.ok(TEMPLATE?.kind === 'slice');
  const { recording } = TEMPLATE;
  return Array.from({ length: launches }, (_, index) => {
    const level = 0.05 * random.normal();
    return Array.from({ length: BLOCKS }, (_, block) => {
      const third = Math.floor((3 * block) / BLOCKS);
      const ok = 1000 * (1 + share) ** (third / 2) * Math.exp(level + 0.05 * random.normal());
      return {
        ...TEMPLATE,
        launch: index + 1,
        block,
        recording: { ...recording, window: { ...recording.window, ok } },
      };
    });
  }).flat();
}

test('slices that scatter by 5 % rarely make a steady server climb, and rarely hide a climb of 6 %', () => {
  const random = createRandom(3);
  const levels = (share: number, launches: number): string[] => {
    const climb = measureClimb(PLAN, simulated(random, share, launches));
    return checkClimb({ measurement: { climb } } as unknown as CheckedCell).map(({ level }) => level);
  };
  for (const [launches, mostMarked, leastTold, leastMarked] of [
    [5, 0.05, 0.9, 0.8],
    [2, 0.05, 0.8, 0.2],
  ] as const) {
    const marked = shareOf(1000, () => levels(0, launches).includes('warn'));
    const told = shareOf(1000, () => levels(0.06, launches).length > 0);
    const marks = shareOf(1000, () => levels(0.06, launches).includes('warn'));
    const seen = `${launches} launches: ${marked} of steady servers are marked; of climbing ones ${told} told, ${marks} marked`;
    assert.ok(marked <= mostMarked && told >= leastTold && marks >= leastMarked, seen);
  }
});

/** The machine drifts within a launch by about so much from end to end, and to and fro; servers scatter by themselves. */
interface Weather {
  readonly launches: number;
  readonly blocks: number;
  readonly sliceScale: number;
  readonly machineTrend: number;
  /** By how much the target is slower at the end of its life. */
  readonly leak: number;
  /** By how much the target is slower in the second half of its first launch only: somebody came in between. */
  readonly disturbance?: number;
}

/** The cells of two servers on a machine that both share, as the analysis holds them. */
function twoServers(random: Random, weather: Weather): CheckedCell[] {
  assert.ok(TEMPLATE?.kind === 'slice');
  const { launches, blocks, sliceScale, machineTrend, leak, disturbance = 0 } = weather;
  const { recording } = TEMPLATE;
  const kept: { baseline: SliceEvent[]; target: SliceEvent[] } = { baseline: [], target: [] };
  for (let launch = 1; launch <= launches; launch++) {
    const trend = machineTrend * random.normal();
    const pairs = simulateLaunch(random, { ratio: 1, blocks, launchStddev: 0.03, sliceScale });
    for (const [block, pair] of pairs.entries()) {
      const age = block / (blocks - 1);
      const ownRate = (1 - leak * age) * (launch === 1 && age > 0.5 ? 1 - disturbance : 1);
      for (const side of ['baseline', 'target'] as const) {
        const { amount, time } = pair[side];
        const ok = amount * Math.exp(trend * age) * (side === 'target' ? ownRate : 1);
        const window = { ...recording.window, ok, laneSpanNs: time * 1e9 * recording.lanes };
        kept[side].push({ ...TEMPLATE, launch, block, recording: { ...recording, window } });
      }
    }
  }
  return (['baseline', 'target'] as const).map((target) => {
    const cell = { target, scenario: 'json', profile: 'c64' };
    const measurement = { ...cell, climb: measureClimb(PLAN, kept[target]) };
    return { facts: { plan: PLAN, mode: 'plain' }, cell, kept: kept[target], measurement } as unknown as CheckedCell;
  });
}

/** Shares of runs in which one of the two is told to get slower, and in which their ratio is told to drift. */
function toldShares(
  random: Random,
  runs: number,
  weather: Weather,
): { readonly slowing: number; readonly drift: number } {
  let slowing = 0;
  let drift = 0;
  for (let run = 0; run < runs; run++) {
    const cells = twoServers(random, weather);
    const [baseline, { cell, kept }] = cells as [CheckedCell, CheckedCell];
    const pairs = pairByLaunch(baseline.kept, kept);
    slowing += Number(checkFalls(cells).length > 0);
    drift += Number(checkDrift({ plan: PLAN, baseline: 'baseline', cell, kept: pairs, allBlocks: null }).length > 0);
  }
  return { slowing: slowing / runs, drift: drift / runs };
}

test('two servers that keep their rate are rarely told to get slower or to drift, whatever the machine does; one that loses a sixth is', () => {
  const random = createRandom(11);
  const steady = { leak: 0, machineTrend: 0.2 };
  for (const [launches, blocks] of [
    [2, 12],
    [3, 12],
    [5, 12],
    [5, 6],
  ] as const) {
    for (const sliceScale of [0.03, 0.15]) {
      const alarms = toldShares(random, 500, { ...steady, launches, blocks, sliceScale });
      const seen = `${launches} launches of ${blocks} slices that scatter by ${sliceScale}: ${JSON.stringify(alarms)}`;
      assert.ok(alarms.slowing <= 0.01 && alarms.drift <= 0.02, seen);
    }
  }
  const found = toldShares(random, 300, { launches: 5, blocks: 12, sliceScale: 0.03, machineTrend: 0.02, leak: 0.15 });
  assert.ok(found.slowing >= 0.8 && found.drift >= 0.9, `of servers that get slower by 15 %: ${JSON.stringify(found)}`);
});

test('somebody who comes in between in one launch makes no server slower, and no ratio drift', () => {
  const random = createRandom(12);
  const disturbed = { sliceScale: 0.03, machineTrend: 0.02, leak: 0, disturbance: 0.3 };
  for (const launches of [2, 3, 5]) {
    const alarms = toldShares(random, 200, { ...disturbed, launches, blocks: 12 });
    assert.ok(alarms.slowing <= 0.01 && alarms.drift <= 0.01, `${launches} launches: ${JSON.stringify(alarms)}`);
  }
});

test('a warm-up that was cut is told with what was wanted, and marks the row whatever its slices show', () => {
  const report = analysed(0);
  const events = syntheticRun({ targets: [{ name: 'jvm', throughputPerSec: 9000 }] });
  const [start] = events.flatMap((event) => (event.kind === 'run-started' ? [event] : []));
  const wantedWarmup = { minMs: 40_000, maxMs: 90_000 };
  const instances = start!.plan.instances.map((one) => ({
    ...one,
    warmup: { minMs: 8000, maxMs: 8000 },
    wantedWarmup,
  }));
  const warnings = checkCutWarmup({ ...start!.plan, instances });
  assert.deepEqual(
    warnings.map(({ code, level, target, message }) => [code, level, target, message.split(',')[0]]),
    [['warm-up-cut', 'warn', 'jvm', 'still warming: --quick warmed it up for 8s of the 40s that its runtime needs']],
  );
  assert.deepEqual(checkCutWarmup(start!.plan), []);
  const options = { width: 80, color: false, unicode: true, latency: false, storedAs: null };
  assert.match(renderReport({ ...report, warnings }, 'text', options), /jvm 1\.0\.0 \* /);
});
