import type { Report } from '../../model/report.js';
import { fullName } from '../columns.js';
import { markOf } from '../legend.js';
import type { Row } from '../row.js';
import type { Mark } from './chart.js';
import { markAt } from './marks.js';

/** What the figures of a page share. */
export interface FigureContext {
  readonly report: Report;
  /** By the names of targets. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** Points that a line has at most. */
  readonly points: number;
}

/** What tells a target apart. */
export function markFor({ marks }: FigureContext, target: string): Mark {
  return marks.get(target) ?? markAt(0);
}

/** A target as charts name it. */
export function chartName(row: Row): string {
  return `${fullName(row)}${markOf(row)}`;
}

/** Names of a chart's things in a sentence: `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
