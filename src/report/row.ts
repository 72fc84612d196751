import type { Comparison, Metric } from '../model/comparison.js';
import type { Measurement } from '../model/measurement.js';
import { type Report, type ReportProfile, type ReportScenario, type ReportTarget, rankOf } from '../model/report.js';

/** One line of a comparison table: a target in one scenario and profile, with all that was found out about it. */
export interface Row {
  readonly report: Report;
  readonly scenario: ReportScenario;
  readonly profile: ReportProfile;
  readonly target: ReportTarget;
  /** Null where the target lacks what the scenario asks. */
  readonly measurement: Measurement | null;
  /** Null where it was not ranked. */
  readonly rank: { readonly from: number; readonly to: number } | null;
  /** Throughput against the baseline, or p99 where all were sent the same rate; null for the baseline itself and where there is nothing to compare. */
  readonly comparison: Comparison | null;
  readonly isBaseline: boolean;
}

/** One table of the report: a scenario under a profile, its rows best first. */
export interface Section {
  readonly scenario: ReportScenario;
  readonly profile: ReportProfile;
  readonly rows: readonly Row[];
}

/** The tables of a report in the order of its scenarios and profiles. */
export function sectionsOf(report: Report): Section[] {
  return report.scenarios.flatMap((scenario) =>
    profilesOf(report, scenario).map((profile) => ({ scenario, profile, rows: rowsOf(report, scenario, profile) })),
  );
}

/** The tables worth showing: of a run that was interrupted not those in which nothing was measured yet. */
export function shownSections(report: Report): Section[] {
  const sections = sectionsOf(report);
  return report.run.interrupted === null ? sections : sections.filter((section) => !isUntouched(section));
}

/** Whether a run was ended before any of its slices. */
export function isNothingMeasured({ run, measurements }: Report): boolean {
  return run.interrupted !== null && measurements.every(({ throughput }) => throughput.value === null);
}

/** Whether a section was to be measured, and nothing of it was. */
export function isUntouched({ rows }: Section): boolean {
  const measurements = rows.flatMap(({ measurement }) => measurement ?? []);
  return measurements.length > 0 && measurements.every(({ throughput }) => throughput.value === null);
}

/** A scenario that nobody could be asked still has a table, which says so. */
function profilesOf({ profiles }: Report, { profiles: asked, rates }: ReportScenario): readonly ReportProfile[] {
  if (asked === undefined) return profiles;
  if (asked.length === 0) return profiles.slice(0, 1);
  return profiles.filter(({ name }) => asked.includes(name)).map((profile) => withOwnRate(profile, rates));
}

function withOwnRate(profile: ReportProfile, rates: ReportScenario['rates'] = []): ReportProfile {
  const own = rates.find((rate) => rate.profile === profile.name);
  return own === undefined ? profile : { ...profile, ratePerSec: own.ratePerSec };
}

/** Whether something that names a cell or its part, null for all, speaks of this scenario and profile. */
export function isAbout(
  part: { readonly scenario: string | null; readonly profile: string | null },
  section: { readonly scenario: ReportScenario; readonly profile: ReportProfile },
): boolean {
  return (
    (part.scenario === null || part.scenario === section.scenario.name) &&
    (part.profile === null || part.profile === section.profile.name)
  );
}

/** What is told below a table, in this order. */
export const ALSO_METRICS: readonly (readonly [Metric, string])[] = [
  ['latency.p50', 'latency p50'],
  ['latency.p99', 'latency p99'],
  ['cpuPerRequest', 'cpu/request'],
];

/** The comparisons that are told below its table; of a target that failed, or whose numbers are not valid, its row says so. */
export function alsoShown(row: Row): Comparison[] {
  const { report, target, profile, comparison } = row;
  if (target.failure !== null || comparison?.verdict === 'invalid') return [];
  const shown = ALSO_METRICS.filter(([metric]) => metric !== comparedMetric(profile)).map(([metric]) => metric);
  return report.comparisons.filter(
    (one) => one.target === target.name && shown.includes(one.metric) && isAbout(one, row),
  );
}

/**
 * Whether who shares a table was sent one rate, so that their latencies compare: targets of a run always are, imported
 * results need not have been.
 */
export function areAtOneRate(rows: readonly Pick<Row, 'profile' | 'measurement'>[]): boolean {
  return rows.every(
    ({ profile, measurement }) =>
      profile.kind === 'open' && (measurement?.imported === undefined || profile.ratePerSec !== null),
  );
}

/** What the rows of a table are held against one another by. */
export function comparedMetric({ kind }: ReportProfile): 'throughput' | 'latency.p99' {
  return kind === 'open' ? 'latency.p99' : 'throughput';
}

function rowsOf(report: Report, scenario: ReportScenario, profile: ReportProfile): Row[] {
  const section = { scenario, profile };
  const measurements = report.measurements.filter((measurement) => isAbout(measurement, section));
  const comparisons = report.comparisons.filter(
    (comparison) => comparison.metric === comparedMetric(profile) && isAbout(comparison, section),
  );
  const ranks = rankOf(report, scenario.name, profile.name);
  return (
    [...report.targets, ...leftOut(report, scenario)]
      .map((target) => ({
        report,
        scenario,
        profile,
        target,
        measurement: measurements.find((measurement) => measurement.target === target.name) ?? null,
        rank: ranks.find((rank) => rank.target === target.name) ?? null,
        comparison: comparisons.find((comparison) => comparison.target === target.name) ?? null,
        isBaseline: target.name === report.plan.baseline,
      }))
      // Imported results need not have been asked the same: each stands where it belongs.
      .filter(({ measurement }) => measurement !== null || report.run.command !== 'import')
      .sort((a, b) => place(a) - place(b) || merit(b) - merit(a))
  );
}

/** Targets that took no part in the run, because they lack all of its scenarios. */
function leftOut({ targets }: Report, { notImplementedBy = [] }: ReportScenario): ReportTarget[] {
  const names = notImplementedBy.filter((name) => targets.every((target) => target.name !== name));
  return names.map((name) => ({ ...NOTHING_KNOWN, name, title: name }));
}

const NOTHING_KNOWN: Omit<ReportTarget, 'name' | 'title'> = {
  kind: 'bundled',
  version: null,
  runtime: null,
  command: null,
  url: null,
  startupMs: null,
  firstResponseMs: null,
  peakRssBytes: null,
  failure: null,
};

function place(row: Row): number {
  if (row.rank !== null) return row.rank.from;
  return row.measurement === null ? Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER - 1;
}

function merit(row: Row): number {
  const { profile, measurement } = row;
  if (profile.kind === 'closed') return measurement?.throughput.value ?? 0;
  // They stay as they were named.
  if (!areAtOneRate([row])) return 0;
  return -(measurement?.latencyUs.p99 ?? Number.MAX_SAFE_INTEGER);
}
