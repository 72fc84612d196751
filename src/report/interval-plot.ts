import type { Comparison } from '../model/comparison.js';
import type { Report } from '../model/report.js';
import { printable } from '../units/words.js';
import { cutName, cutTitles } from './cut-names.js';
import { shorten } from './format.js';
import { ratioScale } from './log-scale.js';
import type { RenderOptions } from './options.js';
import type { Paint } from './paint.js';
import { comparedMetric, type Row, type Section } from './row.js';
import { confidenceOf, DOUBT_MARK, VERDICT_TONES } from './verdict.js';
import { whisker, whiskerScale } from './whisker.js';
import { wrapText } from './wrap.js';

/** Narrower drawings tell nothing that the numbers above do not. */
const LEAST_COLUMNS = 24;
const MOST_COLUMNS = 60;
const LONGEST_BASELINE = 24;
const INDENT = '   ';

/** What stands beside a drawing: the first of these that leaves room for it. */
const LAYOUTS = [
  { longestLabel: 24, hasWords: true },
  { longestLabel: 24, hasWords: false },
  { longestLabel: 14, hasWords: false },
] as const;

/** A row with what is drawn of it. */
interface Drawn {
  readonly section: Section;
  readonly row: Row;
  readonly comparison: Comparison;
}

/** The words beside the drawings of one metric, and the columns that are left to these. */
interface Layout {
  readonly labels: readonly string[];
  readonly labelWidth: number;
  readonly names: readonly string[];
  readonly nameWidth: number;
  readonly remarks: readonly string[];
  readonly columns: number;
}

/**
 * Every ratio to the baseline that a report has, one below the other on a common scale, so that scenarios can be compared by
 * eye: throughput, and p99 where all were sent the same rate. What is invalid is not drawn, as a place on a scale looks like
 * a result. Where there is little room names are cut, and doubts are the mark that the legend of the table explains.
 */
export function intervalPlots(
  report: Report,
  sections: readonly Section[],
  { width, unicode }: Pick<RenderOptions, 'width' | 'unicode'>,
  paint: Paint,
): string[] {
  return (['throughput', 'latency.p99'] as const).flatMap((metric) => {
    const drawn = sections.filter(({ profile }) => comparedMetric(profile) === metric).flatMap(drawable);
    const layout = layoutOf(report, sections, drawn, width);
    if (layout === null) return [];
    const words = metric === 'throughput' ? 'throughput' : 'p99 at equal rates';
    const baseline = printable(shorten(report.plan.baseline ?? '', LONGEST_BASELINE));
    const title = `${words} against ${baseline} (above 1 is better), ${confidenceOf(report)} intervals`;
    return [
      ...wrapText(' ', title, width).map((line) => paint(line, 'faint')),
      ...plotLines(drawn, layout, unicode, paint),
      '',
    ];
  });
}

/** Null where nothing is drawn, or even the shortest words leave no room for it. */
function layoutOf(report: Report, sections: readonly Section[], drawn: readonly Drawn[], width: number): Layout | null {
  if (drawn.length === 0) return null;
  const shown = drawn.map(({ section }) => section);
  const layouts = LAYOUTS.map(({ longestLabel, hasWords }): Layout => {
    const labels = cutTitles(report, sections, shown, longestLabel);
    const names = drawn.map(({ row }) => cutName(row, longestLabel));
    const remarks = drawn.map(({ comparison }) => remarkOf(comparison, hasWords));
    const labelWidth = new Set(shown).size > 1 ? widest(labels) + 2 : 0;
    const nameWidth = widest(names) + 2;
    const remarkWidth = widest(remarks) === 0 ? 0 : widest(remarks) + 2;
    const columns = Math.min(MOST_COLUMNS, width - INDENT.length - labelWidth - nameWidth - remarkWidth);
    return { labels, labelWidth, names, nameWidth, remarks, columns };
  });
  return layouts.find(({ columns }) => columns >= LEAST_COLUMNS) ?? null;
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

/** What a verdict must not be told without: `(near ceiling)`, or the mark of it. */
function remarkOf({ doubts = [] }: Comparison, hasWords: boolean): string {
  if (doubts.length === 0) return '';
  return hasWords ? `(${doubts.map((code) => code.replaceAll('-', ' ')).join(', ')})` : DOUBT_MARK;
}

function plotLines(
  drawn: readonly Drawn[],
  { labels, labelWidth, names, nameWidth, remarks, columns }: Layout,
  unicode: boolean,
  paint: Paint,
): string[] {
  const scale = ratioScale(
    drawn.flatMap(({ comparison: { ratio } }) => endsOf(ratio)),
    columns,
  );
  const lines = drawn.map(({ section, comparison }, index) => {
    const isFirst = section !== drawn[index - 1]?.section;
    const label = labelWidth === 0 ? '' : (isFirst ? labels[index]! : '').padEnd(labelWidth);
    const plot = whisker(comparison.ratio, scale, unicode);
    const remark = remarks[index] === '' ? '' : `${' '.repeat(columns - plot.length)}  ${remarks[index]}`;
    const tone = comparison.doubts === undefined ? VERDICT_TONES[comparison.verdict] : 'warn';
    return `${INDENT}${label}${names[index]!.padEnd(nameWidth)}${paint(plot, tone)}${remark}`.trimEnd();
  });
  return [...lines, `${INDENT}${' '.repeat(labelWidth + nameWidth)}${paint(whiskerScale(scale), 'faint')}`];
}

function drawable(section: Section): Drawn[] {
  return section.rows.flatMap((row) => {
    const { comparison, target } = row;
    if (comparison === null || comparison.verdict === 'invalid' || target.failure !== null) return [];
    return comparison.ratio.value === null ? [] : [{ section, row, comparison }];
  });
}

function endsOf({ value, lower, upper }: Comparison['ratio']): number[] {
  return [value, lower, upper].filter((end) => end !== null);
}
