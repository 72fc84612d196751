import type { RunEvent, SliceEvent } from '../model/events.js';
import type { Interim, InterimRatio } from '../model/interim.js';
import { type Cell, cellKey, type Plan, profileNamed } from '../model/plan.js';
import { type Portion, totalRate } from '../stats/totals.js';
import { baselinePairs } from './cell-pairs.js';
import { checkHelpers, checkProbe, checkSteal } from './checks/machine.js';
import { checkBackgroundWork, checkSteady } from './checks/server.js';
import { type CellPair, estimateRatio, isAtEqualRate } from './comparison.js';
import { type LaunchValues, percentileSupport, percentileValues, throughputValues } from './launch-values.js';
import { throughputPortion } from './merge-recordings.js';
import { cellsOf, collectRunFacts } from './run-facts.js';
import { selectSlices } from './slice-selection.js';

/**
 * Where a run stands between two launches: the ratios that its report would have by now, without all that takes long.
 * Whoever looks at them decides nothing: what may end a run early is judged at planned looks alone.
 */
export function interimOf(events: readonly RunEvent[]): Interim {
  const facts = collectRunFacts(events);
  const selection = selectSlices(facts);
  return {
    launchesDone: facts.finishedLaunches.size,
    ratios: baselinePairs(facts, selection).map(interimRatio),
    warnings: [
      ...selection.warnings,
      ...facts.warnings,
      ...checkSteady(facts),
      ...checkBackgroundWork(facts, selection.allBlocks),
      ...checkSteal(selection.allBlocks, selection.marks),
      ...checkHelpers(facts.mode, selection.allBlocks),
      ...checkProbe(selection.allBlocks, selection.marks),
    ],
  };
}

/** What cells did until now, added up slice by slice: a ratio before there is a launch to compare. */
export class TotalsSoFar {
  readonly #portions = new Map<string, Portion>();

  add({ cell, recording }: Pick<SliceEvent, 'cell' | 'recording'>): void {
    const { amount, time } = throughputPortion(recording);
    const before = this.#portions.get(cellKey(cell)) ?? { amount: 0, time: 0 };
    this.#portions.set(cellKey(cell), { amount: before.amount + amount, time: before.time + time });
  }

  clear(): void {
    this.#portions.clear();
  }

  /** Of throughput in closed loops; of cells that were measured, and whose baseline was. */
  ratios(plan: Plan): InterimRatio[] {
    const { baseline } = plan;
    return cellsOf(plan).flatMap((cell) => {
      if (cell.target === baseline || profileNamed(plan, cell.profile)?.kind === 'open') return [];
      const ofTarget = this.#rate(cell);
      const ofBaseline = this.#rate({ ...cell, target: baseline });
      if (ofTarget === null || ofBaseline === null) return [];
      const ratio = { value: ofTarget / ofBaseline, lower: null, upper: null };
      return [{ ...cell, baseline, metric: 'throughput', ratio }];
    });
  }

  #rate(cell: Cell): number | null {
    const portion = this.#portions.get(cellKey(cell));
    return portion === undefined ? null : totalRate([portion]);
  }
}

function interimRatio(pair: CellPair): InterimRatio {
  const { plan, baseline, cell } = pair;
  const isOpen = isAtEqualRate(pair);
  const values = isOpen ? tailValues(pair) : throughputValues(pair.kept);
  return {
    ...cell,
    baseline,
    metric: isOpen ? 'latency.p99' : 'throughput',
    ratio: estimateRatio(plan, values),
  };
}

function tailValues({ kept }: CellPair): LaunchValues {
  return percentileSupport(kept, 99).isEnough ? percentileValues(kept, 99) : [];
}
