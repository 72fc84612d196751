import assert from 'node:assert/strict';
import { execFile as execFileWithCallback } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { chooseProgress } from '../../src/cli/progress/choose.js';
import { frameLines } from '../../src/cli/progress/frame.js';
import { milestonesOf } from '../../src/cli/progress/milestones.js';
import { plainProgress } from '../../src/cli/progress/plain.js';
import { initialState, nextState, type ProgressState } from '../../src/cli/progress/state.js';
import { statusLine } from '../../src/cli/progress/status-line.js';
import { ttyProgress } from '../../src/cli/progress/tty.js';
import type { StopRule } from '../../src/model/config.js';
import type { RunEvent } from '../../src/model/events.js';
import type { Outlook } from '../../src/model/look.js';
import type { LoadTick } from '../../src/model/recording.js';
import { cell, PLAN, RUN_STARTED, slice, TARGET_STARTED } from './progress-events.js';

const execFile = promisify(execFileWithCallback);
const HIDE = '\u001b[?25l';
const SHOW = '\u001b[?25h';

type Timed = readonly [atMs: number, event: RunEvent];

const LAUNCH_STARTED: RunEvent = { kind: 'launch-started', launch: 1, order: ['express', 'node-http'] };

function after(events: readonly Timed[], stop: StopRule | null = null): ProgressState {
  return events.reduce((state, [atMs, event]) => nextState(state, event, atMs), initialState(stop));
}

/** As on a terminal of 24 rows. */
function shown(state: ProgressState, nowMs: number, unicode = true, columns = 79): string[] {
  return frameLines(state, { columns, rows: 23, nowMs, unicode, paint: (text) => text });
}

/** A stream that keeps what was written, and a clock that is set by hand. */
function fakes(columns?: number) {
  const written: string[] = [];
  const clock = { nowMs: 0 };
  return {
    written,
    clock,
    now: () => clock.nowMs,
    stream: { columns, write: (text: string) => written.push(text) > 0 },
  };
}

test('the status line follows a run through build, start, warm-up and slices', () => {
  const events: Timed[] = [];
  const lines: string[] = [];
  const then = (atMs: number, event: RunEvent): void => {
    events.push([atMs, event]);
    lines.push(statusLine(after(events), atMs));
  };
  then(0, RUN_STARTED);
  then(0, { kind: 'build', target: 'express', state: 'output', line: ' added 65 packages ', elapsedMs: 12_300 });
  then(0, { kind: 'build', target: 'hyperlane', state: 'started', line: null, elapsedMs: 1000 });
  then(0, { kind: 'build', target: 'express', state: 'finished', line: null, elapsedMs: 13_000 });
  then(0, { kind: 'build', target: 'hyperlane', state: 'failed', line: null, elapsedMs: 13_000 });
  then(1000, LAUNCH_STARTED);
  then(4000, {
    kind: 'warmup',
    launch: 1,
    window: { cell: cell('express'), elapsedMs: 250, throughputPerSec: 5980.4 },
  });
  then(5000, slice(1, 0, 'express', 621));
  then(5200, slice(1, 0, 'node-http', 2431));
  then(5400, slice(1, 1, 'express', 620));
  assert.deepEqual(lines, [
    '',
    'building  express 12s  added 65 packages',
    'building  express 12s  hyperlane 1s',
    'building  hyperlane 1s',
    '',
    'launch 1/2  starting',
    'launch 1/2  warming up  express json  5 980 req/s',
    'launch 1/2  block 1/3  express json  6 210 req/s',
    // 4 s to the first slice, five more of 200 ms: 5 s a launch, of which 800 ms and another launch are left.
    'launch 1/2  block 1/3  node-http json  24 310 req/s  6s left',
    'launch 1/2  block 2/3  express json  6 200 req/s  6s left',
  ]);
});

test('once a launch is over, the time left comes from how long launches take', () => {
  const events: Timed[] = [
    [0, RUN_STARTED],
    [1000, LAUNCH_STARTED],
    [9000, slice(1, 2, 'express', 600)],
    [91_000, { kind: 'launch-finished', launch: 1 }],
    [92_000, { kind: 'launch-started', launch: 2, order: [] }],
  ];
  assert.equal(statusLine(after(events), 92_000), 'launch 2/2  starting  1m 30s left');
  events.push([102_000, slice(2, 0, 'express', 600)]);
  assert.equal(statusLine(after(events), 102_000), 'launch 2/2  block 1/3  express json  6 000 req/s  1m 20s left');
});

test('before anything was measured the view tells the time that the plan would take, then what the slices came to', () => {
  const chosen = (restart: boolean): RunEvent => ({
    kind: 'mode-chosen',
    launch: 1,
    mode: 'freeze',
    sliceMs: 100,
    blocks: 3,
    estimatedSeconds: 120,
    idleShare: {},
    reason: 'asked for',
    restart,
  });
  const bar = (events: readonly Timed[], nowMs: number): string => shown(after(events), nowMs)[1] ?? '';
  const started: Timed[] = [
    [1000, RUN_STARTED],
    [2000, LAUNCH_STARTED],
  ];
  assert.match(bar(started, 10_000), /\] {2}9s {2}1m 20s left$/);
  assert.match(bar([...started, [20_000, chosen(false)]], 21_000), /\] {2}20s {2}1m 40s left$/);
  assert.match(bar([...started, [20_000, chosen(true)]], 21_000), /\] {2}20s {2}1m 59s left$/);
});

test('what stays is broken between words where the terminal is narrower', () => {
  const { written, now, stream } = fakes(30);
  const progress = ttyProgress(stream, initialState(null), { now, unicode: true, paint: (text) => text });
  progress.note('mode freeze: express burns CPU outside its slices');
  progress.note('  | a  short  line');
  assert.deepEqual(written, ['mode freeze: express burns\nCPU outside its slices\n', '  | a  short  line\n']);
});

test('slices that a restart made worthless do not count', () => {
  const restart: RunEvent = {
    kind: 'mode-chosen',
    launch: 1,
    mode: 'freeze',
    sliceMs: 100,
    blocks: 3,
    estimatedSeconds: 60,
    idleShare: {},
    reason: 'express burns CPU outside its slices',
    restart: true,
  };
  const state = after([
    [0, RUN_STARTED],
    [0, LAUNCH_STARTED],
    [100, slice(1, 0, 'express', 1)],
    [200, restart],
  ]);
  assert.deepEqual(state.launch, { launch: 1, startedMs: 0, firstSliceMs: null, slices: 0 });
  assert.deepEqual(milestonesOf({ ...restart, blocks: 0 }, state), []);
  assert.deepEqual(milestonesOf(restart, state), [
    'mode freeze, starts again: idle servers are frozen from now on, as express burns CPU outside its slices',
    'slices of 100 ms, 3 blocks a launch: about 1m in all',
  ]);
});

test('a forecast that moves because slices grew says why they did', () => {
  const chosen = (parts: Partial<Extract<RunEvent, { kind: 'mode-chosen' }>>): readonly string[] =>
    milestonesOf(
      {
        ...{ kind: 'mode-chosen', launch: 1, mode: 'plain', sliceMs: 400, blocks: 6, estimatedSeconds: 37 },
        ...{ idleShare: {}, reason: 'asked for', restart: false, ...parts },
      },
      after([[0, RUN_STARTED]]),
    );
  const longer = { sliceMs: 400, reason: 'express takes 20ms to answer json' };
  const pace = { scenario: 'json', profile: 'c64', sliceMs: 400, blocks: 6 };
  assert.deepEqual(chosen({ longer, paces: [pace] }), [
    'slices grew to 400 ms: express takes 20ms to answer json; 6 blocks a launch, about 37s in all',
  ]);
  assert.match(chosen({ longer, paces: [pace], restart: true })[1] ?? '', /^slices take 400 ms: express takes 20ms/);
  const other = { ...pace, scenario: 'cached', sliceMs: 100, blocks: 12 };
  assert.deepEqual(chosen({ longer, paces: [pace, other], sliceMs: 100, blocks: 12 }), [
    'some slices grew to 400 ms: express takes 20ms to answer json; 12 blocks a launch, about 37s in all',
  ]);
});

function tick(elapsedMs: number, ok: number, failed: number, parts: Partial<LoadTick> = {}): RunEvent {
  return {
    kind: 'load-tick',
    elapsedMs,
    ok,
    failed,
    inFlight: 10,
    backlog: 0,
    latency: { p50Ns: 410_000, p99Ns: 2_510_000, maxNs: 20_100_000 },
    distribution: [],
    ...parts,
  };
}

const TICKS: readonly Timed[] = [
  [1000, tick(1000, 20_000, 0)],
  [2000, tick(2000, 44_310, 3)],
];

test('load shows how far it is, throughput and latencies of the last second and all failures', () => {
  assert.equal(
    statusLine(after(TICKS, { kind: 'duration', durationMs: 10_000 }), 2000),
    '2s of 10s  24 310 req/s  p50 410us  p99 2.51ms  max 20.1ms  44 310 ok, 3 failed',
  );
  assert.equal(
    statusLine(after(TICKS, { kind: 'count', requests: 100_000 }), 2000),
    '44 313 of 100 000 requests  24 310 req/s  p50 410us  p99 2.51ms  max 20.1ms  44 310 ok, 3 failed',
  );
});

test('a terminal shows a load: how far, the rate now, the last second, the answers, all latencies', () => {
  const distribution = [
    { fromNs: 200_000, toNs: 500_000, count: 40_000 },
    { fromNs: 500_000, toNs: 1_000_000, count: 4310 },
  ];
  const stop = { kind: 'duration', durationMs: 10_000 } as const;
  const state = after([TICKS[0]!, [2000, tick(2000, 44_310, 3, { distribution })]], stop);
  assert.deepEqual(shown(state, 2000), [
    ' [██████                        ]  2s of 10s  8s left',
    ' now      24 310 req/s  ▇█',
    ' latency  p50 410us  p99 2.51ms  max 20.1ms',
    ' p99      2.51ms  ██',
    ' answers  44 310 ok  3 failed  10 in flight',
    '',
    ` 200us to 500us  40 000   90 %  ${'█'.repeat(40)}`,
    '   500us to 1ms   4 310  9.7 %  ████▎',
  ]);
  assert.deepEqual(shown(state, 2000, false).slice(0, 2), [
    ' [######                        ]  2s of 10s  8s left',
    ' now      24 310 req/s  #@',
  ]);
});

test('of a load that stalls the view shows what waits, and of a number of requests the time it will still take', () => {
  const stalled = { backlog: 4987, latency: { p50Ns: null, p99Ns: null, maxNs: null } };
  const state = after([...TICKS, [3000, tick(3000, 44_310, 3, stalled)]], { kind: 'count', requests: 88_626 });
  assert.deepEqual(shown(state, 3000), [
    ' [███████████████               ]  44 313 of 88 626 requests',
    ' now      0 req/s  ▇█_',
    ' latency',
    ' p99      ██',
    ' answers  44 310 ok  3 failed  10 in flight  4 987 waiting',
  ]);
  assert.match(shown(after(TICKS, { kind: 'count', requests: 117_243 }), 2000)[0] ?? '', / {2}3s left$/);
});

test('the view of an hour of load has room in 80 columns', () => {
  const hour = Array.from({ length: 3600 }, (_, second): Timed => {
    const atMs = (second + 1) * 1000;
    return [atMs, tick(atMs, (second + 1) * 123_456, second, { inFlight: 10_000, backlog: 1_234_567 })];
  });
  const state = after(hour, { kind: 'duration', durationMs: 7_200_000 });
  for (const line of shown(state, 3_600_000, true, 200)) assert.ok(line.length < 80, line);
});

test('a search tells how many of its loads are done, and about how long the rest takes', () => {
  const state = after([[1000, { kind: 'search-planned', capacityPerSec: 24_310, estimatedSeconds: 60 }]]);
  assert.equal(statusLine(state, 16_000), 'searching  0 loads done  about 45s left');
  assert.deepEqual(shown(state, 16_000), [
    'searching  0 loads done  about 45s left',
    '[███████▌                      ]',
  ]);
});

test('between launches the line says how the target that is loaded stands', () => {
  const ratio = { ...cell('node-http'), baseline: 'express', metric: 'throughput' } as const;
  const interim = (launchesDone: number, lower: number | null, upper: number | null): RunEvent => ({
    kind: 'interim',
    launchesDone,
    ratios: [{ ...ratio, ratio: { value: 3.91, lower, upper } }],
    warnings: [],
  });
  const events: Timed[] = [
    [0, RUN_STARTED],
    [0, LAUNCH_STARTED],
    [0, interim(0, null, null)],
    [1000, slice(1, 0, 'node-http', 2431)],
  ];
  assert.equal(statusLine(after(events), 1000), 'launch 1/2  block 1/3  node-http json  24 310 req/s');
  events.push([1000, interim(1, 3.8, 4.02)]);
  assert.equal(
    statusLine(after(events), 1000),
    'launch 1/2  block 1/3  node-http json  24 310 req/s  3.91x [3.80, 4.02] of express',
  );
  events.push([1100, slice(1, 0, 'express', 621)]);
  assert.doesNotMatch(statusLine(after(events), 1100), / of express/);
});

function look(wanted: Outlook['wanted']): Extract<RunEvent, { kind: 'look' }> {
  const outlook: Outlook = { ...cell('node-http'), launches: 9, effect: 0.041, wanted };
  return { kind: 'look', launchesDone: 3, ended: null, reason: '1 of 2 verdicts are open', outlook };
}

test('what happened is told in lines that stay', () => {
  const state = after([]);
  const warning = { code: 'x', scenario: null, profile: null, message: 'the client was the limit' };
  const rows: [RunEvent, readonly string[]][] = [
    [{ kind: 'build', target: 'nest', state: 'finished', line: null, elapsedMs: 61_000 }, ['built nest in 1m 1s']],
    [
      {
        kind: 'target-failed',
        launch: 1,
        target: 'nest',
        message: 'died with exit code 1',
        hint: 'look at its log',
        logTail: ['1', '2', '3', '4', '5', '  6\t6  6'],
      },
      [
        '! nest: died with exit code 1',
        '  hint: look at its log',
        '  | 2',
        '  | 3',
        '  | 4',
        '  | 5',
        '  |   6    6  6',
      ],
    ],
    [{ kind: 'warning', warning: { ...warning, level: 'warn', target: 'nest' } }, ['! nest: the client was the limit']],
    [{ kind: 'warning', warning: { ...warning, level: 'invalid', target: null } }, ['! the client was the limit']],
    [{ kind: 'warning', warning: { ...warning, level: 'note', target: null } }, []],
    [LAUNCH_STARTED, []],
    [look(null), ['after 3 launches: 9 launches can call differences of about 4.1 %']],
    [
      look({ resolution: 0.02, launches: 14, seconds: 362, isWithinReach: false }),
      [
        'after 3 launches: 9 launches can call differences of about 4.1 %; ' +
          '2 % is out of reach of this run: it would need about 14 launches, 6 min 02 s',
      ],
    ],
    [
      look({ resolution: 0.01, launches: null, seconds: null, isWithinReach: false }),
      ['after 3 launches: 9 launches can call differences of about 4.1 %; 1 % is out of reach here, however long'],
    ],
    [
      look({ resolution: 0.05, launches: 7, seconds: 90, isWithinReach: true }),
      ['after 3 launches: 9 launches can call differences of about 4.1 %, so 5 % is within reach'],
    ],
    [{ ...look(null), ended: 'settled' }, []],
  ];
  for (const [event, expected] of rows) assert.deepEqual(milestonesOf(event, state), expected, event.kind);
});

test('the plan is told when the first of its targets has started, not where none does', () => {
  const planned: Timed[] = [
    [0, RUN_STARTED],
    [0, LAUNCH_STARTED],
  ];
  assert.deepEqual(milestonesOf(RUN_STARTED, after(planned)), []);
  const plan = 'measuring 2 targets x 1 scenario, 2 launches x 3 blocks, seed 4211; about 1m 29s';
  assert.deepEqual(milestonesOf(TARGET_STARTED, after([...planned, [1, TARGET_STARTED]])), [plan]);
  assert.deepEqual(milestonesOf(TARGET_STARTED, after([...planned, [1, TARGET_STARTED], [2, TARGET_STARTED]])), []);
});

test('a gate tells with its plan what showing a loss again may add, and what it shows before it does', () => {
  assert.ok(RUN_STARTED.kind === 'run-started');
  const stopping = { looks: [6, 9, 12], budgetMs: null, resolution: null };
  const first: RunEvent = { ...RUN_STARTED, plan: { ...PLAN, launches: 12, stopping } };
  const planned: Timed[] = [
    [0, { kind: 'gate-planned', confirmingSeconds: 67 }],
    [0, first],
    [1, TARGET_STARTED],
  ];
  assert.deepEqual(milestonesOf(TARGET_STARTED, after(planned)), [
    'measuring 2 targets x 1 scenario, up to 12 launches x 3 blocks, seed 4211; ' +
      'at most 1m 29s, and up to 1m 7s more if a loss is proven',
  ]);
  const loss = (target: string) => ({ ...cell(target), metric: 'throughput' as const });
  const proven = (...targets: string[]): RunEvent => ({
    kind: 'loss-proven',
    losses: targets.map(loss),
    baseline: 'express',
    launches: 6,
  });
  assert.deepEqual(milestonesOf(proven('head'), after(planned)), [
    'a loss is proven: json throughput of head; showing it again in 6 fresh launches, beside express against itself',
  ]);
  assert.deepEqual(milestonesOf(proven('a', 'b', 'c', 'd', 'e'), after(planned)), [
    '5 losses are proven: json throughput of a, json throughput of b, json throughput of c, and 2 others; ' +
      'showing them again in 6 fresh launches, beside express against itself',
  ]);
  const again: Timed[] = [...planned, [2, proven('head')], [3, RUN_STARTED], [4, TARGET_STARTED]];
  assert.deepEqual(milestonesOf(TARGET_STARTED, after(again)), [
    'measuring 2 targets x 1 scenario, 2 launches x 3 blocks, seed 4211; about 1m 29s',
  ]);
});

test('a hint that targets have in common is given once', () => {
  const failed = (target: string): RunEvent => ({
    kind: 'target-failed',
    launch: 1,
    target,
    message: 'answers "no"',
    hint: 'expect it',
    logTail: [],
  });
  const begun: Timed[] = [
    [0, RUN_STARTED],
    [1, failed('express')],
  ];
  assert.deepEqual(milestonesOf(failed('express'), after(begun)), ['! express: answers "no"', '  hint: expect it']);
  const both: Timed[] = [...begun, [2, failed('node-http')]];
  assert.deepEqual(milestonesOf(failed('node-http'), after(both)), ['! node-http: answers "no"']);
});

test('of a lone target that fails before its first slice only the error tells, which follows at once', () => {
  const failed: RunEvent = { kind: 'target-failed', launch: 1, target: 'a', message: 'ended', hint: null, logTail: [] };
  assert.ok(RUN_STARTED.kind === 'run-started');
  const alone: Timed = [0, { ...RUN_STARTED, plan: { ...PLAN, targets: ['a'] } }];
  assert.deepEqual(milestonesOf(failed, after([alone, [1, LAUNCH_STARTED]])), []);
  const measured: Timed = [2, slice(1, 0, 'a', 1)];
  assert.deepEqual(milestonesOf(failed, after([alone, [1, LAUNCH_STARTED], measured])), ['! a: ended']);
  assert.deepEqual(
    milestonesOf(
      failed,
      after([
        [0, RUN_STARTED],
        [1, LAUNCH_STARTED],
      ]),
    ),
    ['! a: ended'],
  );
});

test('once the end was asked for, nothing is told of what would have come, and warnings still are', () => {
  const chosen: RunEvent = {
    kind: 'mode-chosen',
    launch: 1,
    mode: 'plain',
    sliceMs: 100,
    blocks: 3,
    estimatedSeconds: 19,
    idleShare: {},
    reason: 'asked for',
    restart: false,
  };
  const about = { target: null, scenario: null, profile: null };
  const warning: RunEvent = { kind: 'warning', warning: { code: 'x', level: 'warn', ...about, message: 'disk full' } };
  const { written, clock, now, stream } = fakes(80);
  for (const progress of [
    plainProgress(stream, initialState(null), now),
    ttyProgress(stream, initialState(null), { now, unicode: true, paint: (text) => text }),
  ]) {
    written.length = 0;
    progress.onEvent(RUN_STARTED);
    progress.end('SIGINT: finishing');
    for (const event of [LAUNCH_STARTED, TARGET_STARTED, chosen, warning]) {
      clock.nowMs += 6000;
      progress.onEvent(event);
    }
    assert.deepEqual(written, ['SIGINT: finishing\n', '! disk full\n']);
  }
});

test('builds that go on side by side have a line each on a terminal', () => {
  const building = (target: string, line: string): Timed => [
    0,
    { kind: 'build', target, state: 'output', line, elapsedMs: 61_000 },
  ];
  assert.deepEqual(shown(after([building('hyperlane', 'Compiling'), building('koa', 'added 40')]), 0), [
    'building  hyperlane 1m 1s  Compiling',
    'building  koa 1m 1s  added 40',
  ]);
});

test('a pipe gets a line every five seconds and milestones at once', () => {
  const { written, clock, now, stream } = fakes();
  const progress = plainProgress(stream, initialState(null), now);
  const at = (atMs: number, event: RunEvent): void => {
    clock.nowMs = atMs;
    progress.onEvent(event);
  };
  at(0, RUN_STARTED);
  at(0, LAUNCH_STARTED);
  at(0, TARGET_STARTED);
  at(0, TARGET_STARTED);
  for (let atMs = 1000; atMs <= 11_000; atMs += 1000) at(atMs, slice(1, 0, 'express', 600));
  progress.stop();
  assert.deepEqual(written, [
    'measuring 2 targets x 1 scenario, 2 launches x 3 blocks, seed 4211; about 1m 29s\n',
    'launch 1/2  block 1/3  express json  6 000 req/s  7s left\n',
    'launch 1/2  block 1/3  express json  6 000 req/s  6s left\n',
  ]);
});

test('a pipe hears where it stands though nothing happens', () => {
  const { written, clock, now, stream } = fakes();
  const progress = plainProgress(stream, initialState(null), now);
  progress.onEvent(LAUNCH_STARTED);
  for (clock.nowMs = 1000; clock.nowMs <= 11_000; clock.nowMs += 1000) progress.refresh();
  assert.deepEqual(written, ['launch 1/?  starting\n', 'launch 1/?  starting\n']);
});

test('a terminal is drawn at most five times a second, once a second where nothing happens, and not for the same frame', () => {
  const { written, clock, now, stream } = fakes(80);
  const progress = ttyProgress(stream, initialState(null), { now, unicode: true, paint: (text) => text });
  for (let slices = 0; slices < 50; slices += 1, clock.nowMs += 20) {
    progress.onEvent(slice(1, slices, slices % 2 === 0 ? 'express' : 'node-http', 600 + slices));
  }
  assert.equal(written.length, 5);
  clock.nowMs += 5000;
  progress.refresh();
  progress.refresh();
  assert.equal(written.length, 6);
  clock.nowMs += 5000;
  progress.refresh();
  assert.equal(written.length, 6);
});

test('what happened is written above the view at once, and the view goes when the end is asked for', () => {
  const { written, now, stream } = fakes(80);
  const progress = ttyProgress(stream, initialState(null), { now, unicode: true, paint: (text) => text });
  progress.onEvent(LAUNCH_STARTED);
  progress.note('built express');
  progress.end('SIGINT: finishing');
  progress.onEvent(slice(1, 0, 'express', 600));
  progress.stop();
  assert.equal(written.length, 3);
  assert.match(written[1] ?? '', /\[Jbuilt express\n.*launch 1\/\? {2}starting/s);
  assert.equal(written[2], `\r\u001b[1A\u001b[JSIGINT: finishing\n${SHOW}`);
});

for (const [end, expected] of [
  ["throw new Error('boom')", /\[\?25hfile:.*Error: boom/s],
  ['process.exit(0)', /\[\?25h$/],
] as const) {
  test(`the cursor is back and the view gone before anything else is said: ${end}`, async () => {
    const { stdout, stderr } = await execFile(process.execPath, [
      '--input-type=module',
      '-e',
      drawingProgram(end),
    ]).catch((error: { stdout: string; stderr: string }) => error);
    const text = `${stdout}${stderr}`;
    assert.match(text, expected);
    assert.equal(text.split(HIDE).length, text.split(SHOW).length);
  });
}

function drawingProgram(end: string): string {
  const choose = JSON.stringify(new URL('../../src/cli/progress/choose.js', import.meta.url).href);
  return `
    import { writeSync } from 'node:fs';
    import { startProgress } from ${choose};
    const stderr = { isTTY: true, columns: 80, write: (text) => writeSync(2, text) > 0 };
    const progress = startProgress({ stderr, env: {} }, { quiet: false, stop: null });
    progress.onEvent(${JSON.stringify(TICKS[0]?.[1])});
    ${end};
  `;
}

test('progress suits where stderr goes', () => {
  const rows: [Parameters<typeof chooseProgress>[0], string][] = [
    [{ quiet: false, isTerminal: true, env: {} }, 'tty'],
    [{ quiet: false, isTerminal: false, env: {} }, 'plain'],
    [{ quiet: false, isTerminal: true, env: { CI: 'true' } }, 'plain'],
    [{ quiet: false, isTerminal: true, env: { TERM: 'dumb' } }, 'plain'],
    [{ quiet: true, isTerminal: true, env: {} }, 'silent'],
  ];
  for (const [setting, expected] of rows) assert.equal(chooseProgress(setting), expected);
});
