import type { Comparison } from '../model/comparison.js';
import type { Report } from '../model/report.js';
import { printable } from '../units/words.js';
import { shorten } from './format.js';
import { ratioScale } from './log-scale.js';
import type { RenderOptions } from './options.js';
import type { Paint } from './paint.js';
import { comparedMetric, type Row, type Section } from './row.js';
import { confidenceOf, VERDICT_TONES } from './verdict.js';
import { whisker, whiskerScale } from './whisker.js';

/** Narrower screens keep to their tables. */
const LEAST_WIDTH = 100;
const WIDEST = 60;
const LONGEST_LABEL = 24;

/** A row with what is drawn of it. */
interface Drawn {
  readonly section: Section;
  readonly row: Row;
  readonly comparison: Comparison;
}

/**
 * Every ratio to the baseline that a report has, one below the other on a common scale, so that scenarios can be compared by
 * eye: throughput, and p99 where all were sent the same rate. What is invalid is not drawn, as a place on a scale looks like
 * a result.
 */
export function intervalPlots(
  report: Report,
  sections: readonly Section[],
  { width, unicode }: Pick<RenderOptions, 'width' | 'unicode'>,
  paint: Paint,
): string[] {
  if (width < LEAST_WIDTH) return [];
  return (['throughput', 'latency.p99'] as const).flatMap((metric) => {
    const drawn = sections.filter(({ profile }) => comparedMetric(profile) === metric).flatMap(drawable);
    if (drawn.length === 0) return [];
    const words = metric === 'throughput' ? 'throughput' : 'p99 at equal rates';
    const baseline = printable(shorten(report.plan.baseline ?? '', LONGEST_LABEL));
    const title = ` ${words} against ${baseline} (above 1 is better), ${confidenceOf(report)} intervals`;
    return [paint(title, 'faint'), ...plotLines(report, drawn, { width, unicode }, paint), ''];
  });
}

function plotLines(
  report: Report,
  drawn: readonly Drawn[],
  { width, unicode }: Pick<RenderOptions, 'width' | 'unicode'>,
  paint: Paint,
): string[] {
  const labels = drawn.map(({ section }) => sectionLabel(report, section));
  const names = drawn.map(({ row }) => nameOf(row));
  const widest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));
  const labelWidth = new Set(labels).size > 1 ? widest(labels) + 2 : 0;
  const nameWidth = widest(names) + 2;
  const remarks = drawn.map(({ comparison }) => (comparison.doubts ?? []).join(', ').replaceAll('-', ' '));
  const remarkWidth = widest(remarks) === 0 ? 0 : widest(remarks) + 4;
  const columns = Math.min(WIDEST, width - 3 - labelWidth - nameWidth - remarkWidth);
  const scale = ratioScale(
    drawn.flatMap(({ comparison: { ratio } }) => endsOf(ratio)),
    columns,
  );
  const lines = drawn.map(({ comparison }, index) => {
    const isFirst = labels[index] !== labels[index - 1];
    const label = labelWidth === 0 ? '' : (isFirst ? labels[index]! : '').padEnd(labelWidth);
    const plot = whisker(comparison.ratio, scale, unicode);
    const remark = remarks[index] === '' ? '' : `${' '.repeat(columns - plot.length)}  (${remarks[index]})`;
    const tone = comparison.doubts === undefined ? VERDICT_TONES[comparison.verdict] : 'warn';
    return `   ${label}${names[index]!.padEnd(nameWidth)}${paint(plot, tone)}${remark}`.trimEnd();
  });
  return [...lines, `   ${' '.repeat(labelWidth + nameWidth)}${paint(whiskerScale(scale), 'faint')}`];
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

/** Behind its number in the report where it has to be cut: two cut names may look the same. */
function nameOf({ report, target }: Row): string {
  const name = printable(target.name);
  if (name.length <= LONGEST_LABEL) return name;
  const mark = `#${report.targets.indexOf(target) + 1}`;
  return `${mark} ${shorten(name, LONGEST_LABEL - mark.length - 1)}`;
}

/** The scenario, and the rate where it was measured at several. */
function sectionLabel({ profiles }: Report, { scenario, profile }: Section): string {
  const isOneOfKind = profiles.filter(({ kind }) => kind === profile.kind).length <= 1;
  return printable(shorten(isOneOfKind ? scenario.name : `${scenario.name} ${profile.name}`, LONGEST_LABEL));
}
