import type { Report } from '../model/report.js';
import type { SearchResult, StepVerdict } from '../model/search.js';
import type { Paint } from './paint.js';
import { searchAnswer, searchTable } from './search-facts.js';
import type { Tone } from './verdict.js';
import { wrapText } from './wrap.js';

const TONES = { kept: 'good', broken: 'bad', generator: 'warn' } satisfies Record<StepVerdict, Tone>;

/** The curve and what stands at the end of it, as lines. */
export function searchBody(report: Report, width: number, paint: Paint): string[] {
  const { search } = report;
  if (search === null) return [];
  const answer = searchAnswer(report).flatMap((line) => wrapText(' ', line, width));
  const table = tableLines(search, width, paint);
  return [...(table.length === 0 ? [] : [...table, '']), ...(answer.length === 0 ? [] : [...answer, ''])];
}

function tableLines(search: SearchResult, width: number, paint: Paint): string[] {
  const { labels, rows } = searchTable(search);
  if (rows.length === 0) return [];
  const widths = labels.map((label, at) => Math.max(label.length, ...rows.map(({ cells }) => cells[at]?.length ?? 0)));
  const wordsAt = search.objectives.length > 0 ? labels.length - 1 : labels.length;
  const linesOf = (cells: readonly string[]): string[] => {
    const lead = cells.slice(0, wordsAt).map((cell, at) => cell.padStart(widths[at] ?? 0));
    const [words] = cells.slice(wordsAt);
    return words === undefined ? [` ${lead.join('  ')}`] : wrapText(` ${lead.join('  ')}  `, words, width);
  };
  return [
    ...linesOf(labels).map((line) => paint(line, 'faint')),
    ...rows.flatMap(({ cells, verdict }) => {
      const words = cells[wordsAt] ?? '';
      return linesOf(cells).map((line) => (verdict === null ? line : painted(line, words, paint, TONES[verdict])));
    }),
  ];
}

/** Only the words are painted: numbers are read beside those of other lines. */
function painted(line: string, words: string, paint: Paint, tone: Tone): string {
  return words !== '' && line.endsWith(words) ? line.slice(0, -words.length) + paint(words, tone) : line;
}
