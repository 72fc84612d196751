import type { Comparison, Estimate, Metric } from '../model/comparison.js';
import type { Report } from '../model/report.js';
import { isRoughReport } from '../model/rough.js';
import { spoilerOf } from '../model/spoiler.js';
import { formatMargin, leastRatioText, ratioText } from '../units/figures.js';
import type { Row } from './row.js';

/** Behind a verdict of few launches, and of one that stands with a doubt: the legend of its table says more. */
export const ROUGH_MARK = '~';
export const DOUBT_MARK = '!';

/** What a cell's colour may say: `good` and `bad` are for results alone. */
export type Tone = 'good' | 'bad' | 'alarm' | 'warn' | 'faint' | 'plain';

/** `3.91x [3.80, 4.02]`. */
export function formatRatio({ value, lower, upper }: Estimate): string {
  return value === null ? 'n/a' : ratioText({ value, lower, upper });
}

/**
 * A verdict with its ratio in running words: `slower (0.89x [0.86, 0.91])`. One after the other, `0.89x slower` reads as if
 * it were slower by that much.
 */
export function verdictWithRatio(words: string, ratio: string): string {
  const own = /^(.*) \(([^()]*)\)$/.exec(words);
  return own === null ? `${words} (${ratio})` : `${own[1]} (${ratio}, ${own[2]})`;
}

/** The last column: how a target did against the baseline, with the word that may be relied upon. */
export function verdictCell(row: Row): string {
  if (row.measurement === null) return 'not implemented';
  if (row.target.failure !== null) return failureWords(row.target);
  if (row.isBaseline) return 'baseline';
  if (row.comparison === null) return 'n/a';
  if (row.comparison.verdict === 'invalid') return invalidText(row);
  if (row.comparison.ratio.value === null) return 'n/a';
  return `${formatRatio(row.comparison.ratio)}  ${markedVerdict(row.comparison, isRoughReport(row.report))}`;
}

/** A cell where spaces do not hold its parts apart: `0.89x [0.86, 0.91] · slower`. */
export function inFlow(cell: string): string {
  return cell.replace(/ {2,}/g, ' · ');
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
  return withBrackets(words, (comparison.doubts ?? []).map(doubtWords));
}

/** `near-ceiling` as it stands in brackets. */
export function doubtWords(code: string): string {
  return code.replaceAll('-', ' ');
}

/** `faster (rough)` and `near ceiling` as `faster (rough, near ceiling)`. */
export function withBrackets(words: string, added: readonly string[]): string {
  if (added.length === 0) return words;
  return words.endsWith(')') ? `${words.slice(0, -1)}, ${added.join(', ')})` : `${words} (${added.join(', ')})`;
}

/** The same for a table, where room is short: what stands in brackets elsewhere is told by marks. */
export function markedVerdict(comparison: Comparison, isRough: boolean): string {
  const { verdict } = comparison;
  const words = verdict === 'no-difference' ? 'no difference' : verdictWords(comparison);
  const marks = marksOf(comparison, isRough);
  return marks === '' ? words : `${words} ${marks}`;
}

/** What a verdict must not be told without where there is no room for words: `~`, `!`, both or nothing. */
export function marksOf(comparison: Comparison, isRough: boolean): string {
  const { doubts = [] } = comparison;
  return [isRough && isDecided(comparison) ? ROUGH_MARK : '', doubts.length > 0 ? DOUBT_MARK : ''].join('');
}

/** Whether one was found to be better than the other. */
export function isDecided({ verdict }: Pick<Comparison, 'verdict'>): boolean {
  return verdict === 'faster' || verdict === 'slower';
}

/** Why no verdict can stand on this row, in the words of what says so. */
export function invalidReason({ report, scenario, profile, target: { name } }: Row): string | null {
  const { baseline } = report.plan;
  const spoiler = spoilerOf(report, {
    scenario: scenario.name,
    profile: profile.name,
    sides: baseline === null ? [name] : [name, baseline],
  });
  if (spoiler === null) return null;
  const words = spoiler.code.replaceAll('-', ' ');
  return spoiler.target === null || spoiler.target === name ? words : `baseline ${words.replace('target ', '')}`;
}

/** The confidence of every interval: `95 %`. */
export function confidenceOf(report: Report): string {
  return formatMargin(1 - report.plan.alpha);
}

function invalidText(row: Row): string {
  const reason = invalidReason(row);
  const least = row.comparison?.atLeast ? (row.comparison.ratio.lower ?? null) : null;
  const words = reason === null ? 'invalid' : `invalid: ${reason}`;
  return least === null ? words : `>=${leastRatioText(least)}  ${words}`;
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
