import { type AlsoEntry, type AlsoLine, alsoCompared, entryText, TYPICAL } from './also.js';
import { ABSENT } from './format.js';
import type { Paint } from './paint.js';
import type { Section } from './row.js';
import { wrapSegments } from './wrap.js';

/** More targets than this are a wall of words, and a table is not. */
const MOST_IN_LINES = 5;
const LEAD = '   ';
const GAP = '  ';
const LABEL_WIDTH = 13;

/** What was compared beyond the table's own column: in a line for each metric, or in a table of many targets. */
export function alsoLines(section: Section, width: number, paint: Paint): string[] {
  const lines = alsoCompared(section);
  const baseline = section.rows[0]?.report.plan.baseline ?? null;
  if (lines.length === 0 || baseline === null) return [];
  const metrics = lines.filter(({ label }) => label !== TYPICAL);
  const targets = targetsOf(section, metrics);
  const isTable = targets.length > MOST_IN_LINES;
  const told = lines.flatMap((line) => (isTable && line.label !== TYPICAL ? [] : inLine(line, width, paint)));
  const marks = isTable ? marksUsed(metrics) : [];
  return [
    ` also against ${baseline} (${['above 1 is better', ...marks].join('; ')})`,
    ...(isTable ? inTable(targets, metrics, width, paint) : []),
    ...told,
  ];
}

/** In the order of the table above. */
function targetsOf({ rows }: Section, lines: readonly AlsoLine[]): string[] {
  const named = new Set(lines.flatMap(({ entries }) => entries.map(({ target }) => target)));
  return rows.flatMap(({ target }) => (named.has(target.name) ? target.name : []));
}

function inLine({ label, entries }: AlsoLine, width: number, paint: Paint): string[] {
  const lead = `${LEAD}${label.padEnd(LABEL_WIDTH)}`;
  const indent = ' '.repeat(lead.length + LEAD.length);
  return wrapSegments([lead, ...entries.map(entryText)], width, indent).map((line) =>
    entries.reduce((painted, entry) => painted.replace(entryText(entry), (text) => paint(text, entry.tone)), line),
  );
}

/** The metrics that there is room for, a row for each target. */
function inTable(targets: readonly string[], metrics: readonly AlsoLine[], width: number, paint: Paint): string[] {
  const names = ['', ...targets];
  const first = names.map((name) => name.padEnd(Math.max(...names.map(({ length }) => length))));
  const columns = metrics.map(({ label, entries }) => columnOf(label, targets, entries));
  const kept = columns.filter((_, at) => {
    const taken = columns.slice(0, at + 1).reduce((sum, { width: own }) => sum + GAP.length + own, 0);
    return LEAD.length + (first[0]?.length ?? 0) + taken <= width;
  });
  return first.map((name, at) => {
    const cells = kept.map(({ cells, width: own }) => ({ ...(cells[at] ?? NOTHING), own }));
    const painted = cells.map(({ text, tone, own }) => `${paint(text, tone)}${' '.repeat(own - text.length)}`);
    return `${LEAD}${[name, ...painted].join(GAP)}`.trimEnd();
  });
}

interface Cell {
  readonly text: string;
  readonly tone: AlsoEntry['tone'];
}

const NOTHING: Cell = { text: ABSENT, tone: 'plain' };

function columnOf(label: string, targets: readonly string[], entries: readonly AlsoEntry[]) {
  const cells: Cell[] = targets.map((name) => {
    const entry = entries.find(({ target }) => target === name);
    return entry === undefined ? NOTHING : { text: markedRatio(entry), tone: entry.tone };
  });
  const all = [{ text: label, tone: 'faint' as const }, ...cells];
  return { cells: all, width: Math.max(...all.map(({ text }) => text.length)) };
}

/** A ratio beyond its margin says by itself which way; the others have a mark. */
function markedRatio({ ratio, verdict, marks }: AlsoEntry): string {
  const mark = `${MARKS.find((one) => one.verdict === verdict)?.mark ?? ''}${marks}`;
  return mark === '' ? ratio : `${ratio} ${mark}`;
}

function marksUsed(lines: readonly AlsoLine[]): string[] {
  const verdicts = new Set(lines.flatMap(({ entries }) => entries.map(({ verdict }) => verdict)));
  return MARKS.filter(({ verdict }) => verdicts.has(verdict)).map(({ mark, words }) => `${mark} ${words}`);
}

const MARKS = [
  { verdict: 'no-difference', mark: '=', words: 'no difference' },
  { verdict: 'inconclusive', mark: '?', words: 'inconclusive' },
] as const;
