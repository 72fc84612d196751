import type { Report } from '../model/report.js';
import { plural } from '../units/words.js';
import { formatRatio } from './verdict.js';

/** Throughput over several scenarios: what it is, and an entry for each target that has these. */
export interface OverallLine {
  readonly label: string;
  readonly entries: readonly string[];
}

/** A line for the targets that share all scenarios; further ones for those that lack some. */
export function overallLines({ overall = [] }: Report): OverallLine[] {
  const groups = new Map<string, OverallLine & { entries: string[] }>();
  for (const { scenarios, baseline, target, ratio } of overall) {
    const key = JSON.stringify(scenarios);
    const label = `over ${plural(scenarios.length, 'scenario')}, geometric mean of throughput against ${baseline}`;
    const line = groups.get(key) ?? { label, entries: [] };
    line.entries.push(`${target} ${formatRatio(ratio)}`);
    groups.set(key, line);
  }
  return [...groups.values()];
}
