import { usedBetween } from '../machine/process-use.js';
import type { ProcessUse } from '../model/process-use.js';
import type { LiveInstance } from './live-cell.js';

/** Who of a server's processes used CPU while it was measured (METHOD 5.8). */
export class ProcessWatch {
  readonly #before = new Map<string, readonly ProcessUse[]>();

  /** It is warm. */
  begin({ planned, instance }: LiveInstance): void {
    this.#before.set(planned.id, instance.cpuByProcess?.() ?? []);
  }

  /** Asked before it is stopped; empty where it was not measured, or nobody can look. */
  end({ planned, instance }: LiveInstance): ProcessUse[] {
    const before = this.#before.get(planned.id);
    this.#before.delete(planned.id);
    return before === undefined ? [] : usedBetween(before, instance.cpuByProcess?.() ?? []);
  }
}
