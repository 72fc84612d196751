import type { LoadConfig } from '../model/config.js';
import type { OptionReader } from './option-reader.js';

/** Reads `--rate`, `--stages`, `--arrivals`, `--max-connections` and `--think`: when requests are sent. */
export function readPace(_reader: OptionReader): Pick<LoadConfig, 'think' | 'rate'> {
  return { think: null, rate: null };
}
