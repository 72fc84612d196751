import type { Section } from '../row.js';
import type { FigureContext } from './figure-context.js';
import type { Markup } from './markup.js';
import { type SectionDetail, sectionMarkup } from './section-markup.js';

/** From all there is to the table alone. */
const DETAILS: readonly [SectionDetail, ...SectionDetail[]] = [
  { points: 80, isTwice: true, isLabelled: false, figures: 'all' },
  { points: 40, isTwice: true, isLabelled: false, figures: 'all' },
  { points: 24, isTwice: false, isLabelled: false, figures: 'all' },
  { points: 16, isTwice: false, isLabelled: false, figures: 'main' },
  { points: 0, isTwice: false, isLabelled: false, figures: 'none' },
];

/** The richest form of a section that takes no more than so many bytes. */
export function fittingSection(section: Section, id: string, context: FigureContext, mostBytes: number): Markup {
  const [richest, ...others] = DETAILS;
  let shown = sectionMarkup(section, id, context, richest);
  for (const detail of others) {
    if (Buffer.byteLength(shown.html) <= mostBytes) break;
    shown = sectionMarkup(section, id, context, detail);
  }
  return shown;
}
