import type { ServerUse } from '../analysis/load-circumstances.js';
import type { Instance } from '../target/instance.js';

/** What a server uses while it is loaded. */
export class ServerMeter {
  readonly #instance: Instance | null;
  readonly #startedNs: number | null;

  /** Begins to count. */
  constructor(instance: Instance | null) {
    this.#instance = instance;
    this.#startedNs = instance?.cpuNs() ?? null;
  }

  /** From time to time: who forks and ends between two looks would not be seen. */
  look(): void {
    this.#instance?.cpuNs();
    this.#instance?.peakRssBytes();
  }

  /** Since it began; null where the server is not ours to look at, or is gone with what it used since the last look. */
  read(): ServerUse | null {
    if (this.#instance?.exit !== null) return null;
    const endedNs = this.#instance?.cpuNs() ?? null;
    if (this.#instance === null || endedNs === null || this.#startedNs === null) return null;
    return { cpuNs: endedNs - this.#startedNs, peakRssBytes: this.#instance.peakRssBytes() };
  }
}
