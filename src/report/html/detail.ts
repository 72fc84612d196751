import type { Section } from '../row.js';
import type { FigureContext } from './figure-context.js';
import { type Markup, NOTHING } from './markup.js';
import { type SectionDetail, sectionMarkup } from './section-markup.js';

interface SizedDetail extends SectionDetail {
  /** About so many bytes a target, as measured with five launches of twelve slices. */
  readonly bytesOfTarget: number;
}

const COMMON = { isLabelled: false } as const;

/** From all there is to the table alone. */
const DETAILS: readonly SizedDetail[] = [
  { ...COMMON, points: 80, isTwice: true, figures: 'all', bytesOfTarget: 33_000 },
  { ...COMMON, points: 40, isTwice: true, figures: 'all', bytesOfTarget: 27_500 },
  { ...COMMON, points: 24, isTwice: false, figures: 'all', bytesOfTarget: 17_000 },
  { ...COMMON, points: 24, isTwice: false, figures: 'most', bytesOfTarget: 13_000 },
  { ...COMMON, points: 16, isTwice: false, figures: 'main', bytesOfTarget: 4700 },
  { ...COMMON, points: 0, isTwice: false, figures: 'verdicts', bytesOfTarget: 3100 },
  { ...COMMON, points: 0, isTwice: false, figures: 'none', bytesOfTarget: 0 },
];
/** What is estimated to be larger than this is not even tried: drawing takes time. */
const HOPE = 1.3;

/** The richest form of a section that takes no more than so many bytes. */
export function fittingSection(section: Section, id: string, context: FigureContext, mostBytes: number): Markup {
  const isHopeless = ({ bytesOfTarget }: SizedDetail): boolean =>
    section.rows.length * bytesOfTarget > mostBytes * HOPE;
  const tried = DETAILS.filter((detail) => !isHopeless(detail));
  let shown = NOTHING;
  for (const detail of tried) {
    shown = sectionMarkup(section, id, context, detail);
    if (Buffer.byteLength(shown.html) <= mostBytes) break;
  }
  return shown;
}
