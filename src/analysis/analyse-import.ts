import type { ImportedLoad } from '../model/imported.js';
import type { ImportedResult, NamedImport } from '../model/imported-result.js';
import type { LatencySummary, Measurement } from '../model/measurement.js';
import type { Ranking, Report, ReportProfile, ReportRun, ReportScenario, ReportTarget } from '../model/report.js';
import { encodeHdrV2 } from '../stats/hdr-encoding.js';
import { LatencyHistogram } from '../stats/histogram.js';
import { sum } from '../stats/moments.js';
import { importWarnings } from './import-warnings.js';
import { summariseLatency } from './latency-summary.js';

/** What is imported, and by which run of perfcmp. */
export interface ImportInput {
  readonly run: Omit<ReportRun, 'command' | 'seed' | 'interrupted'>;
  readonly toolVersion: string;
  readonly results: readonly NamedImport[];
}

/** Name of the scenario of results that do not tell what they asked. */
const UNTOLD = 'imported';

/** Results of other load generators to a report that lays them side by side: single runs, without intervals and verdicts. */
export function analyseImport({ run, toolVersion, results }: ImportInput): Report {
  const cells = results.map((named) => ({ named, scenario: scenarioOf(named.result, results) }));
  const scenarios = [...new Set(cells.map(({ scenario }) => scenario))];
  const measurements = cells.map(({ named, scenario }) => measurementOf(named, scenario));
  return {
    schema: 'perfcmp/report@1',
    tool: { name: 'perfcmp', version: toolVersion },
    run: { ...run, command: 'import', seed: null, interrupted: null },
    environment: null,
    plan: {
      launches: 1,
      launchesDone: 1,
      blocks: 1,
      sliceMs: 0,
      settleMs: 0,
      warmupMs: 0,
      mode: 'single',
      quick: false,
      alpha: 0.05,
      baseline: null,
      ceilingPerSec: {},
    },
    targets: results.map(describeTarget),
    scenarios: scenarios.map((name) =>
      describeScenario(
        name,
        cells.flatMap(({ named, scenario }) => (scenario === name ? named.result : [])),
      ),
    ),
    profiles: describeProfiles(results),
    measurements,
    comparisons: [],
    rankings: scenarios.flatMap((scenario) =>
      LOOPS.flatMap((loop) =>
        rank(
          measurements.filter((one) => one.scenario === scenario && one.profile === loop),
          { scenario, loop },
        ),
      ),
    ),
    warnings: importWarnings(results),
    gate: null,
    search: null,
  };
}

const LOOPS = ['closed', 'open'] as const;

/** By path; a result that tells none joins the others where these have one path. */
function scenarioOf(result: ImportedResult, all: readonly NamedImport[]): string {
  const own = pathOf(result);
  if (own !== null) return own;
  const paths = [...new Set(all.flatMap((named) => pathOf(named.result) ?? []))];
  return paths.length === 1 ? (paths[0] ?? UNTOLD) : UNTOLD;
}

function pathOf({ url }: ImportedResult): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function describeTarget({ name, result }: NamedImport): ReportTarget {
  return {
    name,
    title: name,
    kind: 'url',
    version: null,
    runtime: null,
    command: null,
    url: result.url,
    startupMs: null,
    firstResponseMs: null,
    peakRssBytes: null,
    failure: null,
  };
}

function describeScenario(name: string, results: readonly ImportedResult[]): ReportScenario {
  const [method = '', ...others] = new Set(results.flatMap((result) => result.method ?? []));
  return {
    name,
    method: others.length === 0 ? method : '',
    path: name === UNTOLD ? '' : name,
    requests: 1,
    env: {},
    expects: '2xx or 3xx',
    profiles: LOOPS.filter((loop) => results.some(({ load }) => load.kind === loop)),
  };
}

/** One for each loop: what its results have in common. */
function describeProfiles(results: readonly NamedImport[]): ReportProfile[] {
  return LOOPS.flatMap((loop) => {
    const loads = results.flatMap(({ result }) => (result.load.kind === loop ? result.load : []));
    if (loads.length === 0) return [];
    const common = (of: (load: ImportedLoad) => number | null): number | null => {
      const [value = null, ...others] = new Set(loads.map(of));
      return others.length === 0 ? value : null;
    };
    return [
      {
        name: loop,
        kind: loop,
        connections: common((load) => load.connections),
        pipelining: common((load) => load.pipelining),
        ratePerSec: common((load) => load.ratePerSec),
      },
    ];
  });
}

function measurementOf({ name, file, result }: NamedImport, scenario: string): Measurement {
  const { tool, load, threads, seconds, throughputPerSec, startedAt } = result;
  const exact = result.latenciesNs === null ? null : exactLatency(result.latenciesNs);
  const latencyUs = exact?.latencyUs ?? result.latencyUs;
  return {
    target: name,
    scenario,
    profile: load.kind,
    throughput: { value: throughputPerSec, lower: null, upper: null, unit: 'req/s' },
    latencyUs,
    serviceTimeUs: load.kind === 'closed' ? latencyUs : result.serviceTimeUs,
    requests: result.requests,
    errors: result.errors,
    statuses: result.statuses,
    topErrors: result.topErrors,
    bytes: result.bytes,
    connections: { requested: load.connections, opened: null, reopened: null },
    backlog: load.kind === 'closed' ? { max: 0, atEnd: 0 } : { max: null, atEnd: null },
    generator: { engine: tool, threads, cpuSeconds: null, busy: null },
    server: null,
    cold: null,
    warmup: [],
    series: [],
    launches: [],
    reqPerSecSamples: result.reqPerSecSamples,
    loadedSeconds: seconds,
    littlesLaw: null,
    histograms: { latency: exact?.histogram ?? null, serviceTime: null },
    imported: { tool, file, startedAt, load },
  };
}

/** Where every latency is known, the same summary as of what perfcmp measures. */
function exactLatency(latenciesNs: readonly number[]): {
  readonly latencyUs: LatencySummary;
  readonly histogram: string;
} {
  const histogram = new LatencyHistogram();
  for (const latency of latenciesNs) histogram.record(Math.round(latency));
  const exact = {
    sumNs: sum(latenciesNs),
    minNs: latenciesNs.reduce((least, latency) => Math.min(least, latency), Number.MAX_VALUE),
    maxNs: latenciesNs.reduce((most, latency) => Math.max(most, latency), 0),
  };
  return { latencyUs: summariseLatency(histogram, exact), histogram: encodeHdrV2(histogram) };
}

/** Their order as it stands: by throughput, or by p99 where all were sent one rate; nothing where rates differ. */
function rank(
  measurements: readonly Measurement[],
  { scenario, loop }: { readonly scenario: string; readonly loop: (typeof LOOPS)[number] },
): Ranking[] {
  const isOpen = loop === 'open';
  if (isOpen && !areAtOneRate(measurements)) return [];
  const merit = ({ throughput, latencyUs }: Measurement): number | null => {
    if (!isOpen) return throughput.value;
    return latencyUs.p99 === null ? null : -latencyUs.p99;
  };
  const ordered = measurements
    .flatMap((measurement) => {
      const value = merit(measurement);
      return value === null ? [] : [{ target: measurement.target, value }];
    })
    .sort((a, b) => b.value - a.value);
  if (ordered.length < 2) return [];
  return [
    {
      scenario,
      profile: loop,
      ranks: ordered.map(({ target }, place) => ({ target, from: place + 1, to: place + 1 })),
      ...(isOpen && { metric: 'latency.p99' as const }),
      unproven: true,
    },
  ];
}

/** Rates that differ by no more are the same. */
const SAME_RATE = 0.02;

function areAtOneRate(measurements: readonly Measurement[]): boolean {
  const rates = measurements.map(({ imported }) => imported?.load.ratePerSec ?? null);
  const known = rates.filter((rate) => rate !== null);
  if (known.length < rates.length || known.length === 0) return false;
  return Math.max(...known) <= Math.min(...known) * (1 + SAME_RATE);
}
