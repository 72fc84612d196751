import type { RunDiff } from '../model/diff.js';
import { plural } from '../units/words.js';
import { type DiffRow, diffTables, sortedDifferences, worthWords } from './diff-rows.js';
import { type Paint, painter } from './paint.js';
import { wrapSegments, wrapText } from './wrap.js';

const GAP = '  ';
const HEADS = { target: 'target', metric: 'metric', change: 'second / first', verdict: '' };

/** How a diff is shown. */
export interface DiffLook {
  readonly width: number;
  readonly color: boolean;
  /** Numbers are shown though nothing may be concluded from them. */
  readonly force: boolean;
}

/** Two runs for the screen: what stands between them, then target by target how much the second differs from the first. */
export function renderDiffText(diff: RunDiff, { width, color, force }: DiffLook): string {
  const paint = painter(color);
  const isShown = diff.isComparable || force;
  const blocks = [
    headerLines(diff, width),
    differenceLines(diff, width, paint),
    ...(isShown ? tableBlocks(diff, width, paint) : []),
    isShown ? wrapText(' ', worthWords(diff), width) : wrapText(' ', REFUSED_HINT, width),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const REFUSED_HINT =
  'measure both states in one run instead; --force shows the numbers all the same, without a verdict';

function headerLines({ first, second, reference }: RunDiff, width: number): string[] {
  const run = ({ id, launches }: RunDiff['first']): string => `${id}, ${plural(launches, 'launch')}`;
  return wrapSegments(
    ['perfcmp diff', `first ${run(first)}`, `second ${run(second)}`, `ratios to ${reference}`, 'above 1 is better'],
    width,
  );
}

function differenceLines(diff: RunDiff, width: number, paint: Paint): string[] {
  const differences = sortedDifferences(diff);
  if (differences.length === 0) return [];
  const title = diff.isComparable ? 'the runs differ in' : 'not comparable: the runs differ in';
  return [
    paint(title, diff.isComparable ? 'warn' : 'alarm'),
    ...differences.flatMap(({ level, field, first, second }) =>
      wrapText(level === 'refuse' ? ' ! ' : ' - ', `${field}: ${first}, then ${second}`, width),
    ),
  ];
}

function tableBlocks(diff: RunDiff, width: number, paint: Paint): string[][] {
  const full = linesOf(diff, false, (text) => text);
  const isTooWide = full.flat().some((line) => line.length > width);
  return linesOf(diff, isTooWide, paint);
}

function linesOf(diff: RunDiff, isBrief: boolean, paint: Paint): string[][] {
  const heads = { ...HEADS, first: 'first', second: 'second' };
  const tables = diffTables(diff, isBrief);
  const rows = tables.flatMap((table) => table.rows);
  const widthOf = (key: keyof typeof heads): number => Math.max(...[heads, ...rows].map((row) => row[key].length));
  const cells = (row: Omit<DiffRow, 'tone'>): string => KEYS.map((key) => row[key].padEnd(widthOf(key))).join(GAP);
  return tables.map(({ title, rows: own }) => [
    title,
    paint(` ${cells({ ...heads })}`.trimEnd(), 'faint'),
    ...own.map((row, index) => {
      // A target's name stands once.
      const target = own[index - 1]?.target === row.target ? '' : row.target;
      return ` ${cells({ ...row, target })}${GAP}${paint(row.verdict, row.tone)}`.trimEnd();
    }),
  ]);
}

const KEYS = ['target', 'metric', 'first', 'second', 'change'] as const;
