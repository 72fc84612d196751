import type { Estimate } from '../model/comparison.js';
import type { GateCheck, GateResult } from '../model/gate.js';
import type { Report } from '../model/report.js';
import { limitText, METRIC_TEXTS } from '../units/figures.js';
import { formatCount } from '../units/rate.js';
import { plural } from '../units/words.js';
import { checkOutcome, statusWords, worstFirst } from './findings.js';
import { ABSENT } from './format.js';
import { metricText } from './metric-values.js';
import { confidenceOf, doubtWords, formatRatio, type Tone, withBrackets } from './verdict.js';

/** A check of a gate as the cells of its table. */
export interface GateRow {
  readonly cells: readonly string[];
  readonly tone: Tone;
}

/** A column of the gate's table. */
export interface GateColumn {
  readonly label: string;
  readonly align: 'left' | 'right';
  /** Where room is short the highest goes first; 0 stays. */
  readonly priority: number;
}

/** The table of a gate: a line for each check, worst first. */
export interface GateTable {
  readonly columns: readonly GateColumn[];
  readonly rows: readonly GateRow[];
}

/**
 * `fail: json throughput 0.86x [0.84, 0.88], allowed -5 %, confirmed by ...; 1 of 2 limits kept`, and with what it must not
 * be told without: `pass (answers differ): all 2 limits kept`.
 */
export function gateWords(report: Report, gate: GateResult): string {
  const { results } = gate;
  const status = withBrackets(gate.status, doubtsOf(gate).map(doubtWords));
  const failed = report.targets.find(({ failure }) => failure !== null);
  if (failed !== undefined) return `${status}: ${failed.name} failed: ${failed.failure}`;
  const told = decisiveCheck(gate);
  if (told === null) return `${status}: nothing was judged`;
  const kept = results.filter((check) => check.status === 'pass').length;
  if (kept === results.length && kept > 1) return `${status}: all ${plural(kept, 'limit')} kept`;
  const alike = results.filter((check) => isLike(check, told)).length - 1;
  const more = alike === 0 ? '' : ` (and ${plural(alike, 'other')})`;
  const count = results.length === 1 ? '' : `; ${formatCount(kept)} of ${plural(results.length, 'limit')} kept`;
  const colon = told.status === 'invalid' ? ':' : '';
  return `${status}: ${checkName(report, told)}${colon} ${told.message}${more}${count}`;
}

/** Of the checks that the status is owed to. */
export function doubtsOf({ status, results }: GateResult): string[] {
  return [...new Set(results.flatMap((check) => (check.status === status ? (check.doubts ?? []) : [])))];
}

/** The first of the checks that the status is owed to; of a gate that passes the worst of those that only warn. */
export function decisiveCheck({ status, results, policy }: GateResult): GateCheck | null {
  const ordered = worstFirst(results, (check) => checkOutcome(check, policy));
  const [worst = null] = ordered;
  if (status === 'pass') return ordered.find((check) => check.status !== 'pass') ?? worst;
  return results.find((check) => check.status === status && check.severity === 'error') ?? worst;
}

function isLike({ status, severity }: GateCheck, other: GateCheck): boolean {
  return status === other.status && severity === other.severity;
}

/** `json throughput`, and of what where that does not go without saying: `json throughput of head at c64`. */
export function checkName({ profiles, gate }: Report, { scenario, metric, target, profile }: GateCheck): string {
  const isOnly = gate?.results.every((check) => check.target === target) ?? true;
  return `${scenario} ${metric}${isOnly ? '' : ` of ${target}`}${profiles.length > 1 ? ` at ${profile}` : ''}`;
}

/** What was judged, and what became of it, in `words`. */
export function gateTable(
  report: Report,
  { results, policy }: GateResult,
  words: (check: GateCheck) => string = statusWords,
): GateTable {
  const hasSeveral = new Set(results.map(({ target }) => target)).size > 1;
  const hasProfiles = report.profiles.length > 1;
  const columns = COLUMNS.filter(
    ({ label }) => (label !== 'target' || hasSeveral) && (label !== 'load' || hasProfiles),
  );
  const ordered = worstFirst(results, (check) => checkOutcome(check, policy));
  return {
    columns: columns.map(({ label, align, priority }) => ({
      label: label === 'judged' ? `judged [${confidenceOf(report)}]` : label,
      align,
      priority,
    })),
    rows: ordered.map((check) => ({ cells: columns.map(({ cell }) => cell(check, words)), tone: toneOf(check) })),
  };
}

const COLUMNS: readonly (GateColumn & {
  readonly cell: (check: GateCheck, words: (check: GateCheck) => string) => string;
})[] = [
  { label: 'scenario', align: 'left', priority: 0, cell: ({ scenario }) => scenario },
  { label: 'load', align: 'left', priority: 0, cell: ({ profile }) => profile },
  { label: 'metric', align: 'left', priority: 0, cell: ({ metric }) => metric },
  { label: 'target', align: 'left', priority: 0, cell: ({ target }) => target },
  { label: 'baseline', align: 'right', priority: 2, cell: (check) => metricText(check.metric, check.values.baseline) },
  { label: 'candidate', align: 'right', priority: 1, cell: (check) => metricText(check.metric, check.values.target) },
  { label: 'judged', align: 'left', priority: 0, cell: judgedOf },
  { label: 'limit', align: 'left', priority: 0, cell: limitText },
  { label: 'status', align: 'left', priority: 0, cell: (check, words) => words(check) },
];

function judgedOf({ estimate, limit, metric }: GateCheck): string {
  if (estimate.value === null) return ABSENT;
  return limit.kind === 'regression' ? formatRatio(estimate) : withEnds(estimate, METRIC_TEXTS[metric]);
}

function withEnds({ value, lower, upper }: Estimate, text: (value: number) => string): string {
  const ends = lower === null || upper === null ? '' : ` [${text(lower)}, ${text(upper)}]`;
  return `${text(value ?? 0)}${ends}`;
}

function toneOf({ status, severity, doubts }: GateCheck): Tone {
  if ((status === 'fail' && severity === 'warn') || (status === 'pass' && doubts !== undefined)) return 'warn';
  return TONES[status];
}

const TONES = { pass: 'good', fail: 'bad', inconclusive: 'faint', invalid: 'alarm' } satisfies Record<
  GateCheck['status'],
  Tone
>;
