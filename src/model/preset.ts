import type { Claim } from './claim.js';

/** A load of its own for some scenarios, beside which they have no other. */
export interface PresetShape {
  /** Of the profile. */
  readonly name: string;
  readonly scenarios: readonly string[];
  readonly connections: number | { readonly perCore: number };
  readonly threads: number;
  /** Measured load a cell over all launches; null: the run's. */
  readonly durationMs: number | null;
}

/** What a preset adds to the options of a run. */
export interface Preset {
  readonly name: string;
  readonly shapes: readonly PresetShape[];
  readonly claims: readonly Claim[];
}

/** A preset as `list` shows it. */
export interface PresetListing {
  readonly name: string;
  readonly title: string;
}
