import type { Report } from '../model/report.js';
import type { SearchResult, StepVerdict } from '../model/search.js';
import type { Paint } from './grid.js';
import { searchAnswer, searchTable } from './search-facts.js';
import type { Tone } from './verdict.js';
import { wrapText } from './wrap.js';

const TONES = { kept: 'good', broken: 'bad', generator: 'warn' } satisfies Record<StepVerdict, Tone>;

/** The curve and what stands at the end of it, as lines. */
export function searchBody({ search }: Pick<Report, 'search'>, width: number, paint: Paint): string[] {
  if (search === null) return [];
  return [...tableLines(search, paint), '', ...searchAnswer(search).flatMap((line) => wrapText(' ', line, width)), ''];
}

function tableLines(search: SearchResult, paint: Paint): string[] {
  const { labels, rows } = searchTable(search);
  if (rows.length === 0) return [];
  const widths = labels.map((label, at) => Math.max(label.length, ...rows.map(({ cells }) => cells[at]?.length ?? 0)));
  const wordsAt = search.objectives.length > 0 ? labels.length - 1 : labels.length;
  const line = (cells: readonly string[], paintWords: (text: string) => string): string => {
    const numbers = cells.slice(0, wordsAt).map((cell, at) => cell.padStart(widths[at] ?? 0));
    return ` ${[...numbers, ...cells.slice(wordsAt).map(paintWords)].join('  ')}`;
  };
  return [
    paint(
      line(labels, (text) => text),
      'faint',
    ),
    ...rows.map(({ cells, verdict }) => line(cells, (text) => (verdict === null ? text : paint(text, TONES[verdict])))),
  ];
}
