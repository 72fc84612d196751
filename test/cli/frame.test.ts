import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameLines } from '../../src/cli/progress/frame.js';
import { nextState } from '../../src/cli/progress/state.js';
import type { RunEvent } from '../../src/model/events.js';
import type { SyntheticRunOptions } from '../helpers/events.js';
import { syntheticScenario } from '../helpers/recordings.js';
import { assertGolden } from './harness.js';
import { sliceOf, type WatchedRun, watchUntil } from './watched-run.js';

const THREE: SyntheticRunOptions = {
  targets: [
    { name: 'express', throughputPerSec: 6214 },
    { name: 'node-http', throughputPerSec: 24_310 },
    { name: 'spring-like', throughputPerSec: 6060, steady: false },
  ],
  scenarios: [syntheticScenario('json'), syntheticScenario('benchmark-no-wait')],
};

/** What a terminal of this size shows: a row is left to the cursor, a column to nobody. */
function frame({ state, nowMs }: WatchedRun, columns: number, rows: number, unicode = true): string {
  const lines = frameLines(state, { columns: columns - 1, rows: rows - 1, nowMs, unicode, paint: (text) => text });
  for (const line of lines) {
    assert.ok(line.length < columns, `${line.length} columns: ${line}`);
    assert.doesNotMatch(line, /\p{Cc}/u);
  }
  assert.ok(lines.length < rows, `${lines.length} rows`);
  return `${lines.join('\n')}\n`;
}

/** Eight servers, six of them told with a warning, one by a command of two lines. */
const FULL_HOUSE: SyntheticRunOptions = {
  targets: [
    'express',
    'fastify',
    'a-server-of-a-long-name',
    'koa',
    'export CACHE=off\n\tnode server.js --cluster 2',
    'hono',
    'nestjs',
    'node-http',
  ].map((name, place) => ({ name, throughputPerSec: 5000 + 900 * place, steady: place > 5 })),
  scenarios: ['json', 'benchmark-no-wait', 'fortunes', 'plaintext'].map((name) => syntheticScenario(name)),
};

// What is seen more than once is made once.
const THIRD_LAUNCH = watchUntil(THREE, sliceOf(3, 27));
const FULL = watchUntil(FULL_HOUSE, sliceOf(2, 133));
const MANY_TARGETS = watchUntil(
  { targets: Array.from({ length: 30 }, (_, place) => ({ name: `server-${place}`, throughputPerSec: 5000 })) },
  sliceOf(2, 100),
);
const MANY_SCENARIOS = watchUntil(
  {
    targets: [...(THREE.targets ?? []), { name: 'a-server-of-a-long-name', throughputPerSec: 9000 }],
    scenarios: Array.from({ length: 19 }, (_, place) => syntheticScenario(`scenario-${place + 1}`)),
    blocks: 3,
  },
  sliceOf(2, 100),
);

const SIZES = [
  [80, 24],
  [60, 20],
] as const;

for (const [columns, rows] of SIZES) {
  test(`a frame of a run in its third launch, ${columns} x ${rows}`, () => {
    assertGolden(`frame-run-${columns}x${rows}.txt`, frame(THIRD_LAUNCH, columns, rows));
  });

  test(`more targets than fit are counted, ${columns} x ${rows}`, () => {
    assertGolden(`frame-many-targets-${columns}x${rows}.txt`, frame(MANY_TARGETS, columns, rows));
  });

  test(`scenarios whose rows do not fit have a line each, ${columns} x ${rows}`, () => {
    assertGolden(`frame-many-scenarios-${columns}x${rows}.txt`, frame(MANY_SCENARIOS, columns, rows));
  });
}

for (const [columns, rows] of [
  [80, 24],
  [40, 10],
] as const) {
  test(`eight targets, four scenarios and six warnings have room in ${columns} x ${rows}`, () => {
    assertGolden(`frame-full-house-${columns}x${rows}.txt`, frame(FULL, columns, rows));
  });
}

test('while targets are warmed up it is told how far each of them is', () => {
  let windows = 0;
  const watched = watchUntil(THREE, (event) => event.kind === 'warmup' && ++windows === 35);
  assertGolden('frame-warming-80x24.txt', frame(watched, 80, 24));
});

test('within the first launch ratios have no interval', () => {
  assertGolden('frame-first-launch-80x24.txt', frame(watchUntil(THREE, sliceOf(1, 27)), 80, 24));
});

test('without UTF-8 a frame is ASCII', () => {
  const text = frame(THIRD_LAUNCH, 80, 24, false);
  assert.match(text, /^[\n\x20-\x7e]*$/);
  assertGolden('frame-run-ascii-80x24.txt', text);
});

test('targets that fail, requests that fail and what others do are told while it goes on', () => {
  const targets = [
    { name: 'express', throughputPerSec: 6000, idleShare: 0.04 },
    { name: 'flaky', throughputPerSec: 9000, failedShare: 0.01 },
    { name: 'dying', throughputPerSec: 5000, failsInLaunch: 2 },
  ];
  const watched = watchUntil({ targets }, sliceOf(2, 10));
  assertGolden('frame-troubled-80x24.txt', frame(watched, 80, 24));
});

test('a warning that stays above the view is not repeated in it', () => {
  const warning = { code: 'not-steady', level: 'warn', target: 'spring-like', scenario: null, profile: null } as const;
  const told: RunEvent = { kind: 'warning', warning: { ...warning, message: 'told' } };
  const { state, nowMs } = THIRD_LAUNCH;
  assert.match(frame({ state, nowMs }, 80, 24), /^! spring-like: throughput had not settled/m);
  assert.doesNotMatch(frame({ state: nextState(state, told, nowMs), nowMs }, 80, 24), /^!/m);
});

test('a lone target is held against nothing', () => {
  const watched = watchUntil({ targets: [{ name: 'express', throughputPerSec: 6000 }] }, sliceOf(2, 3));
  assert.doesNotMatch(frame(watched, 80, 24), /against|baseline/);
});

test('a restart in another mode forgets what was measured', () => {
  const { state, nowMs } = watchUntil({ ...THREE, restartsFrozen: true }, (event) => event.kind === 'mode-chosen');
  assert.equal(state.interim, null);
  assert.doesNotMatch(frame({ state, nowMs }, 80, 24), /\dx/);
});

test('a frame never leaves its terminal, however small or large that is', () => {
  const scenarios = Array.from({ length: 7 }, (_, place) => syntheticScenario(`scenario-${place + 1}`));
  const runs = [
    THIRD_LAUNCH,
    watchUntil({ ...THREE, scenarios }, sliceOf(2, 9)),
    FULL,
    watchUntil(FULL_HOUSE, (event) => event.kind === 'warmup'),
  ];
  for (const run of runs) {
    for (let columns = 10; columns <= 200; columns += 7) {
      for (let rows = 2; rows <= 60; rows += 3) assert.ok(frame(run, columns, rows).length > 0);
    }
  }
});
