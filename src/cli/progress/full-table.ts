import type { Estimate } from '../../model/comparison.js';
import { type Cell, cellKey, type Plan } from '../../model/plan.js';
import { shorten } from '../../report/format.js';
import { type LogScale, ratioScale } from '../../report/log-scale.js';
import { whisker, whiskerScale } from '../../report/whisker.js';
import { formatDurationMs } from '../../units/duration.js';
import { ratioText } from '../../units/figures.js';
import { printable } from '../../units/words.js';
import { type CellProgress, throughputSoFar } from './cells.js';
import { type Line, lineOf, span } from './spans.js';
import { baselineOf, isLoaded, LONGEST_NAME, type Section, standingOf, type TableRoom, UNKNOWN } from './standing.js';
import type { ProgressState } from './state.js';
import { throughput } from './words.js';

const NARROW = { columns: 70, longestName: 14 };
const LEAST_NOW = 12;
const LEAST_RATIO = 18;
const LEAST_WHISKER = 10;
const WIDEST_WHISKER = 40;

/** One cell in words, and where it stands. */
interface Row {
  readonly name: string;
  readonly now: string;
  readonly tone: 'plain' | 'faint' | 'alarm';
  readonly ratio: string;
  readonly estimate: Estimate;
  readonly isLoaded: boolean;
}

/** Of the columns before the whisker. */
interface Widths {
  readonly name: number;
  readonly now: number;
  readonly ratio: number;
}

/** A row for each target of each scenario: what it is at, its ratio with the interval, and that as a whisker. */
export function fullTable(
  state: ProgressState,
  plan: Plan,
  sections: readonly Section[],
  { columns, rows, unicode }: TableRoom,
): Line[] {
  const longest = columns < NARROW.columns ? NARROW.longestName : LONGEST_NAME;
  // A lone target is compared with nothing.
  const isAlone = plan.targets.length === 1;
  const baseline = isAlone ? null : baselineOf(state, plan);
  const tables = sections.map((section) => ({
    title: section.title,
    against: isAlone
      ? ''
      : `${section.isOpen ? 'p99 ' : ''}against ${shorten(printable(baseline ?? ''), LONGEST_NAME)}`,
    rows: section.cells.map((cell) => rowOf(state, cell, { baseline, longest })),
  }));
  const widths = widthsOf(tables.flatMap((table) => table.rows));
  const lead = 2 + widths.name + 2 + widths.now + 2;
  const estimates = tables.flatMap((table) => table.rows.map(({ estimate }) => estimate));
  const scale = scaleOf(estimates, Math.min(WIDEST_WHISKER, columns - lead - widths.ratio - 2));
  const lines = tables.flatMap((table): Line[] => [
    lineOf(`${table.title.slice(0, lead - 2).padEnd(lead)}${table.against}`.trimEnd(), 'faint'),
    ...table.rows.map((row) => rowLine(row, widths, scale, unicode)),
  ]);
  const axis = scale === null ? [] : [lineOf(`${' '.repeat(lead + widths.ratio + 2)}${whiskerScale(scale)}`, 'faint')];
  if (lines.length + axis.length <= rows) return [...lines, ...axis];
  const shown = lines.slice(0, Math.max(0, rows - axis.length - 1));
  // A heading alone says nothing.
  if (shown.length < 2) return [];
  return [...shown, lineOf(`  and ${lines.length - shown.length} more`, 'faint'), ...axis];
}

function widthsOf(rows: readonly Row[]): Widths {
  const width = (least: number, of: (row: Row) => string): number =>
    Math.max(least, ...rows.map((row) => of(row).length));
  return {
    name: width(0, (row) => row.name),
    now: width(LEAST_NOW, (row) => row.now),
    ratio: width(LEAST_RATIO, (row) => row.ratio),
  };
}

function rowLine(row: Row, { name, now, ratio }: Widths, scale: LogScale | null, unicode: boolean): Line {
  return [
    span(row.isLoaded ? (unicode ? '▸ ' : '> ') : '  '),
    span(`${row.name.padEnd(name)}  `),
    span(row.now.padStart(now), row.tone),
    span(`  ${row.ratio.padEnd(ratio)}`),
    ...(scale === null ? [] : [span(`  ${whisker(row.estimate, scale, unicode)}`)]),
  ];
}

function rowOf(
  state: ProgressState,
  cell: Cell,
  { baseline, longest }: { readonly baseline: string | null; readonly longest: number },
): Row {
  const progress = state.cells.get(cellKey(cell));
  // What it did before it failed compares with nothing.
  const estimate = progress?.phase === 'failed' ? UNKNOWN : standingOf(state, cell);
  return {
    name: shorten(printable(cell.target), longest),
    now: progress === undefined ? '' : nowWords(progress),
    tone: progress?.phase === 'failed' ? 'alarm' : progress?.phase === 'measured' ? 'plain' : 'faint',
    ratio: cell.target === baseline ? 'baseline' : ratioWords(estimate),
    estimate,
    isLoaded: isLoaded(state, cell),
  };
}

function nowWords(progress: CellProgress): string {
  const perSec = throughputSoFar(progress);
  const warmed = formatDurationMs(Math.round(progress.warmedMs / 1000) * 1000);
  switch (progress.phase) {
    case 'waiting':
    case 'started':
    case 'failed':
      return progress.phase;
    case 'warming':
      return `warming ${warmed}`;
    case 'warm':
      return `warm, ${warmed}`;
    case 'restless':
      return `unsteady, ${warmed}`;
    case 'measured':
      return perSec === null ? '' : throughput(perSec);
  }
}

/** `3.91x [3.80, 4.02]`. */
function ratioWords({ value, lower, upper }: Estimate): string {
  return value === null ? '' : ratioText({ value, lower, upper });
}

/** Null where there is no room, or nothing to place on it. */
function scaleOf(estimates: readonly Estimate[], columns: number): LogScale | null {
  const known = estimates.flatMap(({ value, lower, upper }) => [value, lower, upper].filter((end) => end !== null));
  return columns < LEAST_WHISKER || known.length === 0 ? null : ratioScale(known, columns);
}
