import { fullTable } from './full-table.js';
import { shortTable } from './short-table.js';
import type { Line } from './spans.js';
import { sectionsOf, type TableRoom } from './standing.js';
import type { ProgressState } from './state.js';

/** How all targets stand: a row for each with its whisker, or where there is no room a line for each scenario. */
export function ratioTable(state: ProgressState, room: TableRoom): Line[] {
  if (state.plan === null) return [];
  const sections = sectionsOf(state.plan);
  // A heading for each, and the scale below them all.
  const rows = sections.reduce((sum, { cells }) => sum + 1 + cells.length, 1);
  const isFull = rows <= room.rows || sections.length === 1;
  return (isFull ? fullTable : shortTable)(state, state.plan, sections, room);
}
