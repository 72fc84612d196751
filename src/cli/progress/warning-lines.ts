import { cellKey } from '../../model/plan.js';
import type { Warning } from '../../model/warning.js';
import { plural, printable } from '../../units/words.js';
import type { FrameLook } from './look.js';
import { type Line, lineOf, span } from './spans.js';
import type { ProgressState } from './state.js';

const MOST_LINES = 4;

/** What would spoil the result if it ended now, a line each, the worst first; what stays above the view is not repeated. */
export function warningLines(state: ProgressState, look: Pick<FrameLook, 'columns' | 'rows' | 'unicode'>): Line[] {
  const all = [...failures(state), ...found(state)];
  const sorted = [...all.filter(({ level }) => level !== 'note'), ...all.filter(({ level }) => level === 'note')];
  // Where there are few rows the table has them.
  const most = Math.min(MOST_LINES, Math.ceil((look.rows - 5) / 4));
  const shown = sorted.length > most ? sorted.slice(0, Math.max(0, most - 1)) : sorted;
  const more = sorted.length - shown.length;
  return [
    ...shown.map((warning) => warningLine(warning, look)),
    ...(more > 0 && most > 0
      ? [lineOf(`and ${plural(more, shown.length > 0 ? 'further remark' : 'remark')}`, 'faint')]
      : []),
  ];
}

type Shown = Pick<Warning, 'level' | 'target' | 'message'>;

function failures({ cells, plan }: ProgressState): Shown[] {
  const planned = plan?.instances ?? [];
  return (plan?.targets ?? []).flatMap((target) => {
    const own = planned.filter((instance) => instance.target === target).flatMap((instance) => instance.cells);
    const count = own.reduce((sum, cell) => sum + (cells.get(cellKey(cell))?.failed ?? 0), 0);
    return count === 0 ? [] : [{ level: 'warn', target, message: `${plural(count, 'request')} failed` } as const];
  });
}

function found({ interim, warnings }: ProgressState): Shown[] {
  const told = new Set(warnings.filter(({ level }) => level !== 'note').map(subjectOf));
  const later = interim?.warnings.filter((warning) => !told.has(subjectOf(warning))) ?? [];
  const known = new Set(later.map(subjectOf));
  return [...later, ...warnings.filter((warning) => warning.level === 'note' && !known.has(subjectOf(warning)))];
}

function subjectOf({ code, target, scenario, profile }: Warning): string {
  return JSON.stringify([code, target, scenario, profile]);
}

function warningLine({ level, target, message }: Shown, look: Pick<FrameLook, 'columns' | 'unicode'>): Line {
  const text = printable(`${target === null ? '' : `${target}: `}${message}`);
  const room = look.columns - 2;
  const shown = text.length > room ? `${text.slice(0, Math.max(0, room - 2))}..` : text;
  const note = look.unicode ? '·' : '-';
  return [span(level === 'note' ? note : '!', level === 'note' ? 'faint' : 'warn'), span(` ${shown}`)];
}
