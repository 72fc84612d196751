import type { ProcessShare } from '../model/report.js';
import { sum } from '../stats/moments.js';
import type { RunFacts } from './run-facts.js';

/** Who of a target's processes used CPU while it was measured, by launch, most first; empty where nobody could look. */
export function processSharesOf({ stopped, slices }: RunFacts, target: string): ProcessShare[] {
  const measured = new Set(slices.map(({ launch }) => launch));
  const own = stopped.filter((event) => event.target === target && measured.has(event.launch));
  return [...new Set(own.map(({ launch }) => launch))].flatMap((launch) => {
    const processes = own.flatMap((event) => (event.launch === launch ? (event.processes ?? []) : []));
    const allNs = sum(processes.map(({ cpuNs }) => cpuNs));
    return processes
      .toSorted((one, other) => other.cpuNs - one.cpuNs)
      .map(({ name, pid, cpuNs }) => ({ launch, name, pid, cpuSeconds: cpuNs / 1e9, share: cpuNs / allNs }));
  });
}
