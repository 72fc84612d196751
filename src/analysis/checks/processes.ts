import type { ProcessShare } from '../../model/report.js';
import type { Warning } from '../../model/warning.js';
import { sum } from '../../stats/moments.js';
import { plural } from '../../units/words.js';
import { processSharesOf } from '../process-shares.js';
import type { RunFacts } from '../run-facts.js';
import { percent, runWarning } from '../warnings.js';

/** A process with less does not serve, whatever else it does. */
const LEAST_SHARE = 0.05;

/**
 * `cpu-by-process`: more than one process did the work: workers, of which one may have next to nothing to do, or a helper
 * (METHOD 5.8). One that does it for the most part says nothing that `cpu/req` does not.
 */
export function checkProcesses(facts: RunFacts): Warning[] {
  return facts.plan.targets.flatMap((target) => {
    const shares = processSharesOf(facts, target);
    const launches = new Set(shares.map(({ launch }) => launch)).size;
    const busy = shares.filter(({ share }) => share >= LEAST_SHARE);
    const isShared = (launch: number): boolean => busy.filter((one) => one.launch === launch).length > 1;
    const shared = [...new Set(busy.map(({ launch }) => launch))].filter(isShared);
    if (shared.length === 0 || 2 * shared.length < launches) return [];
    const told = shares.filter(({ launch }) => shared.includes(launch));
    const message = `its CPU was used by several processes: ${wordsOf(told, shared.length)}`;
    return [runWarning('cpu-by-process', 'note', message, { target })];
  });
}

/** `node 90 % in 3 processes (1 % to 48 %), redis-server 10 %`: with those that hardly work, as an idle worker does. */
function wordsOf(shares: readonly ProcessShare[], launches: number): string {
  const names = [...new Set(shares.map(({ name }) => name))];
  return names
    .map((name) => ({ name, own: shares.filter((one) => one.name === name) }))
    .map(({ name, own }) => ({ name, own, total: sum(own.map(({ share }) => share)) / launches }))
    .filter(({ total }) => total >= LEAST_SHARE)
    .sort((one, other) => other.total - one.total)
    .map(({ name, own, total }) => {
      if (name === null) return `others and ended ones ${percent(total)}`;
      const most = Math.max(...countsByLaunch(own));
      const each = own.map(({ share }) => share);
      const range =
        most === 1
          ? ''
          : ` in ${plural(most, 'process')} (${percent(Math.min(...each))} to ${percent(Math.max(...each))})`;
      return `${name} ${percent(total)}${range}`;
    })
    .join(', ');
}

function countsByLaunch(shares: readonly ProcessShare[]): number[] {
  const counts = new Map<number, number>();
  for (const { launch } of shares) counts.set(launch, (counts.get(launch) ?? 0) + 1);
  return [...counts.values()];
}
