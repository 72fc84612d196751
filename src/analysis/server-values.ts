import { type Cell, cellKey } from '../model/plan.js';
import type { LaunchValue } from '../stats/ratio-interval.js';
import type { RunFacts } from './run-facts.js';

/** Peak memory of the server behind a cell, in bytes, by launch. */
export function peakRssByLaunch(facts: RunFacts, cell: Cell): ReadonlyMap<number, number> {
  return lastByLaunch(facts, facts.stopped, cell, ({ peakRssBytes }) => peakRssBytes);
}

/** Milliseconds from start to the first correct answer, by launch; of a URL there are none. */
export function startupByLaunch(facts: RunFacts, cell: Cell): ReadonlyMap<number, number> {
  return lastByLaunch(facts, facts.started, cell, ({ startupMs }) => startupMs);
}

/** Logarithms of what launches took. */
export function logValues(values: Iterable<number>): LaunchValue[] {
  return [...values].map((value) => ({ value: Math.log(value), variance: null }));
}

/** Baseline over target, so that less is better, of the launches that both have. */
export function lessIsBetter(
  baseline: ReadonlyMap<number, number>,
  target: ReadonlyMap<number, number>,
): readonly LaunchValue[] {
  const ratios = [...target].flatMap(([launch, value]) => {
    const base = baseline.get(launch);
    return base === undefined ? [] : base / value;
  });
  return logValues(ratios);
}

function instanceOf({ plan }: RunFacts, cell: Cell): string | null {
  const key = cellKey(cell);
  return plan.instances.find(({ cells }) => cells.some((planned) => cellKey(planned) === key))?.id ?? null;
}

/** A launch that was begun anew in another mode has several, of which the last counts; one that was not made again has none. */
function lastByLaunch<E extends { readonly launch: number; readonly instance: string }>(
  facts: RunFacts,
  events: readonly E[],
  cell: Cell,
  pick: (event: E) => number | null,
): ReadonlyMap<number, number> {
  const instance = instanceOf(facts, cell);
  const launches = new Set(facts.slices.map(({ launch }) => launch));
  const values = new Map<number, number>();
  for (const event of events) {
    const value = event.instance === instance && launches.has(event.launch) ? pick(event) : null;
    if (value !== null && value > 0) values.set(event.launch, value);
  }
  return values;
}
