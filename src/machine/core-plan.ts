import type { CorePlan } from '../model/plan.js';
import type { WorkerCount } from '../model/target.js';
import { plural } from '../units/words.js';
import { cpuListText, type MachineCores } from './cores.js';

/** What was asked for. */
export interface CoresAsked {
  readonly workers: WorkerCount;
  readonly pin: boolean;
  /** Of the load generator. */
  readonly threads: number;
}

/** Which cores are whose, and what could not be had. */
export interface CoreDecision {
  readonly plan: CorePlan;
  /** Why servers cannot be kept on as many cores as they have workers, or null. */
  readonly notLimited: string | null;
  /** Why the generator has no cores of its own though it was asked for, or null. */
  readonly notPinned: string | null;
}

/**
 * Servers get the last of the cores: what else runs on a machine, interrupts above all, likes the first ones. Hardware
 * threads of one core count as one as long as there are others.
 */
export function planCores({ workers, pin, threads }: CoresAsked, machine: MachineCores): CoreDecision {
  const { allowed, cannotLimit } = machine;
  const free: CorePlan = { workers, serverCpus: null, generatorCpus: null };
  if (workers === 'native') {
    return { plan: free, notLimited: null, notPinned: pin ? 'with native workers servers run on all cores' : null };
  }
  if (cannotLimit !== null) {
    return {
      plan: free,
      notLimited: workers < allowed.length ? cannotLimit : null,
      notPinned: pin ? cannotLimit : null,
    };
  }
  const servers = lastCores(allowed, workers, machine.siblingsOf);
  const serverCpus = workers < allowed.length ? cpuListText(servers) : null;
  const plan = { ...free, serverCpus };
  if (!pin) return { plan, notLimited: null, notPinned: null };
  if (allowed.length < workers + threads) {
    const have = `${plural(threads, 'generator thread')} and ${plural(workers, 'worker')} need ${workers + threads} cores`;
    return { plan, notLimited: null, notPinned: `${have}, and there are ${allowed.length}` };
  }
  const others = allowed.filter((cpu) => !servers.includes(cpu));
  const unshared = others.filter((cpu) => !servers.some((server) => machine.siblingsOf(server).includes(cpu)));
  const generator = unshared.length >= threads ? unshared : others;
  return { plan: { ...plan, generatorCpus: cpuListText(generator) }, notLimited: null, notPinned: null };
}

function lastCores(allowed: readonly number[], count: number, siblingsOf: MachineCores['siblingsOf']): number[] {
  const chosen: number[] = [];
  const descending = [...allowed].reverse();
  for (const cpu of descending) {
    if (chosen.length === count) break;
    if (!chosen.some((other) => siblingsOf(other).includes(cpu))) chosen.push(cpu);
  }
  return [...chosen, ...descending.filter((cpu) => !chosen.includes(cpu))].slice(0, count);
}
