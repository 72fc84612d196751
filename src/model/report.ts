import type { ClaimResult } from './claim.js';
import type { Comparison, Estimate, Metric } from './comparison.js';
import type { RunCommand } from './events.js';
import type { GateResult } from './gate.js';
import type { ArrivalSpacing, RateStage } from './load-profile.js';
import type { ReportStopping } from './look.js';
import type { Measurement } from './measurement.js';
import type { ChosenRate, CorePlan } from './plan.js';
import type { SearchResult } from './search.js';
import type { Revision, WorkerCount } from './target.js';
import type { ThresholdResult } from './threshold.js';
import type { Warning } from './warning.js';

/** The one document from which every output format derives; published as docs/report.schema.json. */
export interface Report {
  readonly schema: 'perfcmp/report@1';
  readonly tool: { readonly name: 'perfcmp'; readonly version: string };
  readonly run: ReportRun;
  /** Null for `import`: where the load was sent is not known. */
  readonly environment: Environment | null;
  readonly plan: ReportPlan;
  readonly targets: readonly ReportTarget[];
  readonly scenarios: readonly ReportScenario[];
  readonly profiles: readonly ReportProfile[];
  readonly measurements: readonly Measurement[];
  readonly comparisons: readonly Comparison[];
  /** Throughput over all scenarios of a target; absent where none was compared in two or more. */
  readonly overall?: readonly OverallRatio[];
  /** One for each scenario x profile; empty for `load`, and where imported results were loaded too differently. */
  readonly rankings: readonly Ranking[];
  readonly warnings: readonly Warning[];
  /** What a `load` was held against; absent where nothing was asked, or it was interrupted. */
  readonly thresholds?: readonly ThresholdResult[];
  /** What was said about the targets, beside what was measured; absent where nothing was. */
  readonly claims?: readonly ClaimResult[];
  readonly gate: GateResult | null;
  /** Null but for `search`. */
  readonly search: SearchResult | null;
}

/** Geometric mean of a target's ratios to the baseline over its scenarios, launch by launch; above 1 is better. */
export interface OverallRatio {
  readonly baseline: string;
  readonly target: string;
  readonly metric: 'throughput';
  /** Names of those that count, each once however many loads it has. */
  readonly scenarios: readonly string[];
  readonly ratio: Estimate;
  /** Of each launch that has all of them. */
  readonly launchRatios: readonly number[];
  readonly alpha: number;
}

export interface ReportRun {
  readonly id: string;
  readonly command: RunCommand | 'load' | 'search' | 'import';
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  /** Null for `load` and `search` where they draw nothing at random. */
  readonly seed: number | null;
  /** As typed, but `***` for the values of headers such as Authorization and Cookie. */
  readonly argv: readonly string[];
  /** The signal that ended the run early, `unknown` where its end is missing, or null. */
  readonly interrupted: string | null;
  /** What it was measured in, where it was interrupted and resumed; absent: in one go. */
  readonly pieces?: readonly RunPiece[];
}

/** A part of a run between two interruptions. */
export interface RunPiece {
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  /** That were finished in it and count. */
  readonly launches: number;
  /** Since the end of the piece before; null: it is the first. */
  readonly pauseSeconds: number | null;
}

/** Stands for a signal where a run was killed, crashed, or is still going on. */
export const UNKNOWN_END = 'unknown';

/** The machine; equal fingerprints may be compared. */
export interface Environment {
  readonly os: string;
  readonly kernel: string;
  readonly cpuModel: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly node: string;
  /** Null where the kernel exposes none, as in most virtual machines. */
  readonly governor: string | null;
  /** `github`, `gitlab`, ... or null outside CI. */
  readonly ci: string | null;
  readonly container: string | null;
  readonly loadAverage: number;
  /** SHA-256 over the fields that must agree for two runs to be comparable. */
  readonly fingerprint: string;
}

export interface ReportPlan {
  readonly launches: number;
  /** Launches that were finished; less than `launches` when interrupted, or ended as `stopping` says. */
  readonly launchesDone: number;
  readonly blocks: number;
  /** Nominal slice; the real one is drawn from this to 1.3 times this. For `load`, its duration. */
  readonly sliceMs: number;
  readonly settleMs: number;
  readonly warmupMs: number;
  readonly mode: 'plain' | 'freeze' | 'exclusive' | 'single';
  /** How it came to the mode, the last one being that of the results; absent in reports of 0.1.0 and of a single load. */
  readonly modeChoice?: readonly ModeStep[];
  /** CPU outside own slices over all CPU, by target, in the mode of the results; null: not seen; absent: idle ones were not alive. */
  readonly idleShare?: Readonly<Record<string, number | null>>;
  readonly quick: boolean;
  readonly alpha: number;
  readonly baseline: string | null;
  /** Throughput of the generator against `null-server`, by profile name, the highest of `ceilings`; empty when it was not measured. */
  readonly ceilingPerSec: Readonly<Record<string, number>>;
  /** The same for each size of requests and answers; absent when it was not measured. */
  readonly ceilings?: readonly ReportCeiling[];
  /** Whose cores were whose; absent in reports of 0.1.0 and where nothing was compared. */
  readonly cores?: CorePlan;
  /** Absent: all launches were to be run. */
  readonly stopping?: ReportStopping;
}

/** What the load generator did against the smallest server with requests and answers as long as those of some scenarios. */
export interface ReportCeiling {
  readonly profile: string;
  /** Those that are judged by it. */
  readonly scenarios: readonly string[];
  readonly throughputPerSec: number;
  /** How busy the generator was: below 0.9 the limit was not its own. */
  readonly busy: number;
}

/** One mode that was taken, with what was known then. */
export interface ModeStep {
  readonly mode: 'plain' | 'freeze' | 'exclusive';
  readonly reason: string;
  /** CPU outside own slices over all CPU, by target, since the step before; null where it was not seen. */
  readonly idleShare: Readonly<Record<string, number | null>>;
  /** Mean stall at the thaws since the step before, in milliseconds; absent where nothing was frozen. */
  readonly thawStallMs?: Readonly<Record<string, number>>;
}

export interface ReportTarget {
  readonly name: string;
  readonly title: string;
  readonly kind: 'bundled' | 'command' | 'url' | 'docker' | 'compose' | 'service';
  readonly version: string | null;
  /** What of a git repository was checked out for it; absent: nothing. */
  readonly revision?: Revision;
  readonly runtime: string | null;
  readonly command: string | null;
  readonly url: string | null;
  /** Of a parameter scan, by parameter; absent where there is none. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Where it was started, as it was written; absent: nobody said. */
  readonly cwd?: string;
  /** Run before each start, and after each end; absent: nothing. */
  readonly prepare?: string;
  readonly cleanup?: string;
  /** Mean over launches from spawn to the first correct answer; null for a URL. */
  readonly startupMs: number | null;
  readonly firstResponseMs: number | null;
  readonly peakRssBytes: number | null;
  /** It was told to run; null: not ours to tell. Absent where nothing was compared. */
  readonly workers?: WorkerCount | null;
  /** Who of it used CPU while it was measured, by launch, most first; absent where nobody could look. */
  readonly processes?: readonly ProcessShare[];
  /** What went wrong when it could not be measured to the end, or null. */
  readonly failure: string | null;
}

/** CPU of one process of a server in one launch, from the end of its warm-up on. */
export interface ProcessShare {
  readonly launch: number;
  /** As the kernel has it, or its program's where that is a thread's; null, as is the pid: all others, those that have ended among them. */
  readonly name: string | null;
  readonly pid: number | null;
  readonly cpuSeconds: number;
  /** Of what all processes of the server used in this launch, 0 to 1. */
  readonly share: number;
}

export interface ReportScenario {
  readonly name: string;
  /** Empty where an imported result does not tell it, as is the path. */
  readonly method: string;
  readonly path: string;
  /** Requests that are sent in turn. */
  readonly requests: number;
  readonly env: Readonly<Record<string, string>>;
  /** What must come back, in words: `200, 27 bytes`. */
  readonly expects: string;
  /** Names of the profiles it was asked under; absent: under all there are. */
  readonly profiles?: readonly string[];
  /** By profile, slices in a launch and their nominal length, where they are others than the plan's; null: one request each. */
  readonly paces?: readonly { readonly profile: string; readonly blocks: number; readonly sliceMs: number | null }[];
  /** SHA-256 over all that is asked and expected; absent where nothing was compared, and in reports of 0.1.0. */
  readonly hash?: string;
  /** Of open loops, the same for all targets; absent where there are none. */
  readonly rates?: readonly Omit<ChosenRate, 'scenario'>[];
  /** Names of targets that lack what it asks; absent: none does. */
  readonly notImplementedBy?: readonly string[];
}

export interface ReportProfile {
  readonly name: string;
  readonly kind: 'closed' | 'open';
  /** Null where imported results do not tell it, or differ in it; as is the pipelining. */
  readonly connections: number | null;
  readonly pipelining: number | null;
  /** Mean over the time of the load; null in a closed loop, and where each scenario has its own, told there. */
  readonly ratePerSec: number | null;
  /** Of what the slowest target does in a closed loop, where the rate was chosen so. */
  readonly share?: number;
  /** When requests arrive, of an open loop. */
  readonly arrivals?: { readonly spacing: ArrivalSpacing; readonly stages: readonly RateStage[] };
  /** Connections that an open loop may open in all. */
  readonly maxConnections?: number;
  /** Pause between an answer and the next request; absent where there is none. */
  readonly think?: { readonly minMs: number; readonly maxMs: number };
}

/** Targets of one scenario x profile by throughput, or by p99 where all were sent the same rate, best first; who could not be measured validly has no rank, nor have imported results. */
export interface Ranking {
  readonly scenario: string;
  readonly profile: string;
  readonly ranks: readonly TargetRank[];
  /** What they are ranked by; absent: throughput. */
  readonly metric?: Metric;
}

/** Places a target may hold, 1 is best: targets that were not proven different share a range. */
export interface TargetRank {
  readonly target: string;
  readonly from: number;
  readonly to: number;
  /** Its throughput is the least that it can do, so it is proven better than some, and worse than nobody; absent: it is its own. */
  readonly atLeast?: true;
}

/** The ranks of one scenario x profile, best first; empty where there are none. */
export function rankOf(report: Report, scenario: string, profile: string): readonly TargetRank[] {
  const isWanted = (ranking: Ranking): boolean => ranking.scenario === scenario && ranking.profile === profile;
  return report.rankings.find(isWanted)?.ranks ?? [];
}

/** Whether it is about a single server, whose name and scenario go without saying. */
export function isOfOneServer({ run: { command } }: Report): boolean {
  return command === 'load' || command === 'search';
}
