import { type Cell, cellKey, type Plan } from '../../model/plan.js';
import { formatPercent, shorten } from '../../report/format.js';
import { ratioText } from '../../units/figures.js';
import { plural, printable } from '../../units/words.js';
import { type Line, lineOf, span } from './spans.js';
import { baselineOf, isLoaded, LONGEST_NAME, type Section, standingOf, type TableRoom } from './standing.js';
import type { ProgressState } from './state.js';

const CELL_WIDTH = 15;

/** `json   3.91x +-2.8 %   0.98x +-1.1 %`, a line for each scenario and as many targets as fit side by side. */
export function shortTable(
  state: ProgressState,
  plan: Plan,
  sections: readonly Section[],
  { columns, rows, unicode }: TableRoom,
): Line[] {
  // The heading, and two lines that say what was left out.
  if (rows < 4) return [];
  const baseline = baselineOf(state, plan);
  const targets = plan.targets.filter((target) => target !== baseline);
  const titleWidth = Math.min(LONGEST_NAME, Math.max(...sections.map((section) => section.title.length)));
  const fitting = Math.max(1, Math.floor((columns - titleWidth - 2) / CELL_WIDTH));
  const shownTargets = targets.slice(0, fitting);
  const hiddenTargets = targets.length - shownTargets.length;
  const last = hiddenTargets > 0 ? [lineOf(`  and ${plural(hiddenTargets, 'more target')}`, 'faint')] : [];
  const space = rows - 1 - last.length;
  const shown = sections.length > space ? sections.slice(0, Math.max(0, space - 1)) : sections;
  const hidden = sections.length - shown.length;
  const heads = shownTargets.map(
    (target) => `  ${shorten(printable(target), CELL_WIDTH - 2).padStart(CELL_WIDTH - 2)}`,
  );
  return [
    lineOf(`  ${`of ${baseline}`.slice(0, titleWidth).padEnd(titleWidth)}${heads.join('')}`, 'faint'),
    ...shown.map((section): Line => {
      const cells = shownTargets.map((target) => section.cells.find((cell) => cell.target === target));
      const loaded = section.cells.some((cell) => isLoaded(state, cell));
      const ratios = cells.map((cell) => `  ${shortRatio(state, cell).padStart(CELL_WIDTH - 2)}`);
      return [
        span(loaded ? (unicode ? '▸ ' : '> ') : '  '),
        span(shorten(section.title, titleWidth).padEnd(titleWidth), 'faint'),
        span(ratios.join('')),
      ];
    }),
    ...(hidden > 0 ? [lineOf(`  and ${plural(hidden, 'more scenario')}`, 'faint')] : []),
    ...last,
  ];
}

/** `3.91x +-2.8 %`. */
function shortRatio(state: ProgressState, cell: Cell | undefined): string {
  if (cell === undefined) return '-';
  if (state.cells.get(cellKey(cell))?.phase === 'failed') return 'failed';
  const { value, lower, upper } = standingOf(state, cell);
  if (value === null) return '';
  const short = ratioText({ value, lower: null, upper: null });
  return lower === null || upper === null ? short : `${short} +-${formatPercent((upper - lower) / 2 / value)}`;
}
