import type { Paint } from '../../report/paint.js';

/** What decides how a frame looks, beyond the state. */
export interface FrameLook {
  /** A line takes no more; the last column of a terminal is better left alone. */
  readonly columns: number;
  /** There are no more lines. */
  readonly rows: number;
  readonly nowMs: number;
  readonly unicode: boolean;
  readonly paint: Paint;
}
