import { formatCount } from '../units/rate.js';

/** Printed where a value does not exist. */
export const ABSENT = '-';

/** Requests per second: whole and grouped from 100, three digits below. */
export function formatPerSec(perSec: number | null): string {
  if (perSec === null) return ABSENT;
  return perSec < 99.95 ? threeDigits(perSec) : formatCount(perSec);
}

/** Microseconds in three digits: `160us`, `2.51ms`, `1.26s`. */
export function formatLatency(us: number | null): string {
  return us === null ? ABSENT : inUnits(us, LATENCY_UNITS, threeDigits);
}

/** CPU time in microseconds in at most three digits: `41 us`, `8.4 us`. */
export function formatCpu(us: number | null): string {
  return us === null ? ABSENT : inUnits(us, CPU_UNITS, twoDigits);
}

/** SI bytes: `59 MB`, `8.2 GB`. */
export function formatBytes(bytes: number | null): string {
  return bytes === null ? ABSENT : inUnits(bytes, BYTE_UNITS, twoDigits);
}

/** Seconds for people: `850 ms`, `9.8 s`, `2 min 05 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 99.95) return `${stripZeros(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
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

/** Digits behind the point that let a ratio and its bounds differ visibly. */
export function ratioDecimals(value: number, widthOfInterval: number | null): number {
  if (value >= 99.5) return 0;
  if (value >= 9.95) return 1;
  if (value > 0 && value < 0.1) return 1 - Math.floor(Math.log10(value));
  return widthOfInterval !== null && widthOfInterval < 0.015 ? 3 : 2;
}

/** Cuts the middle out: the end of a URL or command tells targets apart as often as its beginning does. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const tail = Math.floor((length - 2) / 2);
  return `${text.slice(0, length - 2 - tail)}..${text.slice(-tail)}`;
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

function stripZeros(decimal: string): string {
  return decimal.replace(/\.?0+$/, '');
}
