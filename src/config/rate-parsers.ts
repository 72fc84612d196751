import type { RateStage } from '../model/load-profile.js';
import { parseDurationMs } from '../units/duration.js';
import { parseCount } from '../units/rate.js';
import { accept, type Parser, reject } from './parsers.js';

const MOST_PER_SEC = 10_000_000;
const RATE_HINT = 'write it like 5k, 0.5, or 1k:10k for a ramp';
const STAGES_HINT = 'write it like 1k@30s,5k@1m; 1k:5k@30s is a ramp';
const THINK_HINT = 'write it like 10ms, or 10ms:50ms for anything between';
/** A pause ends with a timer, and timers are so far apart. */
const SHORTEST_PAUSE_MS = 1;

/** A rate, or one that goes evenly from the first to the second. */
export type RateSpan = Pick<RateStage, 'fromPerSec' | 'toPerSec'>;

/** `5k`, `0.5/s`, `1k:10k`. */
export const rateSpan: Parser<RateSpan> = (text) => {
  const span = spanOf(text);
  if (span === null) return reject(`must be requests a second, at most 10M, got "${text}"`, RATE_HINT);
  if (span.fromPerSec + span.toPerSec === 0) return reject(`must be above 0, got "${text}"`, RATE_HINT);
  return accept(span);
};

/** `1k@30s,5k@1m`: each a rate or a ramp, and how long it lasts; 0 is a break. */
export const rateStages: Parser<readonly RateStage[]> = (text) => {
  const stages: RateStage[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    const [rateText = '', timeText = '', ...more] = part.split('@');
    const [span, durationMs] = [spanOf(rateText), parseDurationMs(timeText)];
    if (span === null || durationMs === null || durationMs === 0 || more.length > 0) {
      return reject(`must be rates with their times, got "${part}"`, STAGES_HINT);
    }
    stages.push({ ...span, durationMs });
  }
  if (stages.some(({ fromPerSec, toPerSec }) => fromPerSec + toPerSec > 0)) return accept(stages);
  return reject(`must have a rate above 0 in one of the stages, got "${text}"`, STAGES_HINT);
};

/** `10ms`, or `10ms:50ms` for a pause drawn evenly between the two; null: none. */
export const thinkTime: Parser<{ readonly minMs: number; readonly maxMs: number } | null> = (text) => {
  const parts = text.split(':').map(parseDurationMs);
  const [minMs = null, maxMs = minMs] = parts;
  if (parts.length > 2 || minMs === null || maxMs === null) return reject(`must be a time, got "${text}"`, THINK_HINT);
  if (maxMs === 0) return accept(null);
  if (minMs > maxMs) return reject(`must go from the shorter to the longer time, got "${text}"`, THINK_HINT);
  if (maxMs < SHORTEST_PAUSE_MS) {
    return reject(`must be at least 1ms, got "${text}"`, 'timers are 1 ms apart; leave it out for no pause');
  }
  return accept({ minMs, maxMs });
};

function spanOf(text: string): RateSpan | null {
  const parts = text.split(':').map(perSecOf);
  const [fromPerSec = null, toPerSec = fromPerSec] = parts;
  return parts.length > 2 || fromPerSec === null || toPerSec === null ? null : { fromPerSec, toPerSec };
}

function perSecOf(text: string): number | null {
  const perSec = parseCount(text.trim().replace(/\/s(ec)?$/, ''));
  return perSec === null || perSec > MOST_PER_SEC ? null : perSec;
}
