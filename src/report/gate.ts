import type { Estimate } from '../model/comparison.js';
import type { GateCheck, GateResult } from '../model/gate.js';
import type { Report } from '../model/report.js';
import { formatMargin, limitValueText, METRIC_TEXTS } from '../units/figures.js';
import { plural } from '../units/words.js';
import { ABSENT } from './format.js';
import { metricText } from './metric-values.js';
import { confidenceOf, formatRatio, type Tone } from './verdict.js';

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

/** `gate: fail: json throughput 0.86x [0.84, 0.88], allowed -5 %, confirmed by ...`. */
export function gateLine(report: Report, gate: GateResult): string {
  const worst = decisiveCheck(gate);
  const others = gate.results.filter((check) => isDecisive(gate, check) && check !== worst);
  const failed = report.targets.find(({ failure }) => failure !== null);
  if (failed !== undefined) return `gate: ${gate.status}: ${failed.name} failed: ${failed.failure}`;
  if (worst === null) return `gate: ${gate.status}: nothing was judged`;
  if (gate.status === 'pass' && others.length > 0) return `gate: pass: all ${plural(others.length + 1, 'limit')} kept`;
  const more = others.length === 0 ? '' : ` (and ${plural(others.length, 'other')})`;
  const colon = gate.status === 'invalid' ? ':' : '';
  return `gate: ${gate.status}: ${checkName(report, worst)}${colon} ${worst.message}${more}`;
}

/** The first of the checks that the status is owed to. */
export function decisiveCheck(gate: GateResult): GateCheck | null {
  return gate.results.find((check) => isDecisive(gate, check)) ?? null;
}

function isDecisive(gate: GateResult, { status, severity }: GateCheck): boolean {
  return status === gate.status && severity === 'error';
}

/** `json throughput`, and of what where that does not go without saying: `json throughput of head at c64`. */
export function checkName({ profiles, gate }: Report, { scenario, metric, target, profile }: GateCheck): string {
  const isOnly = gate?.results.every((check) => check.target === target) ?? true;
  return `${scenario} ${metric}${isOnly ? '' : ` of ${target}`}${profiles.length > 1 ? ` at ${profile}` : ''}`;
}

/** What was judged, and what became of it. */
export function gateTable(report: Report, { results }: GateResult): GateTable {
  const hasSeveral = new Set(results.map(({ target }) => target)).size > 1;
  const hasProfiles = report.profiles.length > 1;
  const columns = COLUMNS.filter(
    ({ label }) => (label !== 'target' || hasSeveral) && (label !== 'load' || hasProfiles),
  );
  const ordered = [...results].sort((a, b) => RANK[a.status] - RANK[b.status]);
  return {
    columns: columns.map(({ label, align, priority }) => ({
      label: label === 'judged' ? `judged [${confidenceOf(report)}]` : label,
      align,
      priority,
    })),
    rows: ordered.map((check) => ({ cells: columns.map(({ cell }) => cell(check)), tone: toneOf(check) })),
  };
}

const COLUMNS: readonly (GateColumn & { readonly cell: (check: GateCheck) => string })[] = [
  { label: 'scenario', align: 'left', priority: 0, cell: ({ scenario }) => scenario },
  { label: 'load', align: 'left', priority: 0, cell: ({ profile }) => profile },
  { label: 'metric', align: 'left', priority: 0, cell: ({ metric }) => metric },
  { label: 'target', align: 'left', priority: 0, cell: ({ target }) => target },
  { label: 'baseline', align: 'right', priority: 2, cell: (check) => metricText(check.metric, check.values.baseline) },
  { label: 'candidate', align: 'right', priority: 1, cell: (check) => metricText(check.metric, check.values.target) },
  { label: 'judged', align: 'left', priority: 0, cell: judgedOf },
  { label: 'limit', align: 'left', priority: 0, cell: limitOf },
  { label: 'status', align: 'left', priority: 0, cell: statusOf },
];

function judgedOf({ estimate, limit, metric }: GateCheck): string {
  if (estimate.value === null) return ABSENT;
  return limit.kind === 'regression' ? formatRatio(estimate) : withEnds(estimate, METRIC_TEXTS[metric]);
}

function withEnds({ value, lower, upper }: Estimate, text: (value: number) => string): string {
  const ends = lower === null || upper === null ? '' : ` [${text(lower)}, ${text(upper)}]`;
  return `${text(value ?? 0)}${ends}`;
}

function limitOf({ limit, metric }: GateCheck): string {
  if (limit.kind === 'regression') return `-${formatMargin(limit.margin)}`;
  return `${limit.kind === 'most' ? '<=' : '>='} ${limitValueText(metric, limit.value)}`;
}

function statusOf({ status, confirmed, severity }: GateCheck): string {
  const word = status === 'fail' && confirmed === true ? 'fail, confirmed' : status;
  return severity === 'warn' && status !== 'pass' ? `${word} (warns)` : word;
}

function toneOf({ status, severity }: GateCheck): Tone {
  if (status === 'fail' && severity === 'warn') return 'warn';
  return TONES[status];
}

const TONES = { pass: 'good', fail: 'bad', inconclusive: 'faint', invalid: 'alarm' } satisfies Record<
  GateCheck['status'],
  Tone
>;
const RANK = { fail: 0, invalid: 1, inconclusive: 2, pass: 3 } satisfies Record<GateCheck['status'], number>;
