import { printable } from '../../units/words.js';

/** HTML that may be written as it is; made by `markup` and by what draws. */
export class Markup {
  constructor(readonly html: string) {}
}

/** What may stand in HTML: text and numbers are escaped, HTML is not, lists stand one after the other. */
export type Part = Markup | string | number | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** They turn the direction of whatever follows them. */
const DIRECTIONS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** HTML in which everything that is put in is escaped, so that names and messages of servers stay words. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const html = strings.map((text, at) => `${at === 0 ? '' : htmlOf(parts[at - 1] ?? '')}${text}`);
  return new Markup(html.join(''));
}

/** Text for an element or a quoted attribute. */
export function escaped(text: string): string {
  return printable(text)
    .replace(DIRECTIONS, '?')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Where a number would be torn from its unit, or between its groups of three digits. */
const GAPS_OF_NUMBERS = /(?<=\d) (?=%|(?:\d{3}|ns|us|ms|s|min|h|B|[kMGT]B|[KMG]iB|req\/s)(?!\w))/g;

/** Text in which no line ends between a number and its unit. */
export function unbroken(text: string): Markup {
  return new Markup(escaped(text).replace(GAPS_OF_NUMBERS, '\u00a0'));
}

/** The same HTML for each, on lines of their own. */
export function each<T>(values: readonly T[], toMarkup: (value: T, at: number) => Markup): Markup {
  return new Markup(values.map((value, at) => toMarkup(value, at).html).join('\n'));
}

/** The HTML where the condition holds, else nothing. */
export function when(condition: boolean, toMarkup: () => Markup): Markup {
  return condition ? toMarkup() : NOTHING;
}

export const NOTHING = new Markup('');

function htmlOf(part: Part): string {
  if (part instanceof Markup) return part.html;
  if (typeof part === 'string') return escaped(part);
  return typeof part === 'number' ? String(part) : part.map(htmlOf).join('');
}
