import { type Cell, cellKey } from '../model/plan.js';
import { type Recording, thawStallMs } from '../model/recording.js';
import { mean } from '../stats/moments.js';

/** How long each cell stalls when it is thawed for a slice. */
export class ThawWatch {
  readonly #stallsMs = new Map<string, { readonly target: string; readonly values: number[] }>();

  see(cell: Cell, recording: Recording): void {
    const stallMs = thawStallMs(recording);
    if (stallMs === null) return;
    const key = cellKey(cell);
    const seen = this.#stallsMs.get(key) ?? { target: cell.target, values: [] };
    seen.values.push(stallMs);
    this.#stallsMs.set(key, seen);
  }

  /** By target the mean of its worst cell, since the data began. */
  seen(): Map<string, number> {
    const worst = new Map<string, number>();
    for (const { target, values } of this.#stallsMs.values()) {
      worst.set(target, Math.max(worst.get(target) ?? 0, mean(values)));
    }
    return worst;
  }

  reset(): void {
    this.#stallsMs.clear();
  }
}
