import { formatCount } from './rate.js';

/** Microseconds in three digits: `160us`, `2.51ms`, `1.26s`. */
export function latencyText(us: number): string {
  return inUnits(us, LATENCY_UNITS, threeDigits);
}

/** CPU time in microseconds in at most three digits: `41 us`, `8.4 us`. */
export function cpuText(us: number): string {
  return inUnits(us, CPU_UNITS, twoDigits);
}

/** SI bytes: `59 MB`, `8.2 GB`. */
export function bytesText(bytes: number): string {
  return inUnits(bytes, BYTE_UNITS, twoDigits);
}

/** Requests per second: whole and grouped from 100, three digits below. */
export function perSecText(perSec: number): string {
  return perSec < 99.95 ? threeDigits(perSec) : formatCount(perSec);
}

/** A share as percent: `1.8 %`, `12 %`, `0.04 %`. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent === 0) return '0 %';
  if (Math.abs(percent) < 0.1) return `${percent.toPrecision(1)} %`;
  return `${percent.toFixed(Math.abs(percent) < 9.95 ? 1 : 0)} %`;
}

/** A share somebody chose, without needless digits: `2 %`, `2.5 %`. */
export function formatMargin(share: number): string {
  return `${stripZeros((share * 100).toFixed(2))} %`;
}

/** A metric's own value with its unit, by the metric's name. */
export const METRIC_TEXTS = {
  throughput: (perSec: number) => `${perSecText(perSec)} req/s`,
  'latency.p50': latencyText,
  'latency.p99': latencyText,
  errorRate: formatPercent,
  cpuPerRequest: cpuText,
  'memory.peakRss': bytesText,
  startup: (ms: number) => latencyText(ms * 1000),
};

/** What somebody holds a metric to: how much of it may be lost, or where it has to stay. */
interface LimitOf {
  readonly metric: keyof typeof METRIC_TEXTS;
  readonly limit:
    | { readonly kind: 'regression'; readonly margin: number }
    | { readonly kind: 'most' | 'least'; readonly value: number };
}

/** `-5 %`, `max 25.0ms`, `min 5 000 req/s`: in the words of the config file. */
export function limitText({ metric, limit }: LimitOf): string {
  if (limit.kind === 'regression') return `-${formatMargin(limit.margin)}`;
  const value = metric === 'errorRate' ? formatMargin(limit.value) : METRIC_TEXTS[metric](limit.value);
  return `${limit.kind === 'most' ? 'max' : 'min'} ${value}`;
}

/** A ratio with its interval, as far as that is known. */
interface RatioEnds {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** `3.91x [3.80, 4.02]`. */
export function ratioText({ value, lower, upper }: RatioEnds): string {
  if (lower === null || upper === null) return `${value.toFixed(ratioDecimals(value, null))}x`;
  const decimals = ratioDecimals(value, upper - lower);
  return `${value.toFixed(decimals)}x [${lower.toFixed(decimals)}, ${upper.toFixed(decimals)}]`;
}

/** `3.79x`, rounded down: what is said to be the least must not be more. */
export function leastRatioText(value: number): string {
  const decimals = ratioDecimals(value, null);
  return `${(Math.floor(value * 10 ** decimals) / 10 ** decimals).toFixed(decimals)}x`;
}

/** Digits behind the point that let a ratio and its bounds differ visibly. */
export function ratioDecimals(value: number, widthOfInterval: number | null): number {
  if (value >= 99.5) return 0;
  if (value >= 9.95) return 1;
  if (value > 0 && value < 0.1) return 1 - Math.floor(Math.log10(value));
  return widthOfInterval !== null && widthOfInterval < 0.015 ? 3 : 2;
}

type UnitTable = readonly (readonly [scale: number, suffix: string])[];

const LATENCY_UNITS: UnitTable = [
  [1, 'us'],
  [1e3, 'ms'],
  [1e6, 's'],
];
const CPU_UNITS: UnitTable = [
  [1, ' us'],
  [1e3, ' ms'],
  [1e6, ' s'],
];
const BYTE_UNITS: UnitTable = [
  [1, ' B'],
  [1e3, ' kB'],
  [1e6, ' MB'],
  [1e9, ' GB'],
  [1e12, ' TB'],
];

function inUnits(value: number, units: UnitTable, digits: (scaled: number) => string): string {
  // The digits decide, so that 999.7us reads 1.00ms and not 1000us.
  const fitting = units.find(([scale]) => Number(digits(value / scale)) < 1000) ?? units[units.length - 1];
  const [scale, suffix] = fitting ?? [1, ''];
  return `${digits(value / scale)}${suffix}`;
}

function threeDigits(value: number): string {
  if (value >= 99.95) return value.toFixed(0);
  return value.toFixed(value < 9.995 ? 2 : 1);
}

function twoDigits(value: number): string {
  return value >= 9.95 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1);
}

/** `2` for `2.00`, `2.5` for `2.50`. */
export function stripZeros(decimal: string): string {
  return decimal.replace(/\.?0+$/, '');
}
