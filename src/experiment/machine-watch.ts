import { readMachineCpu } from '../machine/cpu.js';
import type { SliceMachine } from '../model/events.js';
import { sum } from '../stats/moments.js';

/** A server of this run, and the CPU time of its tree so far; null where it is not ours to see. */
interface Neighbour {
  cpuNs(): number | null;
}

/** What else used the machine between two moments: neither perfcmp nor a server that it started. */
export class MachineWatch {
  #before = readMachineCpu();
  #ownBefore = process.cpuUsage();
  #neighbours: readonly Neighbour[] = [];
  #neighboursBeforeNs = 0;

  /**
   * `neighbours`: the servers that are alive but not loaded, and what helps any of them; what they do is no stranger's, and
   * of the servers it has a check of its own.
   */
  start(neighbours: readonly Neighbour[]): void {
    this.#neighbours = neighbours;
    this.#neighboursBeforeNs = this.#neighboursNs();
    this.#before = readMachineCpu();
    this.#ownBefore = process.cpuUsage();
  }

  /** `serverNs`: CPU of the loaded server in the meantime; null where it is not ours to see. */
  stop(serverNs: number | null): SliceMachine {
    const before = this.#before;
    const after = readMachineCpu();
    const own = process.cpuUsage(this.#ownBefore);
    if (before === null || after === null) return { foreignCores: null, stealCores: null };
    const neighboursNs = this.#neighboursNs() - this.#neighboursBeforeNs;
    const wallNs = after.atNs - before.atNs;
    const stealCores = (after.stealNs - before.stealNs) / wallNs;
    if (serverNs === null) return { foreignCores: null, stealCores };
    const foreignNs = after.busyNs - before.busyNs - (own.user + own.system) * 1000 - serverNs - neighboursNs;
    // /proc/stat counts in ticks, the others exactly: a little below zero is rounding.
    return { foreignCores: Math.max(0, foreignNs / wallNs), stealCores };
  }

  #neighboursNs(): number {
    return sum(this.#neighbours.map((one) => one.cpuNs() ?? 0));
  }
}
