import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { SliceEvent } from '../../src/model/events.js';
import type { Recording } from '../../src/model/recording.js';
import type { WarningLevel } from '../../src/model/warning.js';
import { type SyntheticRunOptions, syntheticRun } from '../helpers/events.js';

const isCandidate = (slice: SliceEvent): boolean => slice.cell.target === 'fastify';

/** Changes what was recorded of the candidate. */
function recorded(change: (recording: Recording, slice: SliceEvent) => Partial<Recording>): SyntheticRunOptions {
  return {
    slice: (slice) =>
      isCandidate(slice) ? { ...slice, recording: { ...slice.recording, ...change(slice.recording, slice) } } : slice,
  };
}

/** The candidate's window took this much longer than its latencies account for. */
const withSpan = (factor: number) =>
  recorded(({ window }) => ({ window: { ...window, laneSpanNs: window.laneSpanNs * factor } }));

const withRate = (rateOf: (slice: SliceEvent) => number): SyntheticRunOptions =>
  recorded(({ window }, slice) => ({
    window: {
      ...window,
      laneSpanNs: window.laneSpanNs / rateOf(slice),
      latencySumNs: window.latencySumNs / rateOf(slice),
    },
  }));

/** Leaves an interval as wide as launches in general differ: its ends are known to the digit. */
const WITHOUT_SCATTER = { sliceStddev: 0, launchStddev: 0 };

const ROWS: readonly (readonly [symptom: string, SyntheticRunOptions, code: string, WarningLevel, RegExp])[] = [
  ['lanes that wait for the generator', withSpan(1.1), 'littles-law', 'invalid', /waited 9\.1 % of the time/],
  ['latencies that exceed the time there was', withSpan(0.9), 'littles-law', 'invalid', /a fault of perfcmp/],
  [
    'lanes that wait while connections are opened again',
    recorded(({ window, connections }) => ({
      window: { ...window, laneSpanNs: window.laneSpanNs * 1.1 },
      connections: { ...connections, reopenedInWindow: 6 },
    })),
    'littles-law',
    'warn',
    /while they were opened again/,
  ],
  [
    'connections that are closed under load',
    recorded(({ connections }) => ({ connections: { ...connections, reopened: 3, reopenedInWindow: 2 } })),
    'reopened',
    'warn',
    /^120 connections had to be opened again while measuring, for [\d ]+ answers: the server closes one after about every \d+ answers, /,
  ],
  [
    'connections that are closed without a word',
    recorded(({ connections, errors }) => ({
      connections: { ...connections, reopened: 3, reopenedInWindow: 2 },
      errors: { ...errors, read: 2 },
      topErrors: [{ kind: 'read', message: 'closed before an answer', count: 2 }],
    })),
    'reopened',
    'warn',
    /: the server closes them without a word \(`Connection: close`\), and what was sent meanwhile is lost$/,
  ],
  [
    'connections that are replaced because nothing came on them',
    recorded(({ window, errors }) => ({
      window: { ...window, laneSpanNs: window.laneSpanNs * 1.1 },
      errors: { ...errors, timeout: 6 },
    })),
    'littles-law',
    'warn',
    /, as those without an answer had to be replaced$/,
  ],
  [
    'wrong answers, of which only the sampled ones are seen',
    recorded(() => ({ sampled: { answers: 100, wrong: 1 } })),
    'wrong-answers',
    'invalid',
    /^answers wrongly under load: 60 of the 6 000 answers that were looked into \(1 %\)$/,
  ],
  [
    'a generator without time to spare',
    recorded(({ generator }) => ({ generator: { ...generator, busy: 0.95 } })),
    'client-bound',
    'invalid',
    /busy 95 % of its time/,
  ],
  [
    'connections that get next to nothing',
    recorded(({ connections }) => ({ connections: { ...connections, fewestAnswers: 0, mostAnswers: 20 } })),
    'starved-connections',
    'warn',
    /in 5 of 5 launches/,
  ],
  [
    'threads that start apart',
    recorded(({ generator }) => ({ generator: { ...generator, startSkewNs: 6e6 } })),
    'start-skew',
    'warn',
    /in 60 of 60 slices/,
  ],
  [
    'attempts to connect that fail',
    recorded(({ errors }) => ({ errors: { ...errors, connect: 1 } })),
    'connect-failed',
    'warn',
    /^60 attempts/,
  ],
  [
    'bodies that shrink after a while',
    recorded(({ window }, { launch }) => ({
      window: { ...window, bodyBytes: launch < 4 ? window.bodyBytes : window.ok * 20 },
    })),
    'body-size-changed',
    'warn',
    /in 24 of 60 slices, from 27 to 20 bytes/,
  ],
  [
    'bodies that differ from the baseline',
    recorded(({ window }) => ({ window: { ...window, bodyBytes: window.ok * 54 } })),
    'unequal-answers',
    'warn',
    /^bodies of 54 against the baseline's 27 bytes/,
  ],
  [
    'headers that differ from the baseline',
    recorded(({ bytes }) => ({ bytes: { ...bytes, read: bytes.read * 2 } })),
    'unequal-answers',
    'note',
    /^answers of 354 against the baseline's 177 bytes/,
  ],
  [
    'requests that cost less CPU in slices than before',
    {
      slice: (slice) =>
        isCandidate(slice) && slice.server
          ? { ...slice, server: { ...slice.server, cpuNs: slice.server.cpuNs * 0.9 } }
          : slice,
    },
    'cpu-guard',
    'warn',
    /costs (9\.\d|10(\.\d)?) % less CPU in slices than at the end of warm-up/,
  ],
  [
    'a ratio that rises within launches',
    { ...withRate(({ block }) => 1.02 ** block), ...WITHOUT_SCATTER },
    'drift',
    'warn',
    /^its ratio to express rose within launches by 24\.3 % \(99 %: 22\.9 % to 25\.8 %\); try a longer --warmup$/,
  ],
  [
    'a ratio that falls within launches',
    { ...withRate(({ block }) => 0.98 ** block), ...WITHOUT_SCATTER },
    'drift',
    'warn',
    /^its ratio to express fell within launches by 19\.9 % \(99 %: 19 % to 20\.8 %\); try a longer --warmup$/,
  ],
  [
    'launches of two kinds',
    withRate(({ launch }) => (launch < 3 ? 1 : 0.8)),
    'launches-disagree',
    'warn',
    /^launches disagree: .*0\.\d\dx of express$/,
  ],
  [
    'more throughput for more CPU a request',
    {
      targets: [
        { name: 'express', throughputPerSec: 6000 },
        { name: 'fastify', throughputPerSec: 8000, cpuPerRequestUs: 200 },
      ],
    },
    'cpu-contradicts',
    'warn',
    /opposite directions/,
  ],
  [
    'a total that a few slices make against all others',
    withRate(({ block }) => (block < 2 ? 0.15 : 1.25)),
    'typical-contradicts',
    'warn',
    /the other way/,
  ],
  [
    'a warm-up that did not settle',
    {
      targets: [
        { name: 'express', throughputPerSec: 6000 },
        { name: 'fastify', throughputPerSec: 6000, steady: false },
      ],
    },
    'not-steady',
    'warn',
    /not settled after 2 s of warm-up in 5 of 5 launches/,
  ],
];

for (const [symptom, options, code, level, message] of ROWS) {
  test(`${symptom}: ${code}`, () => {
    const { warnings } = analyseRun(syntheticRun(options), { toolVersion: '0.1.0' });
    const found = warnings.filter((warning) => warning.code === code);
    assert.deepEqual(
      found.map((warning) => [warning.target, warning.level]),
      [['fastify', level]],
      JSON.stringify(warnings),
    );
    assert.match(found[0]?.message ?? '', message);
  });
}

test('what rises in one launch of several is no drift, nor is what a single launch shows', () => {
  const drifts = (launches: number, rising: readonly number[]): boolean => {
    const rates = withRate(({ launch, block }) => (rising.includes(launch) ? 1.05 ** block : 1));
    const { warnings } = analyseRun(syntheticRun({ ...rates, launches }), { toolVersion: '0.1.0' });
    return warnings.some(({ code }) => code === 'drift');
  };
  assert.deepEqual([drifts(5, [2]), drifts(2, [2]), drifts(1, [1])], [false, false, false]);
  assert.deepEqual([drifts(5, [1, 2, 3, 4, 5]), drifts(2, [1, 2])], [true, true]);
});

test('a machine that loses time to its hypervisor or slows down is said to', () => {
  const options: SyntheticRunOptions = {
    slice: (slice) => ({
      ...slice,
      machine: { foreignCores: 0.02, stealCores: 0.2 },
      probeUs: slice.block === 0 ? 9000 : 5000,
    }),
  };
  const { warnings, measurements } = analyseRun(syntheticRun(options), { toolVersion: '0.1.0' });
  const found = (code: string) => warnings.find((warning) => warning.code === code);
  assert.equal(found('steal')?.message, 'the hypervisor took away 0.20 cores on average, over 0.05 in 60 of 60 blocks');
  const [first, second] = measurements[0]?.series ?? [];
  assert.deepEqual([first?.marks, second?.marks], [['steal', 'slow-probe'], ['steal']]);
  assert.deepEqual([first?.excluded, second?.excluded], [false, false], 'a mark deletes nothing');
  assert.equal(found('slow-probe')?.level, 'note');
  assert.match(found('slow-probe')?.message ?? '', /before 5 of 60 blocks/);
});

test('a machine that is slow before more than a fifth of the blocks is not the one the results speak of', () => {
  const levels = (slowOfTwelve: number): string[] =>
    analyseRun(syntheticRun({ slice: (slice) => ({ ...slice, probeUs: slice.block < slowOfTwelve ? 9000 : 5000 }) }), {
      toolVersion: '0.1.0',
    }).warnings.flatMap(({ code, level }) => (code === 'slow-probe' ? [level] : []));
  assert.deepEqual([levels(0), levels(2), levels(3)], [[], ['note'], ['warn']]);
});

test('a server that is not ours to see is not taken for a disturbance of itself', () => {
  const options: SyntheticRunOptions = {
    slice: (slice) => ({ ...slice, server: null, machine: { foreignCores: 0.9, stealCores: null }, probeUs: null }),
  };
  const report = analyseRun(syntheticRun(options), { toolVersion: '0.1.0' });
  assert.equal(
    report.warnings.some(({ code }) => code === 'foreign-cpu'),
    false,
  );
  assert.equal(report.measurements[0]?.server, null);
  assert.equal(
    report.comparisons.some(({ metric }) => metric === 'cpuPerRequest'),
    false,
  );
});

test('a contradicted total gets no verdict', () => {
  const report = analyseRun(syntheticRun(withRate(({ block }) => (block < 2 ? 0.15 : 1.25))), { toolVersion: '0.1.0' });
  const throughput = report.comparisons.find(({ metric }) => metric === 'throughput');
  assert.ok(throughput!.ratio.upper! < 0.98);
  assert.ok(throughput!.typicalRatio!.lower! > 1);
  assert.equal(throughput?.verdict, 'inconclusive');
});

test('three targets at the first place with a generator that has little time left may be its ceiling', () => {
  const targets = ['a', 'b', 'c'].map((name) => ({ name, throughputPerSec: 6000 }));
  const busy = (share: number): SyntheticRunOptions => ({
    targets,
    slice: (slice) => ({
      ...slice,
      recording: { ...slice.recording, generator: { ...slice.recording.generator, busy: share } },
    }),
  });
  const found = (share: number) =>
    analyseRun(syntheticRun(busy(share)), { toolVersion: '0.1.0' }).warnings.find(
      ({ code }) => code === 'ceiling-ties',
    );
  assert.match(found(0.85)?.message ?? '', /^3 targets share the first place/);
  assert.equal(found(0.5), undefined);
});
