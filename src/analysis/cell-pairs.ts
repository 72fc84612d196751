import { type Cell, cellKey } from '../model/plan.js';
import type { CellPair } from './comparison.js';
import { pairByLaunch } from './launch-pairs.js';
import { cellsOf, type RunFacts, slicesOf } from './run-facts.js';
import type { SliceSelection } from './slice-selection.js';

/** Every cell with the baseline's cell of the same scenario and profile, where it has one. */
export function baselinePairs(facts: RunFacts, selection: SliceSelection): CellPair[] {
  const { baseline } = facts.plan;
  const cells = cellsOf(facts.plan);
  const keys = new Set(cells.map(cellKey));
  return cells
    .filter((cell) => cell.target !== baseline && keys.has(cellKey({ ...cell, target: baseline })))
    .map((cell) => pairCells({ facts, selection, cell, baseline }));
}

/** Two cells of the same scenario and profile, with and without the dropped blocks. */
export function pairCells(input: {
  readonly facts: RunFacts;
  readonly selection: SliceSelection;
  readonly cell: Cell;
  readonly baseline: string;
}): CellPair {
  const { facts, selection, cell, baseline } = input;
  const pair = (slices: SliceSelection['kept']) =>
    pairByLaunch(slicesOf(slices, { ...cell, target: baseline }), slicesOf(slices, cell));
  const hasDropped = selection.kept.length < selection.allBlocks.length;
  return {
    plan: facts.plan,
    baseline,
    cell,
    kept: pair(selection.kept),
    allBlocks: hasDropped ? pair(selection.allBlocks) : null,
  };
}
