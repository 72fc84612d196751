import type { GateCheck, GateResult } from '../model/gate.js';
import type { Report } from '../model/report.js';
import { markedStatus } from './findings.js';
import { shorten } from './format.js';
import { checkName, decisiveCheck, doubtsOf, type GateColumn, type GateRow, gateTable, gateWords } from './gate.js';
import { allNotes, type Note } from './notes.js';
import type { Paint } from './paint.js';
import type { Tone } from './verdict.js';
import { wrapText } from './wrap.js';

const GAP = '  ';
const LONGEST_CELL = 34;
const LEAD = 'gate: ';

/** The first line of a gate's screen: what it says. */
export function gateHeadLines(report: Report, width: number, paint: Paint): string[] {
  const { gate } = report;
  if (gate === null) return [];
  const [first = '', ...rest] = wrapText(LEAD, gateWords(report, gate), width);
  const tone = gate.status === 'pass' && doubtsOf(gate).length > 0 ? 'warn' : TONES[gate.status];
  return [first.replace(gate.status, (word) => paint(word, tone)), ...rest, ''];
}

/** The gate's table as lines, without the columns that have no room. */
export function gateLines(report: Report, gate: GateResult, width: number, paint: Paint): string[] {
  const { columns, rows } = gateTable(report, gate, markedStatus);
  if (rows.length === 0) return [];
  const kept = fitting(columns, rows, width);
  const widths = kept.map((place) => widthOf(columns, rows, place));
  const line = (cells: readonly string[], tone: Tone | null): string => {
    const padded = kept.map((place, at) => {
      const text = shorten(cells[place] ?? '', LONGEST_CELL);
      return columns[place]?.align === 'right' ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0);
    });
    const last = padded.pop()?.trimEnd() ?? '';
    return ` ${[...padded, tone === null ? last : paint(last, tone)].join(GAP)}`;
  };
  return [
    paint(
      line(
        columns.map(({ label }) => label),
        null,
      ),
      'faint',
    ),
    ...rows.map(({ cells, tone }) => line(cells, tone)),
  ];
}

/** What the first line leaves out of what is not simply kept, and then everything that was noticed. */
export function gateNotes(report: Report, gate: GateResult): Note[] {
  const told = gate.results.filter((check) => check.status !== 'pass' && check !== decisiveCheck(gate));
  return [
    ...told.filter(needsWords).map((check) => ({
      level: check.status === 'inconclusive' || check.severity === 'warn' ? ('warn' as const) : ('invalid' as const),
      text: `${checkName(report, check)}: ${check.message}`,
    })),
    // The verdicts of a comparison are not what a gate goes by.
    ...allNotes({ ...report, comparisons: [] }),
  ];
}

/** Why a measurement is not valid stands among the warnings, unless it was seen when it was repeated. */
function needsWords({ status, confirmed }: GateCheck): boolean {
  return status !== 'invalid' || confirmed !== null;
}

/** Places of the columns that there is room for. */
function fitting(columns: readonly GateColumn[], rows: readonly GateRow[], width: number): number[] {
  let kept = columns.map((_, place) => place);
  const total = (): number => kept.reduce((sum, place) => sum + widthOf(columns, rows, place) + GAP.length, 0);
  while (total() > width) {
    const [next] = [...kept].sort((a, b) => (columns[b]?.priority ?? 0) - (columns[a]?.priority ?? 0));
    if (next === undefined || columns[next]?.priority === 0) break;
    kept = kept.filter((place) => place !== next);
  }
  return kept;
}

function widthOf(columns: readonly GateColumn[], rows: readonly GateRow[], place: number): number {
  const texts = [columns[place]?.label ?? '', ...rows.map(({ cells }) => shorten(cells[place] ?? '', LONGEST_CELL))];
  return Math.max(...texts.map((text) => text.length));
}

const TONES = { pass: 'good', fail: 'bad', inconclusive: 'warn', invalid: 'alarm' } satisfies Record<
  GateResult['status'],
  Tone
>;
