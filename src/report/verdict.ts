import type { Comparison, Estimate, Metric } from '../model/comparison.js';
import type { Report } from '../model/report.js';
import { formatMargin, leastRatioText, ratioText } from '../units/figures.js';
import { isAbout, type Row } from './row.js';

/** What a cell's colour may say: `good` and `bad` are for results alone. */
export type Tone = 'good' | 'bad' | 'alarm' | 'warn' | 'faint' | 'plain';

/** `3.91x [3.80, 4.02]`. */
export function formatRatio({ value, lower, upper }: Estimate): string {
  return value === null ? 'n/a' : ratioText({ value, lower, upper });
}

/** The last column: how a target did against the baseline, with the word that may be relied upon. */
export function verdictCell(row: Row): string {
  if (row.measurement === null) return 'not implemented';
  if (row.target.failure !== null) return failureWords(row.target);
  if (row.isBaseline) return 'baseline';
  if (row.comparison === null) return 'n/a';
  if (row.comparison.verdict === 'invalid') return invalidText(row);
  if (row.comparison.ratio.value === null) return 'n/a';
  return `${formatRatio(row.comparison.ratio)}  ${toldVerdict(row.comparison, row.report.plan.quick)}`;
}

/** How the last column may be coloured; an inconclusive result never looks like one. */
export function verdictTone(row: Row): Tone {
  if (row.measurement === null) return 'faint';
  if (row.target.failure !== null) return 'alarm';
  if (row.comparison?.doubts !== undefined) return 'warn';
  return row.comparison === null ? 'plain' : VERDICT_TONES[row.comparison.verdict];
}

/** What became of a target that failed; the whole story stands below the table. */
function failureWords({ startupMs, failure, kind }: Row['target']): string {
  if (/^answers .* wrongly/.test(failure ?? '')) return 'wrong answers';
  if (startupMs !== null) return 'died';
  return kind === 'url' ? 'not reachable' : 'did not start';
}

/** The verdict in words that fit its metric: less CPU is `better`, not `faster`. */
export function verdictWords(comparison: Pick<Comparison, 'verdict' | 'metric' | 'margin'>, isRough = false): string {
  const { verdict, metric } = comparison;
  if (verdict === 'no-difference') return `no difference at ${formatMargin(comparison.margin)}`;
  if (verdict === 'inconclusive' || verdict === 'invalid') return verdict;
  const word = IS_ABOUT_SPEED[metric] ? verdict : verdict === 'faster' ? 'better' : 'worse';
  return isRough ? `${word} (rough)` : word;
}

/** The same with what it must not be told without: `faster (near ceiling)`. */
export function toldVerdict(comparison: Comparison, isRough = false): string {
  const words = verdictWords(comparison, isRough);
  const doubts = (comparison.doubts ?? []).map((code) => code.replaceAll('-', ' '));
  if (doubts.length === 0) return words;
  return words.endsWith(')') ? `${words.slice(0, -1)}, ${doubts.join(', ')})` : `${words} (${doubts.join(', ')})`;
}

/** Why no verdict can stand on this row, from the codes of the warnings that say so. */
export function invalidReason(row: Row): string | null {
  const touched = [row.target.name, row.report.plan.baseline];
  const spoilers = row.report.warnings.filter(
    (warning) =>
      warning.level === 'invalid' &&
      isAbout(warning, row) &&
      (warning.target === null || touched.includes(warning.target)),
  );
  // A cause in the target itself tells more than one in the baseline or the machine.
  const spoiler = spoilers.find((warning) => warning.target === row.target.name) ?? spoilers[0];
  if (spoiler === undefined) return null;
  const words = spoiler.code.replaceAll('-', ' ');
  return spoiler.target === null || spoiler.target === row.target.name
    ? words
    : `baseline ${words.replace('target ', '')}`;
}

/** The confidence of every interval: `95 %`. */
export function confidenceOf(report: Report): string {
  return formatMargin(1 - report.plan.alpha);
}

function invalidText(row: Row): string {
  const reason = invalidReason(row);
  const least = row.comparison?.atLeast ? (row.comparison.ratio.lower ?? null) : null;
  const bound = least === null ? '' : `, at least ${leastRatioText(least)}`;
  return reason === null ? 'invalid' : `invalid: ${reason}${bound}`;
}

/** How each verdict may be coloured. */
export const VERDICT_TONES = {
  faster: 'good',
  slower: 'bad',
  'no-difference': 'plain',
  inconclusive: 'faint',
  invalid: 'alarm',
} satisfies Record<Comparison['verdict'], Tone>;

const IS_ABOUT_SPEED = {
  throughput: true,
  'latency.p50': true,
  'latency.p99': true,
  startup: true,
  errorRate: false,
  cpuPerRequest: false,
  'memory.peakRss': false,
} satisfies Record<Metric, boolean>;
