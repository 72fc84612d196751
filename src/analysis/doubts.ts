import { type Comparison, type Metric, SERVER_METRICS } from '../model/comparison.js';
import { concerns, type Warning } from '../model/warning.js';

/** Which verdicts a finding makes doubtful: `speed` those on throughput and latency, `ratio` of these only against a baseline. */
type Doubtful = 'all' | 'speed' | 'ratio';

/** Findings that do not make numbers wrong, but may make a verdict on them mean something else. */
const DOUBTFUL: Readonly<Record<string, Doubtful>> = {
  'answers-differ': 'all',
  'unequal-answers': 'all',
  'body-size-changed': 'all',
  'answers-changed': 'all',
  'littles-law': 'speed',
  'near-ceiling': 'ratio',
};

const SPEED: readonly Metric[] = ['throughput', 'latency.p50', 'latency.p99'];

/** What was judged; the baseline is null where a value stands for itself. */
export interface Judged {
  readonly scenario: string;
  readonly profile: string;
  readonly metric: Metric;
  readonly target: string;
  readonly baseline: string | null;
}

/** Codes of the findings without which a verdict must not be told. */
export function doubtsAbout(judged: Judged, warnings: readonly Warning[]): string[] {
  return [...new Set(warnings.filter((warning) => castsDoubt(warning, judged)).map(({ code }) => code))];
}

/** Whether a finding is one without which a verdict must not be told. */
export function castsDoubt(warning: Warning, judged: Judged): boolean {
  return warning.level === 'warn' && makesDoubtful(warning, judged) && isAbout(warning, judged);
}

function makesDoubtful({ code }: Warning, { metric, baseline }: Judged): boolean {
  const doubtful = DOUBTFUL[code];
  if (doubtful === undefined || doubtful === 'all') return doubtful !== undefined;
  return SPEED.includes(metric) && (doubtful === 'speed' || baseline !== null);
}

/** What servers are as a whole is in doubt where anything that they were asked is. */
function isAbout(warning: Warning, { scenario, profile, metric, target, baseline }: Judged): boolean {
  const sides = [target, ...(baseline === null ? [] : [baseline])];
  if (SERVER_METRICS.includes(metric)) return warning.target === null || sides.includes(warning.target);
  return sides.some((side) => concerns(warning, { target: side, scenario, profile }));
}

/** The comparison with what its verdict must not be told without. */
export function withDoubts(comparison: Comparison, warnings: readonly Warning[]): Comparison {
  if (comparison.verdict === 'invalid' || comparison.verdict === 'inconclusive') return comparison;
  const doubts = doubtsAbout(comparison, warnings);
  return doubts.length === 0 ? comparison : { ...comparison, doubts };
}
