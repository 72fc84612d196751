import type { Comparison } from '../model/comparison.js';
import { type CellPair, compareMetric } from './comparison.js';
import { acceptedValues } from './error-rate.js';
import type { LaunchValues } from './launch-values.js';
import type { RunFacts } from './run-facts.js';
import { lessIsBetter, peakRssByLaunch, startupByLaunch } from './server-values.js';

/** How two servers compare beside how fast they answer: failures, and memory and start-up where perfcmp started both. */
export function compareServers(facts: RunFacts, pair: CellPair): Comparison[] {
  const { cell, baseline } = pair;
  const base = { ...cell, target: baseline };
  const launches = new Set(pair.kept.map(({ launch }) => launch));
  const ratios = (of: typeof peakRssByLaunch): LaunchValues => {
    const target = [...of(facts, cell)].filter(([launch]) => launches.has(launch));
    return lessIsBetter(of(facts, base), new Map(target));
  };
  const accepted = acceptedValues(pair.kept);
  const memory = ratios(peakRssByLaunch);
  const startup = ratios(startupByLaunch);
  return [
    ...(accepted.length === 0 ? [] : [compareMetric(pair, 'errorRate', accepted, true)]),
    ...(memory.length === 0 ? [] : [compareMetric(pair, 'memory.peakRss', memory)]),
    ...(startup.length === 0 ? [] : [compareMetric(pair, 'startup', startup)]),
  ];
}
