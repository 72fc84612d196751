import { bytesText, cpuText, latencyText, perSecText, stripZeros } from '../units/figures.js';
import { formatCount } from '../units/rate.js';

// Wherever numbers are written, these mean the same.
export { formatMargin, formatPercent } from '../units/figures.js';

/** Printed where a value does not exist. */
export const ABSENT = '-';

/** A whole number in groups of three. */
export function countText(count: number | null): string {
  return count === null ? ABSENT : formatCount(count);
}

/** Requests per second: whole and grouped from 100, three digits below. */
export function formatPerSec(perSec: number | null): string {
  return perSec === null ? ABSENT : perSecText(perSec);
}

/** Microseconds in three digits: `160us`, `2.51ms`, `1.26s`. */
export function formatLatency(us: number | null): string {
  return us === null ? ABSENT : latencyText(us);
}

/** CPU time in microseconds in at most three digits: `41 us`, `8.4 us`. */
export function formatCpu(us: number | null): string {
  return us === null ? ABSENT : cpuText(us);
}

/** SI bytes: `59 MB`, `8.2 GB`. */
export function formatBytes(bytes: number | null): string {
  return bytes === null ? ABSENT : bytesText(bytes);
}

/** Seconds for people: `850 ms`, `9.8 s`, `2 min 05 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 99.95) return `${stripZeros(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** Cuts the middle out: the end of a URL or command tells targets apart as often as its beginning does. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const tail = Math.floor((length - 2) / 2);
  return `${text.slice(0, length - 2 - tail)}..${text.slice(-tail)}`;
}
