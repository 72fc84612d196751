import { confirmGate } from '../../src/analysis/confirm-gate.js';
import { judgeGate } from '../../src/analysis/judge-gate.js';
import type { Comparison, Metric } from '../../src/model/comparison.js';
import type { GatePolicy, GateThreshold } from '../../src/model/gate.js';
import type { Measurement } from '../../src/model/measurement.js';
import type { Report } from '../../src/model/report.js';
import { bundled, compared, JSON_SCENARIO, measured, runReport, warned } from './reports.js';

/** A rule that fails the build, for every scenario. */
export function allowing(metric: Metric, margin: number, parts: Partial<GateThreshold> = {}): GateThreshold {
  return { scenario: '*', metric, limit: { kind: 'regression', margin }, loop: null, severity: 'error', ...parts };
}

/** At most so much of a metric, in its unit. */
export function atMost(metric: Metric, value: number, parts: Partial<GateThreshold> = {}): GateThreshold {
  return { scenario: '*', metric, limit: { kind: 'most', value }, loop: null, severity: 'error', ...parts };
}

const POLICY: GatePolicy = { onInconclusive: 'warn', onInvalid: 'fail', confirmRegression: true };
const RULES = [
  allowing('throughput', 0.05),
  allowing('latency.p99', 0.2, { severity: 'warn' }),
  atMost('memory.peakRss', 150e6),
  atMost('errorRate', 0.001),
];

type Ends = readonly [value: number, lower: number, upper: number];

/** A comparison as a gate makes it: so many launches, at the level of three looks. */
function ratio(target: string, scenario: string, ends: Ends, metric: Metric = 'throughput'): Comparison {
  const [value, lower, upper] = ends;
  const launchRatios = [lower, value, value, upper, value, value];
  return compared(target, scenario, ends, 'inconclusive', { metric, baseline: 'base', launchRatios, alpha: 0.0221 });
}

function own(target: string, scenario: string, perSec: number, peakRssBytes: number): Measurement {
  const around = (value: number, share: number) => ({ value, lower: value * (1 - share), upper: value * (1 + share) });
  return measured(target, scenario, perSec, 1.1, {
    estimates: {
      throughput: around(perSec, 0.011),
      'latency.p99': around(99_000_000 / perSec, 0.06),
      errorRate: { value: 0, lower: 0, upper: 0.00009 },
      'memory.peakRss': around(peakRssBytes, 0.02),
    },
  });
}

function gateReport(heads: { readonly json: Ends; readonly items: Ends }, parts: Partial<Report> = {}): Report {
  const report = runReport({
    scenarios: [JSON_SCENARIO, { ...JSON_SCENARIO, name: 'items', path: '/items?limit=20' }],
    targets: [bundled('base', null, 81e6), bundled('head', null, 84e6)],
    measurements: [
      own('base', 'json', 6214, 81e6),
      own('head', 'json', 6214 * heads.json[0], 84e6),
      own('base', 'items', 2105, 81e6),
      own('head', 'items', 2105 * heads.items[0], 84e6),
    ],
    comparisons: [
      ratio('head', 'json', heads.json),
      ratio('head', 'json', [0.97, 0.88, 1.07], 'latency.p99'),
      ratio('head', 'items', heads.items),
      ratio('head', 'items', [0.99, 0.91, 1.08], 'latency.p99'),
    ],
    ...parts,
  });
  const plan = { ...report.plan, launches: 12, launchesDone: 6, alpha: 0.0221, baseline: 'base' };
  const stopping = { looks: [6, 9, 12], budgetMs: null, resolution: null, ended: 'settled' as const };
  return {
    ...report,
    run: { ...report.run, command: 'gate', argv: ['gate'] },
    plan: { ...plan, stopping: { ...stopping, reason: 'every limit is decided' } },
  };
}

function withGate(report: Report): Report {
  return { ...report, gate: judgeGate(report, { thresholds: RULES, policy: POLICY }) };
}

/** Every limit is kept. */
export function gateKept(): Report {
  return withGate(gateReport({ json: [1.004, 0.982, 1.026], items: [0.991, 0.968, 1.014] }));
}

/** Every limit is kept, of one scenario by a head that answers less. */
export function gateKeptWithDoubts(): Report {
  const message = 'answers differ: headers + body of head 147 + 27 bytes, base 147 + 412 bytes';
  const warnings = [warned('warn', 'answers-differ', message, { target: 'head', scenario: 'json' })];
  return withGate(gateReport({ json: [1.304, 1.282, 1.326], items: [0.991, 0.968, 1.014] }, { warnings }));
}

/** A regression in one scenario, after fresh launches with the second instance of the baseline. */
function regressed(fresh: Ends, again: Ends): Report {
  const report = withGate(gateReport({ json: [0.861, 0.842, 0.881], items: [0.991, 0.968, 1.014] }));
  const confirming = {
    ...report,
    comparisons: [ratio('head', 'json', fresh), ratio('base again', 'json', again)],
    gate: null,
  };
  const { gate } = report;
  return { ...report, gate: gate && confirmGate(report, gate, confirming, 'base again') };
}

/** A regression that fresh launches show again. */
export function gateRegressed(): Report {
  return regressed([0.868, 0.85, 0.886], [1.002, 0.987, 1.017]);
}

/** One that they do not. */
export function gateUnconfirmed(): Report {
  return regressed([0.957, 0.93, 0.985], [1.002, 0.987, 1.017]);
}

/** One that comes with a baseline that differs from itself. */
export function gateEnvironment(): Report {
  return regressed([0.868, 0.85, 0.886], [0.94, 0.92, 0.96]);
}

/** An interval that is too wide for its limit, with what was noticed. */
export function gateOpen(): Report {
  const message = 'throughput: launches scatter by 6.2 %, so a margin of 5 % is out of reach here';
  return withGate(
    gateReport(
      { json: [0.96, 0.914, 1.008], items: [0.991, 0.968, 1.014] },
      { warnings: [warned('warn', 'out-of-reach', message, { target: 'head', scenario: 'json', profile: 'c64' })] },
    ),
  );
}

/** A candidate that died. */
export function gateDied(): Report {
  const targets = [
    bundled('base', null, 81e6),
    { ...bundled('head', null, 84e6), failure: 'ended with code 9 while it was measured, in launch 2' },
  ];
  return withGate(gateReport({ json: [0.96, 0.914, 1.008], items: [0.991, 0.968, 1.014] }, { targets }));
}
