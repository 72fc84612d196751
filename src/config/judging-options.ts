import type { ErrorLimit, Threshold } from '../model/config.js';
import type { OptionReader } from './option-reader.js';

/** Reads `--max-errors` and `--bail`: when a load ends early. */
export function readErrorLimit(_reader: OptionReader): ErrorLimit | null {
  return null;
}

/** Reads `--threshold`: what the finished load must keep. */
export function readThresholds(_reader: OptionReader): readonly Threshold[] {
  return [];
}
