import { formatDurationMs } from '../../units/duration.js';
import { formatCount } from '../../units/rate.js';

/** `24 310 req/s`. */
export function throughput(perSec: number): string {
  return `${formatCount(perSec)} req/s`;
}

/** Whole seconds. */
export function seconds(durationMs: number): string {
  return formatDurationMs(Math.round(durationMs / 1000) * 1000);
}

/** The parts that say something, side by side. */
export function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('  ');
}
