import type { Cell } from '../model/plan.js';
import { concerns, type Warning, type WarningLevel } from '../model/warning.js';

/** A warning about all, or about what `about` names. */
export function runWarning(code: string, level: WarningLevel, message: string, about: Partial<Cell> = {}): Warning {
  const { target = null, scenario = null, profile = null } = about;
  return { code, level, target, scenario, profile, message };
}

/** The first of each code about the same thing: a stalling baseline, for example, shows against every target. */
export function withoutRepeats(warnings: readonly Warning[]): Warning[] {
  const first = new Map<string, Warning>();
  for (const warning of warnings) {
    const key = JSON.stringify([warning.code, warning.target, warning.scenario, warning.profile]);
    if (!first.has(key)) first.set(key, warning);
  }
  return [...first.values()];
}

/** Whether no verdict can stand on this cell. */
export function isInvalid(cell: Cell, warnings: readonly Warning[]): boolean {
  return warnings.some((warning) => warning.level === 'invalid' && concerns(warning, cell));
}

/** A share as people read it: two digits below 10 %, else one decimal. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${Math.abs(value) < 10 ? Number(value.toPrecision(2)) : Number(value.toFixed(1))} %`;
}
