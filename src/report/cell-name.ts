import type { Report } from '../model/report.js';
import { printable } from '../units/words.js';

/** A cell or its part without a target. */
export interface CellPart {
  readonly scenario: string;
  readonly profile: string;
}

/** `json`, or `json/c64` where there is more than one profile: without numbers of a run, so that histories match. */
export function sectionName({ profiles }: Report, { scenario, profile }: CellPart): string {
  return printable(profiles.length > 1 ? `${scenario}/${profile}` : scenario);
}

/** `json/express`, `json/c64/express`. */
export function cellName(report: Report, cell: CellPart & { readonly target: string }): string {
  return `${sectionName(report, cell)}/${printable(cell.target)}`;
}
