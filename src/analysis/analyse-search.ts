import type { ClosedLoadProfile } from '../model/load-profile.js';
import { describeError, type ErrorSample } from '../model/recording.js';
import type { Environment, Report, ReportProfile, ReportRun } from '../model/report.js';
import type { Scenario } from '../model/scenario.js';
import type { SearchHighest, SearchPoint, SearchResult } from '../model/search.js';
import type { Warning } from '../model/warning.js';
import { formatDurationMs } from '../units/duration.js';
import { plural } from '../units/words.js';
import { checkServerEnd, type LoadedTarget } from './load-circumstances.js';
import { describeProfile, describeScenario, undividedPlan } from './report-head.js';
import { runWarning } from './warnings.js';

/** Below this share of what its connections could carry, a rate is not limited by them. */
const CARRIED_SHARE = 0.7;

/** Everything there is to know about one search, once it is over. */
export interface SearchFacts {
  readonly run: Omit<ReportRun, 'command'>;
  readonly environment: Environment;
  readonly toolVersion: string;
  readonly target: LoadedTarget & { readonly peakRssBytes: number | null };
  readonly scenario: Scenario;
  /** Of the closed loop: rates are sent over the same connections. */
  readonly profiles: readonly ClosedLoadProfile[];
  readonly search: Omit<SearchResult, 'highest'>;
  /** Of the load in which nothing was accepted; null: there was none. */
  readonly mostFrequentError: ErrorSample | null;
  /** The search came to its end by itself. */
  readonly isComplete: boolean;
}

/** One search to a report: its curve, and what stands at the end of it. */
export function analyseSearch(facts: SearchFacts): Report {
  const search = { ...facts.search, highest: highestOf(facts) };
  return {
    schema: 'perfcmp/report@1',
    tool: { name: 'perfcmp', version: facts.toolVersion },
    run: { ...facts.run, command: 'search' },
    environment: facts.environment,
    plan: undividedPlan({
      launchesDone: facts.isComplete ? 1 : 0,
      blocks: search.curve.reduce((sum, { runs }) => sum + runs.length, 0),
      sliceMs: search.stepMs,
      warmupMs: 0,
    }),
    targets: [facts.target],
    scenarios: [describeScenario(facts.scenario)],
    profiles: facts.profiles.map((profile) => describeSearched(profile, search.axis)),
    measurements: [],
    comparisons: [],
    rankings: [],
    warnings: [
      ...checkServerEnd(facts.target),
      ...checkAnswers(facts),
      ...checkGenerator(search),
      ...checkConnections(search),
    ],
    gate: null,
    search,
  };
}

/** Which rate it was differs from step to step. */
function describeSearched(profile: ClosedLoadProfile, axis: SearchResult['axis']): ReportProfile {
  return axis === 'rate' ? { ...describeProfile(profile), kind: 'open' } : describeProfile(profile);
}

/** Of rates the highest that was kept below every broken one; of connections those with the most throughput. */
function highestOf({ search, isComplete }: SearchFacts): SearchHighest | null {
  const broken = search.curve.filter(({ verdict }) => verdict === 'broken' || verdict === 'generator');
  const [lowestBroken] = search.axis === 'rate' ? broken : [];
  const brokenPerSec = lowestBroken?.ratePerSec ?? null;
  const kept = search.curve.filter(
    ({ verdict, ratePerSec, throughputPerSec }) =>
      verdict === 'kept' && throughputPerSec > 0 && (brokenPerSec === null || (ratePerSec ?? 0) < brokenPerSec),
  );
  const best = kept.reduce<SearchPoint | null>(
    (most, point) => (most === null || isBetter(point, most) ? point : most),
    null,
  );
  if (best === null) return null;
  const { ratePerSec, connections, throughputPerSec } = best;
  return {
    ratePerSec,
    connections,
    throughputPerSec,
    brokenPerSec,
    limit: limitOf(search.axis, lowestBroken, isComplete),
  };
}

function isBetter(point: SearchPoint, most: SearchPoint): boolean {
  if (point.ratePerSec !== null && most.ratePerSec !== null) return point.ratePerSec > most.ratePerSec;
  return point.throughputPerSec > most.throughputPerSec;
}

function limitOf(
  axis: SearchResult['axis'],
  lowestBroken: SearchPoint | undefined,
  isComplete: boolean,
): SearchHighest['limit'] {
  if (!isComplete) return 'interrupted';
  if (lowestBroken !== undefined) return lowestBroken.verdict === 'generator' ? 'generator' : 'objectives';
  return axis === 'rate' ? 'bound' : 'objectives';
}

/** `answers-failed`: there is nothing to find where nothing is answered. */
function checkAnswers({ search, target, run, mostFrequentError }: SearchFacts): Warning[] {
  if (target.failure !== null || run.interrupted !== null || isAnswered(search)) return [];
  const most = mostFrequentError === null ? '' : `, most often ${describeError(mostFrequentError)}`;
  const message = `no request was answered as expected${most}; perfcmp load --dry-run shows one with its answer`;
  return [runWarning('answers-failed', 'invalid', message, { target: target.name })];
}

function isAnswered({ axis, capacityPerSec, curve }: SearchFacts['search']): boolean {
  return axis === 'rate' ? capacityPerSec !== 0 : curve.some(({ throughputPerSec }) => throughputPerSec > 0);
}

/** `client-bound`: a step that the generator could not load tells nothing about the server. */
function checkGenerator({ curve }: Pick<SearchResult, 'curve'>): Warning[] {
  if (!curve.some(({ verdict }) => verdict === 'generator')) return [];
  const message = 'where the load generator was the limit the server may do more; try more --threads';
  return [runWarning('client-bound', 'warn', message)];
}

/** `few-connections`: by Little's law so many connections carry no more than their number over the service time. */
function checkConnections({ highest, calmLatencyUs }: SearchResult): Warning[] {
  if (highest === null || calmLatencyUs === null || calmLatencyUs <= 0) return [];
  const mostPerSec = (highest.connections * 1e6) / calmLatencyUs;
  if (highest.throughputPerSec < CARRIED_SHARE * mostPerSec) return [];
  const each = plural(highest.connections, 'connection');
  const message = `${each} may be the limit: one request at a time takes ${formatDurationMs(calmLatencyUs / 1000)}; try more with -c`;
  return [runWarning('few-connections', 'warn', message)];
}
