import type { Cell } from './plan.js';

/** `invalid` means that no verdict can stand on what it speaks of. */
export type WarningLevel = 'note' | 'warn' | 'invalid';

/** A finding about a result, carried beside the number it spoils. Null names mean "all". */
export interface Warning {
  /** Stable, kebab-case, for machines: `client-bound`, `foreign-cpu`. */
  readonly code: string;
  readonly level: WarningLevel;
  readonly target: string | null;
  readonly scenario: string | null;
  readonly profile: string | null;
  /** One line for people, without the names above. */
  readonly message: string;
}

/** Whether a warning speaks of this cell, by name or by speaking of all. */
export function concerns(warning: Warning, cell: Cell): boolean {
  return (
    (warning.target === null || warning.target === cell.target) &&
    (warning.scenario === null || warning.scenario === cell.scenario) &&
    (warning.profile === null || warning.profile === cell.profile)
  );
}
