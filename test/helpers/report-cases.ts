import type { ClaimResult } from '../../src/model/claim.js';
import type { Measurement } from '../../src/model/measurement.js';
import type { OverallRatio, Report } from '../../src/model/report.js';
import {
  BENCHMARK_SCENARIO,
  bundled,
  compared,
  JSON_SCENARIO,
  latencyAround,
  measured,
  NO_ERRORS,
  runReport,
  unmeasured,
  warned,
} from './reports.js';

/** Three targets by two scenarios, every metric compared, a dropped block. */
export function threeTargets(): Report {
  return runReport({
    scenarios: [JSON_SCENARIO, BENCHMARK_SCENARIO],
    measurements: [
      measured('node-http', 'json', 24_310, 1.8),
      measured('express', 'json', 6214, 2.1, server(160.4, 110_200_000)),
      measured('spring-like', 'json', 6060, 2.4, server(165.2, 137_000_000)),
      measured('node-http', 'benchmark-no-wait', 9120, 1.1, server(98.1, 71_300_000)),
      measured('express', 'benchmark-no-wait', 4410, 1.4, server(221.4, 121_000_000)),
      measured('spring-like', 'benchmark-no-wait', 3905, 1.9, server(249.8, 148_000_000)),
    ],
    comparisons: [
      compared('node-http', 'json', [3.912, 3.801, 4.021], 'faster', {
        typicalRatio: { value: 3.934, lower: 3.842, upper: 4.03 },
        allBlocksRatio: { value: 3.871, lower: 3.702, upper: 4.048 },
      }),
      compared('node-http', 'json', [4.02, 3.9, 4.15], 'faster', { metric: 'latency.p50' }),
      compared('node-http', 'json', [3.7, 3.1, 4.4], 'faster', { metric: 'latency.p99' }),
      compared('node-http', 'json', [3.91, 3.84, 3.98], 'faster', { metric: 'cpuPerRequest' }),
      compared('spring-like', 'json', [0.978, 0.969, 0.987], 'no-difference', {
        margin: 0.05,
        typicalRatio: { value: 0.98, lower: 0.972, upper: 0.988 },
      }),
      compared('spring-like', 'json', [0.991, 0.985, 0.998], 'no-difference', { metric: 'latency.p50' }),
      compared('spring-like', 'json', [0.93, 0.82, 1.06], 'inconclusive', { metric: 'latency.p99' }),
      compared('spring-like', 'json', [0.97, 0.95, 0.99], 'inconclusive', { metric: 'cpuPerRequest' }),
      compared('node-http', 'benchmark-no-wait', [2.068, 2.031, 2.106], 'faster'),
      compared('spring-like', 'benchmark-no-wait', [0.885, 0.861, 0.91], 'slower'),
    ],
    overall: [overall('node-http', [2.844, 2.797, 2.892]), overall('spring-like', [0.93, 0.914, 0.947])],
    rankings: [
      ranking('json', [
        ['node-http', 1, 1],
        ['express', 2, 3],
        ['spring-like', 2, 3],
      ]),
      ranking('benchmark-no-wait', [
        ['node-http', 1, 1],
        ['express', 2, 2],
        ['spring-like', 3, 3],
      ]),
    ],
    warnings: [
      warned('note', 'foreign-cpu', 'another process used 0.4 cores during 3 of 60 blocks, which were dropped', {
        scenario: 'json',
      }),
      warned('warn', 'not-steady', 'still getting faster when its warm-up of 15 s was over', { target: 'express' }),
      warned('warn', 'not-steady', 'still getting faster when its warm-up of 15 s was over', { target: 'spring-like' }),
    ],
  });
}

/** `--loop both` at two rates: the closed loop, a rate that all keep, one that is too much for a target. */
export function equalLoad(): Report {
  const open = { kind: 'open', connections: 64, pipelining: 1, maxConnections: 64 } as const;
  const arrivals = { spacing: 'poisson', stages: [] } as const;
  const full = threeTargets();
  const of = (target: string, profile: string, perSec: number, p50Us: number, cpuUs: number): Measurement =>
    measured(target, 'json', perSec, 0.3, {
      profile,
      latencyUs: { ...latencyAround(p50Us), p99: p50Us * 9.1, p999: p50Us * 17, max: p50Us * 31 },
      serviceTimeUs: { ...latencyAround(p50Us * 0.94), p99: p50Us * 7.6 },
      arrivals: { due: Math.round(perSec * 6.91), unsent: 0, pacingUs: { p50: 21, p99: 88, max: 410 } },
      ...server(cpuUs, 97_000_000),
      littlesLaw: null,
    });
  const versus = (target: string, profile: string, metric: 'latency.p50' | 'latency.p99' | 'cpuPerRequest') =>
    ({ profile, metric, target, margin: metric === 'latency.p99' ? 0.1 : 0.05 }) as const;
  return {
    ...full,
    overall: [],
    scenarios: [
      {
        ...JSON_SCENARIO,
        profiles: ['c64', 'open-50%', 'open-90%'],
        paces: [
          { profile: 'open-50%', blocks: 4, sliceMs: 1000 },
          { profile: 'open-90%', blocks: 2, sliceMs: 5000 },
        ],
        rates: [
          { profile: 'open-50%', ratePerSec: 3060, capacityPerSec: 6123, slowest: 'spring-like' },
          { profile: 'open-90%', ratePerSec: 5510, capacityPerSec: 6123, slowest: 'spring-like' },
        ],
      },
    ],
    profiles: [
      ...full.profiles,
      { ...open, name: 'open-50%', ratePerSec: 3060, share: 0.5, arrivals },
      { ...open, name: 'open-90%', ratePerSec: 5510, share: 0.9, arrivals },
    ],
    measurements: [
      ...full.measurements.filter(({ scenario }) => scenario === 'json'),
      of('node-http', 'open-50%', 3058, 212, 52),
      of('express', 'open-50%', 3059, 431, 181),
      of('spring-like', 'open-50%', 3061, 440, 186),
      of('node-http', 'open-90%', 5507, 214, 47),
      of('express', 'open-90%', 5502, 1830, 166),
      of('spring-like', 'open-90%', 5398, 40_700, 169),
    ],
    comparisons: [
      ...full.comparisons.filter(({ scenario }) => scenario === 'json'),
      compared('node-http', 'json', [2.034, 1.98, 2.09], 'faster', versus('node-http', 'open-50%', 'latency.p50')),
      compared('node-http', 'json', [2.031, 1.72, 2.4], 'faster', versus('node-http', 'open-50%', 'latency.p99')),
      compared('node-http', 'json', [3.48, 3.41, 3.55], 'faster', versus('node-http', 'open-50%', 'cpuPerRequest')),
      compared(
        'spring-like',
        'json',
        [0.98, 0.96, 1.01],
        'no-difference',
        versus('spring-like', 'open-50%', 'latency.p50'),
      ),
      compared('spring-like', 'json', [0.979, 0.84, 1.14], 'inconclusive', {
        ...versus('spring-like', 'open-50%', 'latency.p99'),
        mde: 0.26,
      }),
      compared('node-http', 'json', [8.55, 6.9, 10.6], 'faster', versus('node-http', 'open-90%', 'latency.p99')),
      compared('spring-like', 'json', [0.045, 0.02, 0.1], 'invalid', versus('spring-like', 'open-90%', 'latency.p99')),
    ],
    rankings: [
      ...full.rankings.filter(({ scenario }) => scenario === 'json'),
      {
        ...ranking('json', [
          ['node-http', 1, 1],
          ['express', 2, 3],
          ['spring-like', 2, 3],
        ]),
        profile: 'open-50%',
        metric: 'latency.p99',
      },
      {
        ...ranking('json', [
          ['node-http', 1, 1],
          ['express', 2, 2],
        ]),
        profile: 'open-90%',
        metric: 'latency.p99',
      },
    ],
    warnings: [
      warned(
        'invalid',
        'does-not-keep-up',
        'does not keep up with 5 511/s: ended 5 398/s, and its backlog grew in most slices; how late it answers depends on how long the load lasts',
        { target: 'spring-like', scenario: 'json', profile: 'open-90%' },
      ),
    ],
  };
}

/** `--quick`: two launches, marked rough. */
export function quickRun(): Report {
  const full = threeTargets();
  return {
    ...full,
    overall: [],
    plan: { ...full.plan, launches: 2, launchesDone: 2, quick: true, warmupMs: 1500 },
    scenarios: [JSON_SCENARIO],
    measurements: full.measurements.filter(({ scenario }) => scenario === 'json'),
    comparisons: [
      compared('node-http', 'json', [3.88, 3.51, 4.29], 'faster', { mde: 0.11 }),
      compared('spring-like', 'json', [0.97, 0.87, 1.08], 'inconclusive', { mde: 0.11 }),
    ],
    rankings: full.rankings.slice(0, 1),
    warnings: [],
  };
}

/** One cell whose numbers cannot carry a verdict, with errors beside them. */
export function invalidCell(): Report {
  const full = threeTargets();
  const failing = measured('spring-like', 'json', 6060, 2.4, {
    ...server(165.2, 137_000_000),
    errors: { ...NO_ERRORS, status: 1204, timeout: 3 },
    statuses: { '200': 41_814, '500': 1204 },
    requests: { sent: 43_085, measured: 43_021, ok: 41_814, failed: 1207, inFlightAtEnd: 64 },
  });
  return {
    ...full,
    overall: [],
    scenarios: [JSON_SCENARIO],
    measurements: [...full.measurements.slice(0, 2), failing],
    comparisons: [
      compared('node-http', 'json', [3.912, 3.801, 4.021], 'faster'),
      compared('spring-like', 'json', [0.978, 0.969, 0.987], 'invalid'),
      compared('spring-like', 'json', [0.991, 0.985, 0.998], 'invalid', { metric: 'latency.p50' }),
    ],
    rankings: [
      ranking('json', [
        ['node-http', 1, 1],
        ['express', 2, 2],
      ]),
    ],
    warnings: [
      warned('invalid', 'too-many-errors', '1 207 of 43 085 requests failed (2.8 %), most with status 500', {
        target: 'spring-like',
        scenario: 'json',
        profile: 'c64',
      }),
    ],
  };
}

/** One target that the generator could not saturate: what was seen is the least that it can do. */
export function boundCell(): Report {
  const full = threeTargets();
  const [fast, ...others] = full.measurements.slice(0, 3);
  const about = { target: 'node-http', scenario: 'json', profile: 'c64' };
  const [first, ...ranks] = full.rankings[0]!.ranks;
  return {
    ...full,
    scenarios: [JSON_SCENARIO],
    measurements: [{ ...fast!, throughput: { ...fast!.throughput, atLeast: true } }, ...others],
    comparisons: [
      compared('node-http', 'json', [3.912, 3.801, 4.021], 'invalid', { atLeast: true }),
      compared('spring-like', 'json', [0.978, 0.969, 0.987], 'no-difference', { margin: 0.05 }),
    ],
    rankings: [{ ...full.rankings[0]!, ranks: [{ ...first!, atLeast: true }, ...ranks] }],
    warnings: [
      warned(
        'invalid',
        'client-bound',
        'the load generator was busy 97 % of its time: the server may be faster than shown; try more --threads or a heavier scenario; against express it is at least 3.80x',
        about,
      ),
    ],
  };
}

/** A target that did not start, the table still printed. */
export function failedTarget(): Report {
  const full = threeTargets();
  return {
    ...full,
    overall: full.overall?.slice(0, 1) ?? [],
    targets: full.targets.map((target) =>
      target.name === 'spring-like'
        ? {
            ...target,
            startupMs: null,
            firstResponseMs: null,
            peakRssBytes: null,
            failure: 'exited with code 1 before it answered GET /health within 10000 ms',
          }
        : target,
    ),
    scenarios: [JSON_SCENARIO],
    measurements: [...full.measurements.slice(0, 2), unmeasured('spring-like', 'json')],
    comparisons: [
      compared('node-http', 'json', [3.912, 3.801, 4.021], 'faster'),
      {
        ...compared('spring-like', 'json', [1, 1, 1], 'invalid', { mde: null }),
        ratio: { value: null, lower: null, upper: null },
        launchRatios: [],
      },
    ],
    rankings: [
      ranking('json', [
        ['node-http', 1, 1],
        ['express', 2, 2],
      ]),
    ],
    warnings: [],
  };
}

/** Ctrl-C in the third launch, before the second scenario had its first slice. */
export function interruptedRun(): Report {
  const full = quickRun();
  return {
    ...full,
    scenarios: [JSON_SCENARIO, BENCHMARK_SCENARIO],
    measurements: [...full.measurements, ...full.targets.map(({ name }) => unmeasured(name, BENCHMARK_SCENARIO.name))],
    run: { ...full.run, interrupted: 'SIGINT', seconds: 31.2 },
    plan: { ...full.plan, quick: false, launches: 5, launchesDone: 2 },
  };
}

/** The same, of a run that could have ended at a look and was ended by its budget. */
export function adaptiveRun(): Report {
  const base = twoInconclusive();
  const outlook = { scenario: '/api/items', profile: 'c64', target: 'after', launches: 9, effect: 0.031 };
  return {
    ...base,
    plan: {
      ...base.plan,
      launches: 12,
      launchesDone: 9,
      alpha: 0.0221,
      stopping: {
        looks: [6, 9, 12],
        budgetMs: 150_000,
        resolution: 0.02,
        ended: 'budget',
        reason: 'its verdict is open',
        outlook: { ...outlook, wanted: { resolution: 0.02, launches: 22, seconds: 354, isWithinReach: false } },
      },
    },
  };
}

/** Two commands of one's own that cannot be told apart; URL-like names and no version. */
export function twoInconclusive(): Report {
  const scenario = { ...JSON_SCENARIO, name: '/api/items', path: '/api/items', expects: '2xx or 3xx' };
  const before = { ...bundled('before', null, 71_000_000), kind: 'command' as const, command: 'node before.js' };
  const after = { ...bundled('after', null, 71_400_000), kind: 'command' as const, command: 'node after.js' };
  const lower = { baseline: 'before', mde: 0.041, lean: 'slower' as const };
  const base = runReport({});
  return {
    ...base,
    plan: { ...base.plan, baseline: 'before', mode: 'freeze' },
    targets: [before, after],
    scenarios: [scenario],
    measurements: [
      measured('before', '/api/items', 11_840, 2.2, server(83.7, 71_000_000)),
      measured('after', '/api/items', 11_510, 3.1, server(85.9, 71_400_000)),
    ],
    comparisons: [
      compared('after', '/api/items', [0.972, 0.951, 0.994], 'inconclusive', lower),
      compared('after', '/api/items', [0.97, 0.94, 1.002], 'inconclusive', {
        metric: 'latency.p50',
        baseline: 'before',
      }),
    ],
    rankings: [
      ranking('/api/items', [
        ['before', 1, 2],
        ['after', 1, 2],
      ]),
    ],
  };
}

/** URLs and a command too long for the table, whose servers are not ours to see; every one had an error. */
export function longNames(): Report {
  const names = [
    'http://127.0.0.1:3000/api/items',
    'http://127.0.0.1:3001/api/items',
    'node server.js --cluster 2 --port {port}',
  ] as const;
  const base = runReport({});
  return {
    ...base,
    plan: { ...base.plan, baseline: names[0] },
    targets: names.map((name) => ({ ...bundled(name, null, 0), title: name, url: null, peakRssBytes: null })),
    measurements: names.map((name, index) => {
      const flawless = measured(name, 'json', [1_234_567, 912_000, 12][index] ?? 0, 1.04, { server: null });
      const { sent } = flawless.requests;
      const requests = { ...flawless.requests, sent: (sent ?? 0) + 1, failed: 1 };
      return { ...flawless, requests, errors: { ...NO_ERRORS, read: 1 } };
    }),
    comparisons: [
      compared(names[1], 'json', [0.9971, 0.9932, 1.0012], 'no-difference', { baseline: names[0] }),
      compared(names[2], 'json', [0.0000097, 0.0000091, 0.0000103], 'slower', { baseline: names[0] }),
    ],
    rankings: [
      ranking(
        'json',
        names.map((name, index) => [name, index === 2 ? 3 : 1, index === 2 ? 3 : 2] as const),
      ),
    ],
  };
}

function server(cpuPerRequestUs: number, peakRssBytes: number): Pick<Measurement, 'server'> {
  return { server: { cpuSeconds: 6.6, cpuPerRequestUs, peakRssBytes } };
}

function ranking(
  scenario: string,
  places: readonly (readonly [target: string, from: number, to: number])[],
): Report['rankings'][number] {
  return { scenario, profile: 'c64', ranks: places.map(([target, from, to]) => ({ target, from, to })) };
}

/** What somebody claimed of three targets, with every verdict there is, and the same held against an endpoint. */
export function claimedRun(): Report {
  const full = threeTargets();
  const ratio = (parts: Partial<ClaimResult>): ClaimResult => ({
    id: 'express-ratio@as-claimed',
    text: '7.2 times the throughput of Express',
    source: 'an article with one table of wrk',
    kind: 'throughput-ratio',
    target: 'node-http',
    base: 'express',
    scenario: 'json',
    profile: 'c64',
    claimed: 7.2,
    unit: 'ratio',
    isImplied: false,
    measured: { value: 3.912, lower: 3.801, upper: 4.021 },
    verdict: 'not-supported',
    reason: null,
    ...parts,
  });
  return {
    ...full,
    claims: [
      ratio({
        id: 'throughput',
        kind: 'throughput',
        text: 'it answers 182k requests a second',
        base: null,
        claimed: 182_241,
        unit: 'req/s',
        measured: { value: 24_310, lower: 23_870, upper: 24_750 },
        verdict: 'not-comparable',
        reason: 'another machine: not comparable',
      }),
      ratio({}),
      ratio({
        id: 'latency',
        kind: 'latency-reduction',
        text: 'over 60 % less mean latency than Express',
        claimed: 0.6,
        unit: 'share',
        measured: { value: 0.744, lower: 0.737, upper: 0.751 },
        verdict: 'supported',
      }),
      ratio({
        id: 'spring-ratio',
        text: '11.7 times the throughput of Spring',
        base: 'spring-like',
        claimed: 11.7,
        measured: { value: 9.4, lower: 6.1, upper: 14.5 },
        verdict: 'inconclusive',
        reason: 'the interval is too wide to tell',
      }),
      ratio({
        id: 'scaling',
        kind: 'unmeasured',
        text: 'linear scaling',
        ...{ target: null, base: null, scenario: null, profile: null, claimed: null, unit: null, measured: null },
        verdict: 'not-measured',
        reason: 'needs the same server on more and more cores',
      }),
      ratio({
        id: 'express-ratio:benchmark-no-wait',
        text: 'the benchmark without its wait',
        scenario: 'benchmark-no-wait',
        profile: null,
        isImplied: true,
        measured: { value: 2.068, lower: 2.031, upper: 2.106 },
      }),
    ],
  };
}

/** Of two scenarios. */
function overall(target: string, [value, lower, upper]: readonly [number, number, number]): OverallRatio {
  const scenarios = [JSON_SCENARIO.name, BENCHMARK_SCENARIO.name];
  const ratio = { value, lower, upper };
  return { baseline: 'express', target, metric: 'throughput', scenarios, ratio, launchRatios: [value], alpha: 0.05 };
}
