import { type Cell, cellKey, type Plan } from '../../model/plan.js';
import { formatPercent, shorten } from '../../report/format.js';
import { ratioText } from '../../units/figures.js';
import { plural, printable } from '../../units/words.js';
import { type Line, lineOf, span } from './spans.js';
import { baselineOf, isLoaded, LONGEST_NAME, type Section, standingOf, type TableRoom } from './standing.js';
import type { ProgressState } from './state.js';

const CELL_WIDTH = 15;

/**
 * `json   3.91x +-2.8 %   0.98x +-1.1 %`, a line for each scenario and as many targets as fit side by side; further ones below
 * them, as long as there is room for all scenarios.
 */
export function shortTable(
  state: ProgressState,
  plan: Plan,
  sections: readonly Section[],
  { columns, rows, unicode }: TableRoom,
): Line[] {
  // The heading, a scenario, and the line that says what was left out.
  if (rows < 3) return [];
  const baseline = baselineOf(state, plan);
  const targets = plan.targets.filter((target) => target !== baseline);
  const titleWidth = Math.min(LONGEST_NAME, Math.max(...sections.map((section) => section.title.length)));
  const fitting = Math.max(1, Math.floor((columns - titleWidth - 2) / CELL_WIDTH));
  const blocks = inBlocksOf(fitting, targets);
  const height = 1 + sections.length;
  const isWhole = blocks.length * height <= rows;
  const shownBlocks = isWhole ? blocks : blocks.slice(0, Math.max(1, Math.floor((rows - 1) / height)));
  const shown = isWhole ? sections : sections.slice(0, rows - 2);
  const more = [
    [sections.length - shown.length, 'more scenario'] as const,
    [targets.length - shownBlocks.flat().length, 'more target'] as const,
  ].flatMap(([count, noun]) => (count === 0 ? [] : plural(count, noun)));
  return [
    ...shownBlocks.flatMap((block) => [
      headLine(baseline, block, titleWidth),
      ...shown.map((section) => scenarioLine(state, section, { block, titleWidth, unicode })),
    ]),
    ...(more.length === 0 ? [] : [lineOf(`  and ${more.join(', ')}`, 'faint')]),
  ];
}

function inBlocksOf(size: number, targets: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(targets.length / size) }, (_, at) => targets.slice(at * size, (at + 1) * size));
}

function headLine(baseline: string, block: readonly string[], titleWidth: number): Line {
  const heads = block.map((target) => `  ${shorten(printable(target), CELL_WIDTH - 2).padStart(CELL_WIDTH - 2)}`);
  return lineOf(`  ${printable(`of ${baseline}`).slice(0, titleWidth).padEnd(titleWidth)}${heads.join('')}`, 'faint');
}

interface ScenarioLook {
  readonly block: readonly string[];
  readonly titleWidth: number;
  readonly unicode: boolean;
}

function scenarioLine(state: ProgressState, section: Section, { block, titleWidth, unicode }: ScenarioLook): Line {
  const cells = block.map((target) => section.cells.find((cell) => cell.target === target));
  const loaded = section.cells.some((cell) => isLoaded(state, cell));
  const ratios = cells.map((cell) => `  ${shortRatio(state, cell).padStart(CELL_WIDTH - 2)}`);
  return [
    span(loaded ? (unicode ? '▸ ' : '> ') : '  '),
    span(shorten(section.title, titleWidth).padEnd(titleWidth), 'faint'),
    span(ratios.join('')),
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
