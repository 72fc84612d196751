import type { ImportedLoad } from '../model/imported.js';
import type { ImportedResult, NamedImport } from '../model/imported-result.js';
import type { LatencySummary, Measurement } from '../model/measurement.js';
import type { Report, ReportProfile, ReportRun, ReportScenario, ReportTarget } from '../model/report.js';
import { encodeHdrV2 } from '../stats/hdr-encoding.js';
import { LatencyHistogram } from '../stats/histogram.js';
import { mean, sum } from '../stats/moments.js';
import { SAME_RATE } from './comparability.js';
import { importWarnings } from './import-warnings.js';
import { summariseLatency } from './latency-summary.js';
import { undividedPlan } from './report-head.js';

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
  return {
    schema: 'perfcmp/report@1',
    tool: { name: 'perfcmp', version: toolVersion },
    run: { ...run, command: 'import', seed: null, interrupted: null },
    environment: null,
    plan: undividedPlan({ launchesDone: 1, blocks: 1, sliceMs: 0, warmupMs: 0 }),
    targets: results.map(describeTarget),
    scenarios: scenarios.map((name) =>
      describeScenario(
        name,
        cells.flatMap(({ named, scenario }) => (scenario === name ? named.result : [])),
      ),
    ),
    profiles: describeProfiles(results),
    measurements: cells.map(({ named, scenario }) => measurementOf(named, scenario)),
    comparisons: [],
    // A place is a claim: tables put them in order, and number nobody.
    rankings: [],
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
  const ratePerSec = commonRate(results.flatMap(({ load }) => (load.kind === 'open' ? load : [])));
  return {
    name,
    method: others.length === 0 ? method : '',
    path: name === UNTOLD ? '' : name,
    requests: 1,
    env: {},
    expects: '2xx or 3xx',
    profiles: LOOPS.filter((loop) => results.some(({ load }) => load.kind === loop)),
    // Those of another path may have been sent another.
    ...(ratePerSec !== null && { rates: [{ profile: 'open', ratePerSec, capacityPerSec: null, slowest: null }] }),
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
        ratePerSec: commonRate(loads),
      },
    ];
  });
}

/** Null where they were not all sent one rate, or one does not tell; some tell what came of the rate that was asked for. */
function commonRate(loads: readonly ImportedLoad[]): number | null {
  const known = loads.flatMap(({ ratePerSec }) => ratePerSec ?? []);
  if (known.length < loads.length || known.length === 0) return null;
  return Math.max(...known) <= Math.min(...known) * (1 + SAME_RATE) ? mean(known) : null;
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
