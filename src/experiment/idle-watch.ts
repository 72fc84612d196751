import type { SliceServer } from '../model/events.js';
import type { LiveInstance } from './live-cell.js';

/** Below this much CPU in all a share says nothing. */
const LEAST_CPU_NS = 100e6;

/** CPU of one target outside its own slices. */
export interface IdleCpu {
  readonly idleNs: number;
  /** With that in its own slices. */
  readonly allNs: number;
  /** Of all its CPU; null where too little was seen to tell. */
  readonly share: number | null;
}

interface Watched {
  sliceNs: number;
  idleNs: number;
  lastNs: number | null;
}

/** Splits the CPU of every target into its own slices and the time in which others were measured. */
export class IdleWatch {
  readonly #targets = new Map<string, Watched>();
  /** Since the last restart of the data, by target: launches add up. */
  begin(live: LiveInstance): void {
    this.#of(live).lastNs = live.instance.cpuNs();
  }

  /** Before its slice; returns what it burned since its last one. */
  enter(live: LiveInstance): number | null {
    const watched = this.#of(live);
    const now = live.instance.cpuNs();
    if (now === null || watched.lastNs === null) return null;
    const idleNs = now - watched.lastNs;
    watched.idleNs += idleNs;
    watched.lastNs = now;
    return idleNs;
  }

  /** What it burned since was ours to cause, outside any slice. */
  skip(live: LiveInstance): void {
    this.#of(live).lastNs = live.instance.cpuNs();
  }

  /** After its slice; returns what it burned in it. */
  leave(live: LiveInstance): number | null {
    const watched = this.#of(live);
    const now = live.instance.cpuNs();
    if (now === null || watched.lastNs === null) return null;
    const sliceNs = now - watched.lastNs;
    watched.sliceNs += sliceNs;
    watched.lastNs = now;
    return sliceNs;
  }

  /** What was seen of a target before this process: of a run that is resumed. */
  add(target: string, { cpuNs, idleCpuNs }: SliceServer): void {
    const key = `${target}\0`;
    const before = this.#targets.get(key) ?? { sliceNs: 0, idleNs: 0, lastNs: null };
    const { sliceNs, idleNs } = before;
    this.#targets.set(key, { sliceNs: sliceNs + cpuNs, idleNs: idleNs + idleCpuNs, lastNs: null });
  }

  /** By target, since the data began; without the targets whose CPU cannot be seen. */
  seen(): Map<string, IdleCpu> {
    const totals = new Map<string, { idleNs: number; allNs: number }>();
    for (const [key, watched] of this.#targets) {
      const target = key.slice(0, key.indexOf('\0'));
      const total = totals.get(target) ?? { idleNs: 0, allNs: 0 };
      totals.set(target, {
        idleNs: total.idleNs + watched.idleNs,
        allNs: total.allNs + watched.idleNs + watched.sliceNs,
      });
    }
    return new Map(
      [...totals].map(([target, { idleNs, allNs }]) => [
        target,
        { idleNs, allNs, share: allNs >= LEAST_CPU_NS ? idleNs / allNs : null },
      ]),
    );
  }

  reset(): void {
    this.#targets.clear();
  }

  #of(live: LiveInstance): Watched {
    const key = `${live.planned.target}\0${live.planned.id}`;
    let watched = this.#targets.get(key);
    if (watched === undefined) {
      watched = { sliceNs: 0, idleNs: 0, lastNs: null };
      this.#targets.set(key, watched);
    }
    return watched;
  }
}
