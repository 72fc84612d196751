import type { GateCheck, GatePolicy, GateResult, GateStatus } from '../../src/model/gate.js';
import type { Report } from '../../src/model/report.js';
import { twoInconclusive } from './report-cases.js';
import { bundled, compared, JSON_SCENARIO, measured, runReport, warned } from './reports.js';

const POLICY: GatePolicy = { onInconclusive: 'warn', onInvalid: 'fail', confirmRegression: true };

/** A check of head against base that held. */
export function checked(parts: Partial<GateCheck> = {}): GateCheck {
  return {
    scenario: 'json',
    profile: 'c64',
    metric: 'throughput',
    target: 'head',
    baseline: 'base',
    limit: { kind: 'regression', margin: 0.05 },
    severity: 'error',
    status: 'pass',
    estimate: { value: 0.991, lower: 0.978, upper: 1.004 },
    values: { baseline: 24_310, target: 24_090 },
    mde: 0.021,
    pValue: 0.0004,
    confirmed: null,
    confirmation: null,
    message: '0.991x [0.978, 1.004], allowed -5 %',
    ...parts,
  };
}

/** A report of `gate` with these checks. */
export function gateReport(
  status: GateStatus,
  exitCode: number,
  results: readonly GateCheck[],
  parts: { readonly policy?: Partial<GatePolicy>; readonly report?: Partial<Report> } = {},
): Report {
  const gate: GateResult = { status, exitCode, results, policy: { ...POLICY, ...parts.policy } };
  const base = runReport({});
  return {
    ...base,
    run: { ...base.run, command: 'gate', argv: ['gate'] },
    plan: { ...base.plan, baseline: 'base' },
    targets: ['base', 'head'].map((name) => ({ ...bundled(name, null, 59_400_000), kind: 'command' as const })),
    scenarios: [JSON_SCENARIO],
    measurements: [measured('base', 'json', 24_310, 1.8), measured('head', 'json', 24_090, 1.7)],
    comparisons: [compared('head', 'json', [0.991, 0.978, 1.004], 'no-difference', { baseline: 'base', margin: 0.05 })],
    gate,
    ...parts.report,
  };
}

const P99 = checked({
  metric: 'latency.p99',
  limit: { kind: 'most', value: 25_000 },
  baseline: null,
  estimate: { value: 4120, lower: 4010, upper: 4230 },
  values: { baseline: null, target: 4120 },
  mde: null,
  message: '4.12ms [4.01ms, 4.23ms], max 25.0ms',
});

/** Everything held. */
export function gatePassed(): Report {
  return gateReport('pass', 0, [checked(), P99]);
}

/** Everything held, by a head that answers less. */
export function gateDoubted(): Report {
  const doubts = ['answers-differ'];
  const message = 'answers differ: headers + body of head 147 + 27 bytes, base 147 + 412 bytes';
  return gateReport('pass', 0, [checked({ doubts }), { ...P99, doubts }, checked({ metric: 'memory.peakRss' })], {
    report: { warnings: [warned('warn', 'answers-differ', message, { target: 'head', scenario: 'json' })] },
  });
}

/** A proven and confirmed regression, one that is only warned of, and one that stays open. */
export function gateFailed(): Report {
  const lost = { value: 0.848, lower: 0.829, upper: 0.868 };
  return gateReport(
    'fail',
    1,
    [
      checked({
        status: 'fail',
        estimate: lost,
        values: { baseline: 24_310, target: 20_620 },
        confirmed: true,
        confirmation: { launches: 5, ratio: lost, baselineAgain: { value: 1.003, lower: 0.987, upper: 1.019 } },
        message: '0.848x [0.829, 0.868], allowed -5 %',
      }),
      checked({
        metric: 'latency.p50',
        limit: { kind: 'regression', margin: 0.1 },
        severity: 'warn',
        status: 'fail',
        estimate: { value: 0.851, lower: 0.83, upper: 0.872 },
        values: { baseline: 2489, target: 2925 },
        message: '0.851x [0.830, 0.872], allowed -10 %',
      }),
      checked({
        metric: 'cpuPerRequest',
        status: 'inconclusive',
        estimate: { value: 0.95, lower: 0.8, upper: 1.12 },
        values: { baseline: 40.7, target: 42.8 },
        mde: 0.17,
        message: '0.95x [0.80, 1.12], allowed -5 %; only a loss of 17 % could have been called',
      }),
      P99,
    ],
    {
      report: {
        measurements: [measured('base', 'json', 24_310, 1.8), measured('head', 'json', 20_620, 1.7)],
        comparisons: [compared('head', 'json', [0.848, 0.829, 0.868], 'slower', { baseline: 'base', margin: 0.05 })],
      },
    },
  );
}

/** Nothing proven either way, which this gate was told to fail on. */
export function gateInconclusive(): Report {
  const open = checked({
    status: 'inconclusive',
    estimate: { value: 0.95, lower: 0.88, upper: 1.03 },
    message: '0.95x [0.88, 1.03], allowed -5 %',
  });
  return gateReport('inconclusive', 4, [open, P99], { policy: { onInconclusive: 'fail' } });
}

/** A candidate that died when its loss was shown again, in a gate that forgives what is invalid. */
export function gateDiedAgain(): Report {
  const died = checked({
    status: 'invalid',
    estimate: { value: 0.848, lower: 0.829, upper: 0.868 },
    values: { baseline: 24_310, target: 20_620 },
    confirmed: false,
    message: 'head failed when it was measured again: ended with code 9; 0.848x [0.829, 0.868], allowed -5 %',
  });
  return gateReport('invalid', 3, [died, P99], { policy: { onInvalid: 'warn' } });
}

/** The client was the limit. */
export function gateInvalid(): Report {
  const spoiled = checked({
    status: 'invalid',
    estimate: { value: null, lower: null, upper: null },
    values: { baseline: null, target: null },
    mde: null,
    pValue: null,
    message: 'client bound',
  });
  return gateReport('invalid', 5, [spoiled, P99], {
    report: {
      warnings: [
        warned('invalid', 'client-bound', 'the load generator was the limit: 93 % of its ceiling', {
          scenario: 'json',
        }),
      ],
    },
  });
}

/** Names that every format has to escape, in a gate's report. */
export function hostileNames(): Report {
  const base = twoInconclusive();
  const target = 'a "b" <c> & \'d\' \\ {e="f"} | `g` $(h) %0A::error::i, j-8';
  const scenario = '/x?y=<z>&"|\n::error::k';
  const spelt = (text: string): string => (text === 'after' ? target : text === '/api/items' ? scenario : text);
  return JSON.parse(JSON.stringify(base), (_, value: unknown) => (typeof value === 'string' ? spelt(value) : value));
}
