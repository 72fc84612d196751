import type { ErrorLimit } from '../model/error-limit.js';
import type { Threshold } from '../model/threshold.js';
import { parseShare } from '../units/percent.js';
import { parseCount } from '../units/rate.js';
import type { OptionReader } from './option-reader.js';
import { accept, type Parser, reject } from './parsers.js';
import { threshold } from './threshold.js';

/** Reads `--max-errors` and `--bail`: when a load ends early. */
export function readErrorLimit(reader: OptionReader): ErrorLimit | null {
  const bails = reader.isOn('bail');
  const given = reader.given('maxErrors');
  const limit = reader.read('maxErrors', errorLimit, null);
  if (!bails || reader.rankOf('maxErrors') < reader.rankOf('bail')) return limit;
  if (given !== null && given.source === reader.given('bail')?.source) {
    reader.refuse(given.where, 'cannot be given together with --bail, which ends at the first', 'give one of the two');
  }
  return { kind: 'count', most: 1 };
}

/** Reads `--threshold`: what the finished load must keep. */
export function readThresholds(reader: OptionReader): readonly Threshold[] {
  return reader.readList('threshold', threshold);
}

/** `100` or `5%`. */
export const errorLimit: Parser<ErrorLimit> = (text) => {
  if (text.trim().endsWith('%')) {
    const share = parseShare(text);
    if (share !== null && share > 0 && share < 1) return accept({ kind: 'share', most: share });
    return reject(
      `must be a share above 0 and below 100 %, got "${text}"`,
      'write it like 5%, or 1 for the first failure',
    );
  }
  const count = parseCount(text);
  if (count !== null && Number.isInteger(count) && count > 0) return accept({ kind: 'count', most: count });
  return reject(`must be a number of failures or a share of all, got "${text}"`, 'write it like 100 or 5%');
};
