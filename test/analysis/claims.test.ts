import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { Claim, ClaimResult } from '../../src/model/claim.js';
import { type SyntheticRunOptions, syntheticRun } from '../helpers/events.js';
import { syntheticProfile, syntheticScenario } from '../helpers/recordings.js';

const TARGETS = [
  { name: 'quick', throughputPerSec: 9000 },
  { name: 'express', throughputPerSec: 3000 },
  { name: 'spring', throughputPerSec: 1500 },
];
const CLAIM = { id: 'one', text: 'so it is', source: 'somebody' };
const RATIO: Extract<Claim, { kind: 'throughput-ratio' }> = {
  ...CLAIM,
  kind: 'throughput-ratio',
  claimed: 3,
  target: 'quick',
  base: 'express',
  scenario: 'json',
  profile: 'c64',
};

function check(claim: Claim, options: SyntheticRunOptions = {}): ClaimResult {
  const run = syntheticRun({ targets: TARGETS, baseline: 'express', plan: { claims: [claim] }, ...options });
  const [result] = analyseRun(run, { toolVersion: '0.1.0' }).claims ?? [];
  assert.ok(result);
  return result;
}

function near(actual: number | null | undefined, wanted: number): void {
  assert.ok(Math.abs((actual ?? 0) / wanted - 1) < 0.02, `${actual} is not about ${wanted}`);
}

test('a ratio is held against the claim by its own two targets, baseline or not', () => {
  const supported = check(RATIO);
  assert.deepEqual([supported.verdict, supported.reason, supported.unit], ['supported', null, 'ratio']);
  near(supported.measured?.value, 3);
  const other = check({ ...RATIO, base: 'spring', claimed: 7.2 });
  assert.equal(other.verdict, 'not-supported');
  near(other.measured?.value, 6);
  assert.ok(other.measured!.lower! < 6 && other.measured!.upper! > 6);
});

test('less latency is a share of the mean latency of the base', () => {
  const claim: Claim = { ...RATIO, kind: 'latency-reduction', claimed: 0.6 };
  const result = check(claim);
  assert.deepEqual([result.verdict, result.unit, result.claimed], ['supported', 'share', 0.6]);
  near(result.measured?.value, 2 / 3);
  assert.ok(result.measured!.lower! < 2 / 3 && result.measured!.upper! > 2 / 3);
  assert.equal(check({ ...claim, claimed: 0.95 }).verdict, 'not-supported');
});

test('an absolute number is shown and never judged', () => {
  const { kind: _, base: __, ...side } = RATIO;
  for (const claimed of [182_241, 9000, 1]) {
    const result = check({ ...side, kind: 'throughput', claimed });
    assert.equal(result.verdict, 'not-comparable');
    assert.match(result.reason ?? '', /another machine: not comparable/);
    near(result.measured?.value, 9000);
  }
});

test('a target in one scenario is compared with itself in another, launch by launch', () => {
  const scenarios = [syntheticScenario('small'), syntheticScenario('large')];
  const claim: Claim = {
    ...CLAIM,
    kind: 'evenness',
    claimed: 1,
    target: 'quick',
    scenario: 'large',
    baseScenario: 'small',
  };
  const even = check(claim, { scenarios });
  assert.equal(even.verdict, 'supported');
  near(even.measured?.value, 1);
  const halved = check(claim, {
    scenarios,
    slice: (slice) => {
      if (slice.cell.scenario === 'small') return slice;
      const { window } = slice.recording;
      return { ...slice, recording: { ...slice.recording, window: { ...window, ok: Math.round(window.ok / 2) } } };
    },
  });
  assert.equal(halved.verdict, 'not-supported');
  near(halved.measured?.value, 0.5);
});

test('what could not be measured says why', () => {
  const reasons: [Claim, SyntheticRunOptions, RegExp][] = [
    [{ ...CLAIM, kind: 'unmeasured', claimed: null, why: 'too few cores' }, {}, /^too few cores$/],
    [{ ...RATIO, base: 'rails' }, {}, /^rails did not take part$/],
    [{ ...RATIO, scenario: 'files' }, {}, /^scenario files did not take part$/],
    [{ ...RATIO, profile: 'c400' }, {}, /^json was not asked of quick with the load "c400"$/],
    [
      { ...RATIO, profile: null },
      { targets: [TARGETS[0]!, { ...TARGETS[1]!, scenarios: [] }], baseline: 'quick' },
      /^express does not implement json$/,
    ],
  ];
  for (const [claim, options, reason] of reasons) {
    const result = check(claim, options);
    assert.deepEqual([result.verdict, result.measured], ['not-measured', null]);
    assert.match(result.reason ?? '', reason);
  }
});

test('a side that failed or is not valid leaves its claims undecided, with the reason', () => {
  const failed = check(RATIO, { targets: [TARGETS[0]!, { ...TARGETS[1]!, failsInLaunch: 3 }, TARGETS[2]!] });
  assert.equal(failed.verdict, 'inconclusive');
  assert.match(failed.reason ?? '', /^express failed: /);
  const unmeasured = check(RATIO, { targets: [TARGETS[0]!, { ...TARGETS[1]!, failsInLaunch: 1 }, TARGETS[2]!] });
  assert.deepEqual([unmeasured.verdict, unmeasured.measured], ['not-measured', null]);
  assert.match(unmeasured.reason ?? '', /^express failed: /);
  const invalid = check(RATIO, { targets: [{ ...TARGETS[0]!, failedShare: 0.2 }, TARGETS[1]!] });
  assert.equal(invalid.verdict, 'inconclusive');
  assert.match(invalid.reason ?? '', /^quick: .*failed/);
});

test('an interrupted run still holds what it measured against its claims', () => {
  const result = check(RATIO, { interruptedAfter: { launch: 3, blocks: 4 } });
  assert.equal(result.verdict, 'supported');
});

test('more than 50 connections a core are remarked, but for a scenario that chose its own', () => {
  const crowdedWith = (connections: number, own?: number): boolean => {
    const profile = syntheticProfile({ connections });
    const scenarios = [syntheticScenario('json', own === undefined ? {} : { connections: own })];
    const run = syntheticRun({ scenarios, plan: { profiles: [profile] } });
    return analyseRun(run, { toolVersion: '0.1.0' }).warnings.some(({ code }) => code === 'crowded');
  };
  // The synthetic machine has two cores.
  assert.deepEqual(
    [crowdedWith(100), crowdedWith(101), crowdedWith(400), crowdedWith(256, 256)],
    [false, true, true, false],
  );
});
