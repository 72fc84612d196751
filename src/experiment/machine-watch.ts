import { readMachineCpu } from '../machine/cpu.js';
import type { SliceMachine } from '../model/events.js';

/** What else used the machine between two moments. */
export class MachineWatch {
  #before = readMachineCpu();
  #ownBefore = process.cpuUsage();

  start(): void {
    this.#before = readMachineCpu();
    this.#ownBefore = process.cpuUsage();
  }

  /** `serverNs`: CPU of the loaded server in the meantime; null where it is not ours to see. */
  stop(serverNs: number | null): SliceMachine {
    const before = this.#before;
    const after = readMachineCpu();
    const own = process.cpuUsage(this.#ownBefore);
    if (before === null || after === null) return { foreignCores: null, stealCores: null };
    const wallNs = after.atNs - before.atNs;
    const stealCores = (after.stealNs - before.stealNs) / wallNs;
    if (serverNs === null) return { foreignCores: null, stealCores };
    const foreignNs = after.busyNs - before.busyNs - (own.user + own.system) * 1000 - serverNs;
    // /proc/stat counts in ticks, the others exactly: a little below zero is rounding.
    return { foreignCores: Math.max(0, foreignNs / wallNs), stealCores };
  }
}
