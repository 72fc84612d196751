import type { Measurement } from '../model/measurement.js';
import { plural } from '../units/words.js';
import { formatLatency, formatPerSec } from './format.js';
import { grouped, sparkline } from './glyphs.js';
import type { RenderOptions } from './options.js';

const MOST_COLUMNS = 60;
/** Room for what a line says behind its drawing. */
const WORDS = 45;
const FEWEST_COLUMNS = 10;

/** Throughput and p99 over the seconds of a load, a character each; seconds are joined where there is no room for all. */
export function secondLines(
  { series }: Measurement,
  { width, unicode }: Pick<RenderOptions, 'width' | 'unicode'>,
): string[] {
  const columns = Math.max(FEWEST_COLUMNS, Math.min(MOST_COLUMNS, width - WORDS));
  const { size, groups } = grouped(series, columns);
  const each = size === 1 ? '' : `, ${plural(size, 'second')} each`;
  const rates = groups.map((points) => meanOf(points.map((point) => point.throughputPerSec)));
  const tails = groups.map((points) => largestOf(points.map((point) => point.p99Us ?? null)));
  return [
    ...drawn(
      rates.some((rate) => rate !== null && rate > 0) ? rates : [],
      unicode,
      (least, most) => `${least === 0 ? 'none' : formatPerSec(least)} to ${formatPerSec(most)} requests/sec${each}`,
    ),
    ...drawn(tails, unicode, (least, most) => `p99 ${formatLatency(least)} to ${formatLatency(most)}`),
  ];
}

/** No line for what is known of one moment only: it has no course. */
function drawn(
  values: readonly (number | null)[],
  unicode: boolean,
  words: (least: number, most: number) => string,
): string[] {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return [];
  return [`${sparkline(values, unicode)}  ${words(Math.min(...known), Math.max(...known))}`];
}

/** The mean of the values there are; null where there is none. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** The largest of the values there are; null where there is none. */
export function largestOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
