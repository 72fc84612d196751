import { SERVER_METRICS } from '../model/comparison.js';
import type { UnwordedCheck } from './gate-words.js';

/**
 * Each distinct check once: cells of one server have its memory and start-up in common, and what is held twice would
 * make every other limit harder to prove broken.
 */
export function distinctChecks(checks: readonly UnwordedCheck[]): UnwordedCheck[] {
  const seen = new Set<string>();
  return checks.filter((check) => {
    if (!SERVER_METRICS.includes(check.metric)) return true;
    const { scenario: _scenario, profile: _profile, ...found } = check;
    const key = JSON.stringify(found);
    return !seen.has(key) && seen.add(key);
  });
}
