import type { ErrorLimit } from '../model/error-limit.js';
import type { LoadProfile } from '../model/load-profile.js';
import type { CountedMeasurement, SeriesPoint } from '../model/measurement.js';
import type { RecordedSecond, Recording } from '../model/recording.js';
import type { Environment, Report, ReportRun } from '../model/report.js';
import type { Scenario } from '../model/scenario.js';
import type { Threshold } from '../model/threshold.js';
import type { Warning } from '../model/warning.js';
import { totalRate } from '../stats/totals.js';
import { summariseArrivals } from './arrival-summary.js';
import { checkFailures } from './checks/answers.js';
import { checkClientBound, checkCrashes, checkStreamLimit } from './checks/generator.js';
import { causeOfLaneGaps, checkLittlesLaw } from './checks/littles-law.js';
import { checkPace } from './checks/pace.js';
import { checkErrorLimit } from './error-limit.js';
import { summariseSamples, toUs } from './latency-summary.js';
import {
  checkServerEnd,
  checkWarmup,
  describeColdStart,
  describeServer,
  type LoadedTarget,
  type LoadWarmupOutcome,
  type ServerUse,
} from './load-circumstances.js';
import { summariseWindows } from './measurement.js';
import { mergeCounts, mergeWindows, throughputPortion } from './merge-recordings.js';
import { describeProfile, describeScenario, undividedPlan } from './report-head.js';
import { checkThresholds, judgeThresholds } from './thresholds.js';

/** A last part of a second shorter than this says nothing about a rate. */
const LEAST_SECOND = 0.1;

/** Everything there is to know about one `load`, once it is over. */
export interface LoadOutcome {
  readonly run: Omit<ReportRun, 'command' | 'seed'>;
  readonly environment: Environment;
  readonly toolVersion: string;
  readonly target: LoadedTarget;
  /** Null where the server is not ours to look at. */
  readonly server: ServerUse | null;
  readonly scenario: Scenario;
  readonly profile: LoadProfile;
  /** Of requests that were drawn at random; null: none were. */
  readonly requestSeed: number | null;
  readonly recording: Recording;
  /** What to do about a server that answered nothing, where that was found out. */
  readonly unansweredHint: string | null;
  /** As asked for; where a count of requests ended it, as it took. */
  readonly durationMs: number;
  readonly warmup: LoadWarmupOutcome;
  readonly thresholds: readonly Threshold[];
  readonly maxErrors: ErrorLimit | null;
}

/** One load of one URL to a report: values without intervals, and nothing to compare. */
export function analyseLoad(outcome: LoadOutcome): Report {
  const { scenario, profile, target } = outcome;
  const measurement = measureLoad(outcome);
  const thresholds = outcome.run.interrupted === null ? judgeThresholds(outcome.thresholds, measurement) : [];
  return {
    schema: 'perfcmp/report@1',
    tool: { name: 'perfcmp', version: outcome.toolVersion },
    run: { ...outcome.run, command: 'load', seed: arrivalSeed(profile) ?? outcome.requestSeed },
    environment: outcome.environment,
    plan: undividedPlan({
      launchesDone: outcome.run.interrupted === null ? 1 : 0,
      blocks: 1,
      sliceMs: outcome.durationMs,
      warmupMs: outcome.warmup.elapsedMs,
    }),
    targets: [{ ...target, peakRssBytes: outcome.server?.peakRssBytes ?? null }],
    scenarios: [describeScenario(scenario)],
    profiles: [describeProfile(profile)],
    measurements: [measurement],
    comparisons: [],
    rankings: [],
    warnings: [...checkLoad(outcome, measurement), ...checkThresholds(thresholds, outcome.thresholds, outcome.run)],
    ...(thresholds.length > 0 && { thresholds }),
    gate: null,
    search: null,
  };
}

/** No verdict hangs on them: a load that partly failed is a result, and the table shows the failures. */
function checkLoad(outcome: LoadOutcome, measurement: CountedMeasurement): Warning[] {
  const { target, profile, recording } = outcome;
  return [
    ...checkServerEnd(target),
    ...checkCrashes(recording, profile),
    ...checkWarmup(outcome),
    ...checkFailures(measurement, outcome.unansweredHint).map((warning) =>
      warning.code === 'errors' ? { ...warning, level: 'warn' as const } : warning,
    ),
    ...checkClientBound(measurement, { ceiling: null, level: 'warn' }),
    ...checkPace(measurement, profile),
    ...checkStreamLimit(recording, profile),
    // Whoever asks for new connections knows that requests wait for them, and so where the server takes fewer.
    ...(profile.requestsPerConnection === null && recording.connections.streamLimit === undefined
      ? checkLittlesLaw(measurement, { cause: causeOfLaneGaps([recording], profile), level: 'warn' })
      : []),
    ...checkErrorLimit(measurement, outcome.maxErrors, recording),
  ];
}

/** Of arrivals that were drawn at random. */
function arrivalSeed(profile: LoadProfile): number | null {
  return profile.kind === 'open' && profile.arrivals.spacing === 'poisson' ? profile.arrivals.seed : null;
}

/** Where several requests of a connection pause, or a number of them ran out, pauses do not fill the time of the lanes. */
function withoutLostPauses<T extends { readonly littlesLaw: number | null }>(
  { profile, recording }: LoadOutcome,
  summary: T,
): T {
  if (profile.kind === 'open' || profile.think === null) return summary;
  const areKnown = profile.pipelining === 1 && recording.window.pauseSumNs !== undefined;
  return areKnown ? summary : { ...summary, littlesLaw: null };
}

function measureLoad(outcome: LoadOutcome): CountedMeasurement {
  const { recording, profile } = outcome;
  const counts = mergeCounts([recording]);
  const windows = mergeWindows([recording]);
  const hasLoad = counts.sent > 0;
  const series = seriesOf(recording);
  return {
    target: outcome.target.name,
    scenario: outcome.scenario.name,
    profile: profile.name,
    throughput: {
      value: totalRate([throughputPortion(recording)]) ?? (hasLoad ? 0 : null),
      lower: null,
      upper: null,
      unit: 'req/s',
    },
    ...withoutLostPauses(outcome, summariseWindows(windows)),
    requests: { ...recording.requests, measured: windows.latency.count },
    errors: counts.errors,
    statuses: counts.statuses,
    topErrors: counts.topErrors,
    bytes: {
      read: counts.bytesRead,
      written: counts.bytesWritten,
      bodyPerResponse: windows.ok > 0 ? windows.bodyBytes / windows.ok : null,
    },
    connections: {
      requested: recording.connections.requested,
      opened: recording.connections.opened,
      reopened: recording.connections.reopened,
    },
    ...summariseArrivals([recording]),
    generator: {
      engine: profile.engine,
      threads: profile.threads,
      cpuSeconds: counts.generatorCpuNs / 1e9,
      busy: recording.generator.busy,
    },
    server: describeServer(outcome.server, recording.requests.ok, recording.elapsedMs),
    cold: describeColdStart(outcome.target, outcome.warmup.elapsedMs > 0 ? outcome.warmup.windows : series),
    warmup: outcome.warmup.windows,
    series,
    launches: [],
    reqPerSecSamples: summariseSamples(recording.reqPerSecSamples),
  };
}

function seriesOf({ perSecond, elapsedMs }: Recording): SeriesPoint[] {
  // The last one is what was left, from half a second to one and a half.
  const lastLength = elapsedMs / 1000 - (perSecond.length - 1);
  return perSecond.map((second, index) => seriesPoint(second, index < perSecond.length - 1 ? 1 : lastLength));
}

function seriesPoint(second: RecordedSecond, length: number): SeriesPoint {
  return {
    launch: 1,
    block: second.second,
    throughputPerSec: length < LEAST_SECOND ? null : second.ok / length,
    meanLatencyUs: toUs(second.latency?.meanNs ?? null),
    failed: second.failed,
    excluded: false,
    ok: second.ok,
    p50Us: toUs(second.latency?.p50Ns ?? null),
    p99Us: toUs(second.latency?.p99Ns ?? null),
    maxUs: toUs(second.latency?.maxNs ?? null),
    ...(second.bytesRead !== undefined && { bytesRead: second.bytesRead }),
  };
}
