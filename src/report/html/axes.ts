import type { Axis, Tick } from './chart.js';

/** What an axis is made of besides the values it has to show. */
export interface AxisWords {
  readonly name: string;
  /** What is written at a tick. */
  readonly format: (value: number) => string;
  /** How many ticks there is room for, about. */
  readonly ticks?: number;
}

const USUAL_TICKS = 5;
/** From this ratio of largest to smallest a curve of the small ones would lie flat on the axis. */
const WIDE_SPREAD = 5;
/** The same where single values are shown, which are longer compared from 0. */
export const WIDE_SPREAD_OF_VALUES = 40;
/** Room beyond the outermost values of a logarithmic axis, as a share of it. */
const MARGIN = 0.04;

/** Linear from 0, or logarithmic where the values lie far apart. */
export function spreadAxis(values: readonly number[], words: AxisWords, wideSpread = WIDE_SPREAD): Axis {
  const positive = values.filter((value) => value > 0);
  const isWide = positive.length > 0 && Math.max(...positive) / Math.min(...positive) > wideSpread;
  return isWide ? logAxis(values, { ...words, name: `${words.name}, logarithmic` }) : linearAxis(values, words);
}

/** From 0 to a round number beyond the largest value. */
export function linearAxis(values: readonly number[], { name, format, ticks = USUAL_TICKS }: AxisWords): Axis {
  const largest = Math.max(0, ...values.filter(Number.isFinite)) || 1;
  const step = roundStep(largest / ticks);
  const count = Math.max(1, Math.ceil(largest / step - 1e-9));
  const marks = Array.from({ length: count + 1 }, (_, at) => tickAt(at * step, format));
  return { scale: 'linear', name, from: 0, to: count * step, ticks: marks };
}

/** Around the positive values, with round numbers as ticks. */
export function logAxis(values: readonly number[], { name, format, ticks = USUAL_TICKS }: AxisWords): Axis {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const [least, most] = positive.length === 0 ? [1, 10] : [Math.min(...positive), Math.max(...positive)];
  const room = Math.max((most / least) ** MARGIN, 1.01);
  const [from, to] = [least / room, most * room];
  return { scale: 'log', name, from, to, ticks: logTicks(from, to, ticks).map((value) => tickAt(value, format)) };
}

/** Where a value lies on its axis, as a number that is drawn linearly; null where it cannot be shown. */
export function placeOn({ scale }: Pick<Axis, 'scale'>, value: number): number | null {
  if (scale === 'linear') return value;
  return value > 0 ? Math.log10(value) : null;
}

// From coarse to fine: the first that has enough ticks is taken.
const LADDERS: readonly (readonly number[])[] = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7]];
const FEWEST_TICKS = 3;

function logTicks(from: number, to: number, most: number): number[] {
  const choices = LADDERS.map((ladder) => ladderTicks(ladder, from, to));
  const chosen = choices.find(({ length }) => length >= FEWEST_TICKS) ?? linearTicks(from, to, most);
  // Every second decade where there are many.
  const every = Math.ceil(chosen.length / (most * 2));
  return chosen.filter((_, at) => at % every === 0);
}

function ladderTicks(ladder: readonly number[], from: number, to: number): number[] {
  const first = Math.floor(Math.log10(from));
  const decades = Array.from({ length: Math.ceil(Math.log10(to)) - first + 1 }, (_, at) => first + at);
  return decades
    .flatMap((decade) => ladder.map((step) => Number((step * 10 ** decade).toPrecision(3))))
    .filter((value) => value >= from && value <= to);
}

function linearTicks(from: number, to: number, count: number): number[] {
  const step = roundStep((to - from) / count);
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(6)));
}

/** The next of 1, 2, 2.5 and 5 times a power of ten. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function tickAt(value: number, format: (value: number) => string): Tick {
  return { at: value, label: value === 0 ? '0' : withoutZeros(format(value)) };
}

/** `2.5ms` for `2.50ms`, `10ms` for `10.0ms`. */
function withoutZeros(text: string): string {
  return text.replace(/(\.\d*?)0+(?!\d)/, '$1').replace(/\.(?!\d)/, '');
}
