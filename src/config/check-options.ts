import { type Expectation, SUCCESS_STATUSES } from '../model/scenario.js';
import type { OptionReader } from './option-reader.js';
import { statusRanges } from './parsers.js';

/** Reads the `--expect-*` options: what makes an answer count as `ok`. */
export function readExpectation(reader: OptionReader): Expectation {
  return { status: reader.read('expectStatus', statusRanges, SUCCESS_STATUSES), body: null, mediaType: null };
}
