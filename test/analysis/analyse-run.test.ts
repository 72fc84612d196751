import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { Comparison, Metric } from '../../src/model/comparison.js';
import type { RunEvent, SliceEvent } from '../../src/model/events.js';
import type { Measurement } from '../../src/model/measurement.js';
import { type Report, rankOf } from '../../src/model/report.js';
import { encodeHdrV2 } from '../../src/stats/hdr-encoding.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';
import { type SyntheticRunOptions, syntheticRun } from '../helpers/events.js';
import { syntheticScenario } from '../helpers/recordings.js';

function analyse(options: SyntheticRunOptions = {}): Report {
  return analyseRun(syntheticRun(options), { toolVersion: '0.1.0' });
}

function measured(report: Report, target: string): Measurement {
  const found = report.measurements.find((measurement) => measurement.target === target);
  assert.ok(found, `no measurement of ${target}`);
  return found;
}

function compared(report: Report, target: string, metric: Metric = 'throughput'): Comparison {
  const found = report.comparisons.find((comparison) => comparison.target === target && comparison.metric === metric);
  assert.ok(found, `no ${metric} of ${target}`);
  return found;
}

function codes(report: Report): string[] {
  return [...new Set(report.warnings.map((warning) => warning.code))].sort();
}

/** Every number anywhere in the report; an undefined one must be null. */
function assertNoNaN(value: unknown, path = 'report'): void {
  if (typeof value === 'number') assert.ok(Number.isFinite(value), `${path} is ${value}`);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) assertNoNaN(member, `${path}.${key}`);
}

const SLOWER = [
  { name: 'express', throughputPerSec: 6000 },
  { name: 'slow', throughputPerSec: 4200, cpuPerRequestUs: 140 },
];

test('two equal targets show no difference in throughput, median and CPU per request', () => {
  const report = analyse();
  for (const metric of ['throughput', 'latency.p50', 'cpuPerRequest'] as const) {
    const { ratio, verdict, launchRatios } = compared(report, 'fastify', metric);
    assert.equal(verdict, 'no-difference', metric);
    assert.ok(ratio.lower! < 1 && ratio.upper! > 1, metric);
    assert.equal(launchRatios.length, 5);
  }
  assert.deepEqual(codes(report), ['too-few-samples']);
  assert.deepEqual(
    rankOf(report, 'json', 'c64').map(({ from, to }) => [from, to]),
    [
      [1, 2],
      [1, 2],
    ],
  );
});

test('a target that is 30 % slower is called slower in everything that follows from it', () => {
  const report = analyse({ targets: SLOWER });
  const throughput = compared(report, 'slow');
  assert.equal(throughput.verdict, 'slower');
  assert.ok(Math.abs(throughput.ratio.value! - 0.7) < 0.02, `${throughput.ratio.value}`);
  assert.equal(compared(report, 'slow', 'latency.p50').verdict, 'slower');
  assert.equal(compared(report, 'slow', 'cpuPerRequest').verdict, 'slower');
  assert.ok(throughput.mde! > 0.02 && throughput.mde! < 0.08, `${throughput.mde}`);
  assert.equal(throughput.margin, 0.02);
  assert.deepEqual(rankOf(report, 'json', 'c64'), [
    { target: 'express', from: 1, to: 1 },
    { target: 'slow', from: 2, to: 2 },
  ]);
});

test('a ratio above 1 is better whatever the metric', () => {
  const report = analyse({ targets: SLOWER, baseline: 'slow' });
  const ofSpeed: readonly string[] = ['throughput', 'latency.p50', 'latency.p99', 'cpuPerRequest'];
  for (const { ratio, verdict, metric } of report.comparisons.filter((one) => ofSpeed.includes(one.metric))) {
    assert.ok(ratio.value! > 1.3, metric);
    assert.equal(verdict, 'faster', metric);
  }
});

test('the measurement is made of totals over all slices', () => {
  const events = syntheticRun({ launches: 2, blocks: 3 });
  const slices = events.filter((event) => event.kind === 'slice' && event.cell.target === 'express');
  let ok = 0;
  let seconds = 0;
  for (const event of slices) {
    if (event.kind !== 'slice') continue;
    ok += event.recording.window.ok;
    seconds += event.recording.window.laneSpanNs / 64 / 1e9;
  }
  const measurement = measured(analyseRun(events, { toolVersion: '0.1.0' }), 'express');
  assert.ok(Math.abs(measurement.throughput.value! - ok / seconds) < 1e-6);
  assert.ok(Math.abs((measurement.loadedSeconds ?? 0) - seconds) < 1e-9);
  assert.deepEqual(measurement.requests, { sent: ok, measured: ok, ok, failed: 0, inFlightAtEnd: 0 });
  assert.deepEqual(measurement.statuses, { 200: ok });
  assert.ok(Math.abs(measurement.littlesLaw! - 1) < 1e-6);
  assert.equal(measurement.series.length, 6);
  assert.deepEqual(measurement.cold, { firstResponseMs: 10, firstSecondPerSec: 5025 });
  assert.equal(measurement.warmup.length, 8);
  assert.equal(measurement.bytes.bodyPerResponse, 27);
  assert.equal(measurement.server?.peakRssBytes, 102 * 2 ** 20);
  // Latency follows from throughput in a closed loop: 64 lanes.
  assert.ok(Math.abs(measurement.latencyUs.mean! - (64e6 * seconds) / ok) < 0.1);
});

test('a run disturbed from outside during some blocks leaves those blocks out and shows both ratios', () => {
  const report = analyse({
    targets: SLOWER,
    slice: (slice) =>
      slice.launch === 2 && slice.block < 4 ? { ...slice, machine: { foreignCores: 0.9, stealCores: 0 } } : slice,
  });
  const measurement = measured(report, 'express');
  assert.equal(measurement.series.filter((point) => point.excluded).length, 4);
  assert.ok(compared(report, 'slow').allBlocksRatio?.value);
  const warning = report.warnings.find(({ code }) => code === 'foreign-cpu');
  assert.equal(warning?.level, 'note');
  assert.match(warning?.message ?? '', /during 4 of 60 blocks; they were left out/);
});

test('who disturbed blocks is named, by what it used most', () => {
  const slice = (one: SliceEvent): SliceEvent =>
    one.launch === 2 && one.block < 2 ? { ...one, machine: { foreignCores: 0.9, stealCores: 0 } } : one;
  const by = (pid: number) => [
    { name: 'cc1plus', pid, cores: 0.2 },
    { name: 'node', pid: 7, cores: 0.6 },
  ];
  const events = syntheticRun({ slice }).flatMap((event): RunEvent[] => {
    const isLast = event.kind === 'slice' && event.launch === 2 && event.block < 2 && event.position === 1;
    if (!isLast) return [event];
    const { launch, block, phase } = event;
    return [event, { kind: 'disturbance', launch, block, phase, by: by(100 + block) }];
  });
  const { warnings } = analyseRun(events, { toolVersion: '0.1.0' });
  assert.equal(
    warnings.find(({ code }) => code === 'foreign-cpu')?.message,
    'another process used more than 0.25 cores during 2 of 60 blocks (node, pid 7: 0.60 cores in 2 of them; cc1plus, 2 processes: 0.20 cores in 2 of them); they were left out',
  );
});

test('a launch in which most blocks were disturbed keeps them all, and says so', () => {
  const report = analyse({
    slice: (slice) =>
      slice.launch === 2 && slice.block < 8 ? { ...slice, machine: { foreignCores: 0.9, stealCores: 0 } } : slice,
  });
  assert.equal(measured(report, 'express').series.filter((point) => point.excluded).length, 0);
  assert.equal(compared(report, 'fastify').allBlocksRatio, null);
  const warning = report.warnings.find(({ code }) => code === 'foreign-cpu');
  assert.equal(warning?.level, 'warn');
  assert.match(warning?.message ?? '', /during 8 of 60 blocks: too many to leave out, so they are in the numbers/);
});

test('a run disturbed in all its blocks says so before anything else', () => {
  const report = analyse({
    targets: SLOWER.map((target) => ({ ...target, steady: false })),
    slice: (slice) => ({ ...slice, machine: { foreignCores: 0.9, stealCores: 0 } }),
  });
  const [first] = report.warnings;
  assert.deepEqual([first?.code, first?.level], ['foreign-cpu', 'warn']);
  assert.match(first?.message ?? '', /during all 60 blocks, so none was left out/);
});

test('with native workers a note says how many cores each target used, where that differs', () => {
  const plan = { cores: { workers: 'native', serverCpus: null, generatorCpus: null } } as const;
  const said = (cpuPerRequestUs: number): string[] => {
    const targets = [SLOWER[0]!, { name: 'other', throughputPerSec: 6000, cpuPerRequestUs }];
    return analyse({ targets, plan }).warnings.flatMap(({ code, message }) =>
      code === 'native-workers' ? [message] : [],
    );
  };
  const shared = 'native workers: each target takes as many cores as it likes, and the load generator shares them';
  assert.deepEqual(said(100), [shared]);
  const [told = '', ...more] = said(300);
  assert.deepEqual(more, []);
  assert.ok(told.startsWith(`${shared}; used on average: express `), told);
});

test('marks that follow one target are its own doing: no block is dropped', () => {
  const report = analyse({
    slice: (slice) =>
      slice.cell.target === 'fastify' && slice.block < 5
        ? { ...slice, machine: { foreignCores: 0.9, stealCores: 0 } }
        : slice,
  });
  assert.equal(compared(report, 'fastify').allBlocksRatio, null);
  const warning = report.warnings.find(({ code }) => code === 'foreign-cpu');
  assert.equal(warning?.target, 'fastify');
  assert.equal(warning?.level, 'warn');
});

test('where each target has its turn alone, a disturbance of one turn is no doing of its target', () => {
  const report = analyse({
    slice: (slice) => {
      const isDisturbed = slice.launch === 2 && slice.cell.target === 'fastify' && slice.block < 6;
      const machine = isDisturbed ? { foreignCores: 0.9, stealCores: 0 } : slice.machine;
      return { ...slice, mode: 'exclusive', machine };
    },
  });
  const warning = report.warnings.find(({ code }) => code === 'foreign-cpu');
  assert.equal(warning?.target, null);
  assert.notEqual(compared(report, 'fastify').allBlocksRatio, null);
});

test('errors above 0.1 % make the verdict invalid, and fewer are a warning', () => {
  const withErrors = (failedShare: number) =>
    analyse({
      targets: [
        { name: 'express', throughputPerSec: 20_000 },
        { name: 'broken', throughputPerSec: 40_000, failedShare },
      ],
      launches: 3,
      blocks: 4,
    });
  const broken = withErrors(0.02);
  assert.equal(compared(broken, 'broken').verdict, 'invalid');
  assert.deepEqual(
    rankOf(broken, 'json', 'c64').map((rank) => rank.target),
    ['express'],
  );
  assert.match(broken.warnings.find(({ code }) => code === 'errors')?.message ?? '', /\(2 %\), most often status 500$/);
  const nearly = withErrors(0.0005);
  assert.equal(compared(nearly, 'broken').verdict, 'faster');
  assert.equal(nearly.warnings.find(({ code }) => code === 'errors')?.level, 'warn');
});

test('a target that answers nothing right has no throughput, and nothing breaks', () => {
  const targets = [
    { name: 'express', throughputPerSec: 6000 },
    { name: 'dead', throughputPerSec: 6000, failedShare: 1 },
  ];
  const report = analyse({ targets, launches: 3, blocks: 3 });
  assertNoNaN(report);
  assert.equal(measured(report, 'dead').throughput.value, 0);
  assert.equal(compared(report, 'dead').verdict, 'invalid');
  assert.equal(compared(report, 'dead').ratio.value, null);
  assert.ok(codes(report).includes('answers-failed'));
});

test('an interrupted run counts what a launch has, if every cell has two blocks of it', () => {
  const enough = analyse({ targets: SLOWER, interruptedAfter: { launch: 4, blocks: 2 } });
  assert.equal(enough.run.interrupted, 'SIGINT');
  assert.equal(enough.plan.launchesDone, 3);
  assert.equal(compared(enough, 'slow').launchRatios.length, 4);
  const tooFew = analyse({ targets: SLOWER, interruptedAfter: { launch: 4, blocks: 1 } });
  assert.equal(compared(tooFew, 'slow').launchRatios.length, 3);
  assert.equal(measured(tooFew, 'slow').series.length, 37);
  assert.equal(compared(tooFew, 'slow').verdict, 'slower');
});

test('a run interrupted before it measured anything is a report of nulls', () => {
  const report = analyse({ interruptedAfter: { launch: 1, blocks: 0 } });
  assertNoNaN(report);
  const measurement = measured(report, 'express');
  assert.deepEqual(measurement.throughput, { value: null, lower: null, upper: null, unit: 'req/s' });
  assert.equal(measurement.latencyUs.p50, null);
  assert.equal(measurement.requests.sent, 0);
  const { ratio, verdict, mde } = compared(report, 'fastify');
  assert.deepEqual([ratio.value, verdict, mde], [null, 'inconclusive', null]);
  assert.deepEqual(rankOf(report, 'json', 'c64'), []);
});

test('a run that was killed has a report, with an unknown end', () => {
  const events = syntheticRun({ launches: 1, blocks: 3 }).filter((event) => event.kind !== 'run-finished');
  const report = analyseRun(events, { toolVersion: '0.1.0' });
  assert.equal(report.run.interrupted, 'unknown');
  assertNoNaN(report);
});

test('a single launch is rough: it has an interval, but cannot show equality', () => {
  const report = analyse({ launches: 1 });
  const comparison = compared(report, 'fastify');
  assert.equal(comparison.verdict, 'inconclusive');
  assert.ok(comparison.ratio.lower! < 0.95 && comparison.ratio.upper! > 1.05);
  assert.equal(comparison.mde, null);
  assert.ok(codes(report).includes('rough'));
  assert.equal(compared(analyse({ launches: 1, targets: SLOWER }), 'slow').verdict, 'slower');
});

test('a quick run finds a clear loss and is marked rough', () => {
  const report = analyse({ launches: 2, quick: true, targets: SLOWER });
  assert.equal(compared(report, 'slow').verdict, 'slower');
  assert.ok(compared(report, 'slow').mde! > 0.05);
  assert.equal(report.warnings.find(({ code }) => code === 'rough')?.level, 'note');
  assert.equal(compared(analyse({ launches: 2, quick: true }), 'fastify').verdict, 'inconclusive');
});

test('a target that fails keeps its rows and gets no verdict, while the others do', () => {
  const targets = [...SLOWER, { name: 'crash', throughputPerSec: 9000, failsInLaunch: 3 }];
  const report = analyse({ targets });
  assert.equal(report.targets.find(({ name }) => name === 'crash')?.failure, 'exited with code 1 before it was ready');
  assert.equal(compared(report, 'crash').verdict, 'invalid');
  assert.ok(measured(report, 'crash').throughput.value! > 8000);
  assert.equal(measured(report, 'crash').series.length, 24);
  assert.equal(compared(report, 'slow').verdict, 'slower');
  assert.equal(compared(report, 'slow').launchRatios.length, 5);
  assert.deepEqual(
    rankOf(report, 'json', 'c64').map((rank) => rank.target),
    ['express', 'slow'],
  );
});

test('how much CPU of each target fell outside its own slices is told where the mode stayed as it was', () => {
  const targets = [
    { name: 'express', throughputPerSec: 6000, idleShare: 0.002 },
    { name: 'slow', throughputPerSec: 4200 },
  ];
  const { idleShare = {} } = analyse({ targets }).plan;
  assert.deepEqual([idleShare.express?.toFixed(4), idleShare.slow], ['0.0020', 0]);
  const alone = analyse({ slice: (slice) => ({ ...slice, mode: 'exclusive' }), plan: { mode: 'exclusive' } });
  assert.equal(alone.plan.idleShare, undefined);
});

test('a restart in another mode discards what was measured before', () => {
  const report = analyse({ restartsFrozen: true });
  assert.equal(report.plan.mode, 'freeze');
  assert.equal(report.plan.sliceMs, 300);
  assert.equal(measured(report, 'express').series.length, 60);
  const pilotsOnly = analyse({ slice: (slice) => (slice.block < 3 ? { ...slice, phase: 'pilot' } : slice) });
  assert.equal(measured(pilotsOnly, 'express').series.length, 60);
});

test('launches that were discarded and not made again are not told of, and what they were told of is told once', () => {
  const restless = [...SLOWER.slice(0, 1), { ...SLOWER[1]!, steady: false, throughputPerSec: 100 }];
  const unseen: RunEvent = {
    kind: 'warning',
    warning: { code: 'server-unseen', level: 'note', target: 'slow', scenario: null, profile: null, message: 'unseen' },
  };
  const late = (event: RunEvent): RunEvent =>
    event.kind === 'target-started' ? { ...event, startupMs: 9000, firstResponseMs: 900 } : event;
  const plain = syntheticRun({ targets: restless, launches: 5 }).filter(({ kind }) => kind !== 'run-finished');
  const chosen = syntheticRun({ launches: 1, restartsFrozen: true }).filter(({ kind }) => kind === 'mode-chosen');
  const frozen = syntheticRun({ targets: SLOWER, launches: 3, slice: (slice) => ({ ...slice, mode: 'freeze' }) });
  const again = frozen.filter(({ kind }) => kind !== 'run-started' && kind !== 'ceiling');
  const report = analyseRun([...plain.map(late), unseen, ...chosen, unseen, ...again], { toolVersion: '0.1.0' });
  assert.deepEqual(
    report.warnings.filter(({ code }) => code === 'not-steady' || code === 'server-unseen').map(({ code }) => code),
    ['server-unseen'],
  );
  const slow = report.targets.find(({ name }) => name === 'slow');
  assert.deepEqual([slow?.startupMs, slow?.firstResponseMs, slow?.peakRssBytes], [202, 10, 103 * 2 ** 20]);
  const { cold, warmup } = measured(report, 'slow');
  assert.equal(cold?.firstResponseMs, 10);
  assert.equal(warmup.at(-1)?.throughputPerSec, SLOWER[1]!.throughputPerSec);
});

test('a look at launches that were made again in another mode is none of the run', () => {
  const stopping = { looks: [3, 5], budgetMs: null, resolution: null };
  const events = syntheticRun({ launches: 3, plan: { stopping } });
  const chosen = syntheticRun({ launches: 1, restartsFrozen: true }).filter(({ kind }) => kind === 'mode-chosen');
  const look: RunEvent = { kind: 'look', launchesDone: 3, ended: 'settled', reason: 'every verdict stands' };
  const end = (looks: readonly RunEvent[]) =>
    analyseRun([...events.slice(0, -1), ...looks], { toolVersion: '0' }).plan.stopping?.ended;
  assert.equal(end([look]), 'settled');
  assert.equal(end([look, ...chosen]), null);
});

test('work outside its own slices makes a target invalid', () => {
  const targets = [
    { name: 'express', throughputPerSec: 6000 },
    { name: 'go', throughputPerSec: 6000, idleShare: 0.05 },
  ];
  const report = analyse({ targets });
  assert.equal(compared(report, 'go').verdict, 'invalid');
  const warning = report.warnings.find(({ code }) => code === 'background-work');
  assert.deepEqual([warning?.target, warning?.level], ['go', 'invalid']);
  assert.match(warning?.message ?? '', /which plain mode cannot prevent; try --mode freeze$/);
});

test('a target near the ceiling of the generator is invalid', () => {
  const report = analyse({ targets: SLOWER, ceilingPerSec: 7000 });
  assert.equal(compared(report, 'slow').verdict, 'invalid');
  const bound = report.warnings.filter(({ code }) => code === 'client-bound');
  assert.deepEqual(
    bound.map(({ target, level }) => [target, level]),
    [['express', 'invalid']],
  );
});

test('a ceiling counts for the scenarios that it was measured for', () => {
  const bound = (scenarios: readonly string[]): boolean => {
    const events = syntheticRun({ targets: SLOWER, ceilingPerSec: 7000 });
    const about = events.map((event) => (event.kind === 'ceiling' ? { ...event, scenarios } : event));
    return codes(analyseRun(about, { toolVersion: '0' })).includes('client-bound');
  };
  assert.deepEqual([bound(['upload', 'json']), bound(['upload'])], [true, false]);
});

test('the report tells the ceiling of each size of answers, with the scenarios that are judged by it', () => {
  const scenarios = ['json', 'download'].map((name) => ({ ...syntheticScenario(), name }));
  const events = syntheticRun({ scenarios, launches: 1, blocks: 4 }).flatMap((event): RunEvent[] =>
    event.kind === 'ceiling'
      ? [
          { ...event, scenarios: ['json'], throughputPerSec: 90_000 },
          { ...event, scenarios: ['download'], throughputPerSec: 6500 },
        ]
      : [event],
  );
  const { plan, warnings } = analyseRun(events, { toolVersion: '0' });
  assert.deepEqual(plan.ceilings, [
    { profile: 'c64', scenarios: ['json'], throughputPerSec: 90_000, busy: 0.97 },
    { profile: 'c64', scenarios: ['download'], throughputPerSec: 6500, busy: 0.97 },
  ]);
  assert.deepEqual(plan.ceilingPerSec, { c64: 90_000 });
  const bound = warnings.filter(({ code }) => code === 'client-bound').map(({ scenario }) => scenario);
  assert.deepEqual([...new Set(bound)], ['download']);
});

test('a target above the ceiling of the generator is never said to do more than can be done', () => {
  const { warnings } = analyse({ targets: SLOWER, ceilingPerSec: 5000 });
  const [bound] = warnings.filter(({ code, target }) => code === 'client-bound' && target === 'express');
  assert.match(bound?.message ?? '', /^this is as much as the load generator can do at most: /);
  const [slow] = warnings.filter(({ code, target }) => code === 'client-bound' && target === 'slow');
  assert.match(slow?.message ?? '', /^this is 8\d(\.\d)? % of what the load generator can do at most: /);
});

test('a ceiling at which the generator had time to spare is not its own, and spoils no verdict', () => {
  const report = analyse({ targets: SLOWER, ceilingPerSec: 4500, ceilingBusy: 0.7 });
  assert.equal(compared(report, 'slow').verdict, 'slower');
  assert.equal(codes(report).includes('client-bound'), false);
  assert.deepEqual(
    report.warnings
      .filter(({ code }) => code === 'near-ceiling')
      .map(({ target, level, message }) => [target, level, message.replace(/:.*/, '')]),
    [
      ['express', 'warn', 'as fast as null-server, which does nothing but answer'],
      ['slow', 'warn', 'nearly as fast as null-server, which does nothing but answer'],
    ],
  );
});

test('p99 is compared only where a hundred answers lie beyond it in each launch', () => {
  const fast = [
    { name: 'a', throughputPerSec: 20_000 },
    { name: 'b', throughputPerSec: 20_000 },
  ];
  const report = analyse({ targets: fast, launches: 3, blocks: 6 });
  assert.equal(compared(report, 'b', 'latency.p99').margin, 0.1);
  const few = analyse({ launches: 3, blocks: 6 });
  assert.equal(
    few.comparisons.some(({ metric }) => metric === 'latency.p99'),
    false,
  );
  const note = few.warnings.find(({ code }) => code === 'too-few-samples');
  assert.match(note?.message ?? '', /^p99 not compared: p99 needs 10000 answers a launch/);
});

test('a server that stalls now and then loses throughput and is said to stall', () => {
  const report = analyse({
    slice: (slice) => {
      if (slice.cell.target !== 'fastify' || slice.block % 6 !== 0) return slice;
      // A pause of 60 ms that all lanes waited through.
      const { window } = slice.recording;
      const stalledNs = window.laneSpanNs + 64 * 60e6;
      const stalled = { ...window, laneSpanNs: stalledNs, latencySumNs: stalledNs };
      return { ...slice, recording: { ...slice.recording, window: stalled } };
    },
  });
  const comparison = compared(report, 'fastify');
  assert.equal(comparison.verdict, 'slower');
  assert.ok(comparison.typicalRatio!.value! > comparison.ratio.value! + 0.05);
  const note = report.warnings.find(({ code }) => code === 'stalls');
  assert.equal(note?.target, 'fastify');
  assert.match(note?.message ?? '', /^stalls: [789](\.\d)? % of its time$/);
});

test('a baseline that stalls is said to once, whoever it is compared with', () => {
  const targets = ['express', 'b', 'c'].map((name) => ({ name, throughputPerSec: 6000 }));
  const report = analyse({
    targets,
    slice: (slice) => {
      if (slice.cell.target !== 'express' || slice.block % 6 !== 0) return slice;
      const { window } = slice.recording;
      const stalledNs = window.laneSpanNs + 64 * 60e6;
      const stalled = { ...window, laneSpanNs: stalledNs, latencySumNs: stalledNs };
      return { ...slice, recording: { ...slice.recording, window: stalled } };
    },
  });
  const stalls = report.warnings.filter(({ code }) => code === 'stalls');
  assert.deepEqual(
    stalls.map(({ target }) => target),
    ['express'],
  );
});

test('without its baseline a run still has measurements, and every verdict is invalid', () => {
  const targets = [{ name: 'express', throughputPerSec: 6000, failsInLaunch: 1 }, ...SLOWER.slice(1)];
  const report = analyse({ targets, launches: 3, blocks: 4 });
  assertNoNaN(report);
  assert.deepEqual(
    report.comparisons.map(({ metric, verdict }) => [metric, verdict]),
    [['throughput', 'invalid']],
  );
  assert.ok(measured(report, 'slow').throughput.lower! > 3500);
  assert.equal(measured(report, 'express').throughput.value, null);
});

test('in twenty noisy runs no equal server is called different, and one that loses 10 % is found', () => {
  let found = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const targets = [
      { name: 'base', throughputPerSec: 600 },
      { name: 'same', throughputPerSec: 600 },
      { name: 'slow', throughputPerSec: 540 },
    ];
    const report = analyse({ seed, targets, launchStddev: 0.01, sliceStddev: 0.03, machineStddev: 0.3 });
    const { verdict } = compared(report, 'same');
    assert.ok(verdict === 'no-difference' || verdict === 'inconclusive', `seed ${seed}: ${verdict}`);
    if (compared(report, 'slow').verdict === 'slower') found += 1;
  }
  assert.ok(found >= 19, `${found} of 20`);
});

test('histograms in the report are those of the slices together', () => {
  const events = syntheticRun({ launches: 1, blocks: 2 });
  const merged = new LatencyHistogram();
  for (const event of events) {
    if (event.kind === 'slice' && event.cell.target === 'express') merged.addSparse(event.recording.window.latency);
  }
  const measurement = measured(analyseRun(events, { toolVersion: '0.1.0' }), 'express');
  assert.equal(measurement.histograms.latency, encodeHdrV2(merged));
  assert.equal(measurement.histograms.serviceTime, null);
  assert.deepEqual(measurement.serviceTimeUs, measurement.latencyUs);
});

test('the head of the report says what ran, where and how', () => {
  const report = analyse({ targets: [{ ...SLOWER[0]!, description: { version: '5.3.0' } }, SLOWER[1]!] });
  assert.equal(report.schema, 'perfcmp/report@1');
  assert.deepEqual(report.run, {
    id: '20261123-0120-7f3a',
    command: 'run',
    startedAt: '2026-11-23T01:20:00.000Z',
    seconds: 89,
    seed: 4211,
    argv: ['run'],
    interrupted: null,
  });
  assert.deepEqual(report.plan.ceilingPerSec, { c64: 100_000 });
  const [express] = report.targets;
  assert.equal(express?.version, '5.3.0');
  assert.equal(express?.startupMs, 203);
  assert.equal(express?.peakRssBytes, 105 * 2 ** 20);
  assert.equal(report.scenarios[0]?.expects, '200, 27 bytes');
  assertNoNaN(report);
});

test('a target that does not implement a scenario has no cell in it, and nobody waits for one', () => {
  const scenarios = [syntheticScenario('json'), syntheticScenario('cached')];
  const targets = [...SLOWER, { name: 'partial', throughputPerSec: 6000, scenarios: ['json'] }];
  const report = analyse({ targets, scenarios, interruptedAfter: { launch: 3, blocks: 3 } });
  const cells = report.measurements.map(({ scenario, target }) => `${scenario} ${target}`);
  assert.deepEqual(cells, ['json express', 'json slow', 'json partial', 'cached express', 'cached slow']);
  assert.deepEqual(
    report.comparisons.filter(({ metric }) => metric === 'throughput').map((one) => `${one.scenario} ${one.target}`),
    ['json slow', 'json partial', 'cached slow'],
  );
  assert.equal(compared(report, 'partial').launchRatios.length, 3);
  assert.deepEqual(
    rankOf(report, 'cached', 'c64').map(({ target }) => target),
    ['express', 'slow'],
  );
  assert.equal(
    report.warnings.some(({ scenario, target }) => scenario === 'cached' && target === 'partial'),
    false,
  );
});

test('what the baseline does not implement is measured and compared with nothing', () => {
  const scenarios = [syntheticScenario('json'), syntheticScenario('cached')];
  const targets = [{ ...SLOWER[0]!, scenarios: ['json'] }, SLOWER[1]!];
  const report = analyse({ targets, scenarios, launches: 3, blocks: 3 });
  assert.deepEqual([...new Set(report.comparisons.map(({ scenario }) => scenario))], ['json']);
  assert.deepEqual(
    rankOf(report, 'cached', 'c64').map(({ target }) => target),
    ['slow'],
  );
});

test('events without a run are refused by name', () => {
  const events: RunEvent[] = [{ kind: 'run-finished', seconds: 1, interrupted: null }];
  assert.throws(() => analyseRun(events, { toolVersion: '0.1.0' }), /run-started, is missing/);
});

test('paces that differ from the plan are told by profile', () => {
  const [start, ...events] = syntheticRun();
  const usual = { scenario: 'json', profile: 'c64', sliceMs: 100, blocks: 12 };
  const slow = { ...usual, profile: 'slow', sliceMs: 1000, blocks: 4 };
  const chosen: RunEvent = {
    kind: 'mode-chosen',
    ...{ launch: 1, mode: 'plain', reason: 'asked for', restart: false, sliceMs: 100, blocks: 12 },
    paces: [usual, slow],
    estimatedSeconds: 60,
    idleShare: {},
  };
  const { scenarios } = analyseRun([start!, chosen, ...events], { toolVersion: '0' });
  assert.deepEqual(
    scenarios.map(({ paces }) => paces),
    [[{ profile: 'slow', blocks: 4, sliceMs: 1000 }]],
  );
});
