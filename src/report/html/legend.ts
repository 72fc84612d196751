import type { Mark } from './chart.js';
import { colourOf } from './marks.js';
import { each, type Markup, markup } from './markup.js';

/** What a mark stands for. */
export interface LegendEntry {
  readonly mark: Mark;
  readonly name: string;
}

/** From here on lines are hard to follow without bringing one forward. */
const FEWEST_TO_CHOOSE = 3;

/** The marks of a section; where there are several, one can be brought forward in all of its charts, without a script. */
export function legend(entries: readonly LegendEntry[], sectionId: string): Markup {
  if (entries.length < FEWEST_TO_CHOOSE) return markList(entries);
  return markup`<fieldset class="key"><legend>Bring forward</legend>
${each(
  entries,
  ({ mark, name }, at) =>
    markup`<label class="k${mark.index}" for="${sectionId}-k${at}"><input type="checkbox" id="${sectionId}-k${at}" value="${mark.index}" autocomplete="off">${swatch(mark)} ${name}</label>`,
)}
</fieldset>`;
}

/** Marks with what they stand for. */
export function markList(entries: readonly LegendEntry[]): Markup {
  return markup`<ul class="key">${each(entries, ({ mark, name }) => markup`<li>${swatch(mark)} ${name}</li>`)}</ul>`;
}

/** Rules that dim all but what was chosen, or is pointed at, in its section. */
export function legendRules(marks: readonly Mark[]): string {
  const chosen = marks.map(({ index }) => `.part:has(.key input[value="${index}"]:checked) .t${index}`);
  const pointed = marks.map(({ index }) => `.part:has(.k${index}:hover) .t${index}`);
  return [
    '.part:has(.key input:checked) .t,.part:has(.key label:hover) .t{opacity:.13}',
    `${[...chosen, ...pointed].join(',')}{opacity:1}`,
  ].join('\n');
}

function swatch(mark: Mark): Markup {
  const colour = colourOf(mark);
  const dash = mark.dash.join(' ');
  return markup`<svg class="swatch" viewBox="0 0 34 10" aria-hidden="true"><path d="M0 5H34" stroke="${colour}" stroke-width="1.8" stroke-dasharray="${dash === '' ? 'none' : dash}"/><path d="${mark.symbol}" transform="translate(12 0)" fill="${colour}"/></svg>`;
}
