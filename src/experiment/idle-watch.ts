import type { SliceServer } from '../model/events.js';
import type { LiveInstance } from './live-cell.js';

/** CPU of one target outside its own slices. */
export interface IdleCpu {
  readonly idleNs: number;
  /** With that in its own slices. */
  readonly allNs: number;
}

/** Of all its CPU; null where there was none. */
export function idleShare({ idleNs, allNs }: IdleCpu): number | null {
  return allNs > 0 ? idleNs / allNs : null;
}

/**
 * Splits the CPU of every target into its own slices and the time in which others were measured. Adds up what slices say and
 * nothing else: the mode has to be chosen by the very numbers that the analysis judges it by.
 */
export class IdleWatch {
  /** CPU of each instance when it was last looked at; null where it cannot be seen. */
  readonly #lastNs = new Map<string, number | null>();
  readonly #seen = new Map<string, IdleCpu>();

  /** What it burned until now was ours to cause, outside any slice. */
  begin({ planned, instance }: LiveInstance): void {
    this.#lastNs.set(planned.id, instance.cpuNs());
  }

  /** What it burned since its beginning or its last lap; null where that cannot be seen. */
  lap({ planned, instance }: LiveInstance): number | null {
    const lastNs = this.#lastNs.get(planned.id) ?? null;
    const nowNs = instance.cpuNs();
    if (nowNs === null || lastNs === null) return null;
    this.#lastNs.set(planned.id, nowNs);
    return nowNs - lastNs;
  }

  /** A slice that counts: of this process, or of a run that is resumed. Launches and instances of a target add up. */
  add(target: string, { cpuNs, idleCpuNs }: SliceServer): void {
    const { idleNs, allNs } = this.#seen.get(target) ?? { idleNs: 0, allNs: 0 };
    this.#seen.set(target, { idleNs: idleNs + idleCpuNs, allNs: allNs + idleCpuNs + cpuNs });
  }

  /** By target, since the data began; without the targets whose CPU cannot be seen. */
  seen(): ReadonlyMap<string, IdleCpu> {
    return new Map(this.#seen);
  }

  reset(): void {
    this.#lastNs.clear();
    this.#seen.clear();
  }
}
