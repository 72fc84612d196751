import type { CountedMeasurement } from '../../model/measurement.js';
import type { Warning } from '../../model/warning.js';
import type { CellSlices, RunFacts } from '../run-facts.js';

/** One cell with what was made of it, as the checks see it. */
export interface CheckedCell extends CellSlices {
  readonly facts: RunFacts;
  readonly measurement: CountedMeasurement;
}

/** Looks at one cell by itself. */
export type CellCheck = (checked: CheckedCell) => readonly Warning[];
