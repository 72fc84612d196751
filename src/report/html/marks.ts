import { isOfOneServer, type Report } from '../../model/report.js';
import type { Mark } from './chart.js';

/** Paths in a box of 10 x 10 that can be told apart when they are small. */
const SYMBOLS = [
  'M5 0.6A4.4 4.4 0 0 1 5 9.4A4.4 4.4 0 0 1 5 0.6Z',
  'M5 0L10 5L5 10L0 5Z',
  'M5 0.4L10 9.4L0 9.4Z',
  'M0.8 0.8H9.2V9.2H0.8Z',
  'M0 0.6H10L5 9.6Z',
] as const;

/** A cross in the same box, for what does not count. */
export const CROSS = 'M1 0L5 4L9 0L10 1L6 5L10 9L9 10L5 6L1 10L0 9L4 5L0 1Z';

const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3], [14, 4], [4, 2, 1, 2, 1, 2], [1, 5]];
/** Beside the neutral one of a baseline, which is 0. */
const COLOURS = 6;
/** Lines that a page about one server may draw. */
const OWN_LINES = 4;

/** The mark of each target by its name, in the order of the report; colours come again after six, with other dashes. */
export function marksOf({ targets }: Report): ReadonlyMap<string, Mark> {
  return new Map(targets.map(({ name }, index) => [name, markAt(index)]));
}

/** The mark of the nth thing of a chart. */
export function markAt(index: number): Mark {
  // Seven dashes and five symbols with six colours: thirty and more come before any two are alike.
  return { index, dash: DASHES[index % DASHES.length] ?? [], symbol: SYMBOLS[index % SYMBOLS.length] ?? SYMBOLS[0] };
}

/** The colours of all marks of a page as CSS; a baseline has the colour of text. */
export function markColours(report: Report): string {
  const names = isOfOneServer(report) ? Array<null>(OWN_LINES).fill(null) : report.targets.map(({ name }) => name);
  let others = 0;
  const variables = names.map((name, index) => {
    const isBaseline = name !== null && name === report.plan.baseline;
    if (!isBaseline) others += 1;
    return `--t${index}:var(--c${isBaseline ? 0 : ((others - 1) % COLOURS) + 1})`;
  });
  return `:root{${variables.join(';')}}`;
}

/** Of a mark, as CSS. */
export function colourOf({ index }: Mark): string {
  return `var(--t${index})`;
}
