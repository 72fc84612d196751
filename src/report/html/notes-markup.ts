import type { Note } from '../notes.js';
import { each, type Markup, markup, NOTHING, unbroken, when } from './markup.js';
import { cut } from './tables.js';

const MOST_NOTES = 200;
const LONGEST_NOTE = 600;
const WORDS = { invalid: 'Invalid', warn: 'Warning', note: 'Note' } satisfies Record<Note['level'], string>;

/** Remarks, each with its weight in a word. */
export function noteList(notes: readonly Note[]): Markup {
  if (notes.length === 0) return NOTHING;
  const more = notes.length - MOST_NOTES;
  return markup`<ul class="notes">
${each(
  notes.slice(0, MOST_NOTES),
  ({ level, text }) => markup`<li class="${level}"><b>${WORDS[level]}</b> ${unbroken(cut(text, LONGEST_NOTE))}</li>`,
)}
</ul>${when(more > 0, () => markup`<p class="more">${more} more are in the JSON report.</p>`)}`;
}
