/** A stretch of positive numbers on a logarithmic scale, so many characters wide. */
export interface LogScale {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
  /** Round numbers within, to be written below. */
  readonly ticks: readonly number[];
}

/** Columns from the middle of a label to that of its neighbour, so that they do not touch: `300us`, at an end. */
const VALUE_GAP = 8;
/** Fewer are hardly a scale. */
const LEAST_TICKS = 3;
/** Steps between neighbouring ratios, from fine to coarse; beyond them powers. */
const STEPS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
/** Edges within a decade. */
const DECADES: readonly (readonly number[])[] = [[1, 2, 5], [1, 3], [1]];
/** Powers of these from 1 on; below 1 most of them are no round numbers, and those within a decade stand for them. */
const POWERS: readonly (readonly [base: number, below: readonly number[] | null])[] = [
  [2, [1, 2, 5]],
  [4, [1, 3]],
  [10, null],
  [100, null],
  [1000, null],
];
/** Ratios are never shown closer than this to the ends: a difference of a percent must not look like a gulf. */
const LEAST_RATIO = 1.05;

/** The scale for ratios around 1, which is always on it; it grows in steps, so that it seldom moves as values do. */
export function ratioScale(values: readonly number[], columns: number): LogScale {
  const known = values.filter((value) => value > 0 && Number.isFinite(value));
  const lowest = Math.min(1 / LEAST_RATIO, ...known);
  const highest = Math.max(LEAST_RATIO, ...known);
  const step = highest / lowest > 1.5 ? 0.25 : 0.0625;
  const from = 2 ** (Math.floor(Math.log2(lowest) / step) * step);
  const to = 2 ** (Math.ceil(Math.log2(highest) / step) * step);
  const ladders = [
    ...STEPS.map((size) => multiples(size, from, to)),
    ...POWERS.map(([base, below]) => [
      ...(below === null ? [] : inDecades(below, from, to).filter((edge) => edge < 1)),
      ...powers(base, below === null ? from : 1, to),
    ]),
    [1],
  ];
  const scale = { from, to, columns };
  const isShown = (ticks: readonly number[], leastGap: number): boolean =>
    scaleLine({ ...scale, ticks }, ratioLabel, leastGap)
      .trim()
      .split(/ +/).length === ticks.length;
  // Labels one column apart are read as one, and still better than two of them.
  const airy = ladders.filter((ticks) => isShown(ticks, 2));
  return withTicks(scale, [...airy, ...ladders.filter((ticks) => isShown(ticks, 1))]);
}

/** How a ratio is written below a scale. */
export function ratioLabel(ratio: number): string {
  return `${ratio}x`;
}

/** The scale for values above 0, from and to round numbers around them; null where there is no such value. */
export function valueScale(values: readonly number[], columns: number): LogScale | null {
  const known = values.filter((value) => value > 0 && Number.isFinite(value));
  if (known.length === 0) return null;
  const edges = inDecades([1, 2, 5], Math.min(...known) / 10, Math.max(...known) * 10);
  const from = edges.findLast((edge) => edge <= Math.min(...known))!;
  const to = edges.find((edge) => edge > Math.max(...known))!;
  const ladders = DECADES.map((ladder) => inDecades(ladder, from, to));
  const scale = { from, to, columns };
  const apart = ladders.filter((ticks) => areApart({ ...scale, ticks }));
  return withTicks(scale, [...apart, ladders[ladders.length - 1]!]);
}

/** How far along the scale a value lies, from 0 to 1; what lies beyond an end is at it. */
export function shareOf({ from, to }: Omit<LogScale, 'ticks' | 'columns'>, value: number): number {
  const share = Math.log(value / from) / Math.log(to / from);
  return Math.min(1, Math.max(0, share));
}

/** The character that a value falls on, from 0. */
export function columnOf(scale: LogScale, value: number): number {
  return Math.round(shareOf(scale, value) * (scale.columns - 1));
}

/** The ticks as a line, each label around its place; what would be nearer to another than so many columns is left out. */
export function scaleLine(scale: LogScale, label: (value: number) => string, leastGap = 1): string {
  let line = '';
  for (const tick of scale.ticks) {
    const text = label(tick);
    const start = Math.min(columnOf(scale, tick) - Math.floor(text.length / 2), scale.columns - text.length);
    const gap = Math.max(0, start) - line.length;
    if (line === '' ? gap < 0 : gap < leastGap) continue;
    line += ' '.repeat(gap) + text;
  }
  return line;
}

/** Those of the first ladder that is a scale; else two places, or one alone, which are better than none. */
function withTicks(scale: Omit<LogScale, 'ticks'>, fitting: readonly (readonly number[])[]): LogScale {
  const longEnough = (least: number) => fitting.find(({ length }) => length >= least);
  return { ...scale, ticks: longEnough(LEAST_TICKS) ?? longEnough(2) ?? fitting[fitting.length - 1] ?? [] };
}

function areApart(scale: LogScale): boolean {
  const places = scale.ticks.map((tick) => shareOf(scale, tick) * (scale.columns - 1));
  return places.every((place, index) => index === 0 || place - places[index - 1]! >= VALUE_GAP);
}

function multiples(size: number, from: number, to: number): number[] {
  const first = Math.ceil(from / size - 1e-9);
  const last = Math.floor(to / size + 1e-9);
  // Counted before they are made: a fine step over a wide scale is not wanted anyway.
  if (last - first > 50) return [];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => rounded((first + index) * size)).filter(
    (value) => value > 0,
  );
}

function powers(base: number, from: number, to: number): number[] {
  const first = Math.ceil(Math.log(from) / Math.log(base) - 1e-9);
  const last = Math.floor(Math.log(to) / Math.log(base) + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => rounded(base ** (first + index)));
}

function inDecades(ladder: readonly number[], from: number, to: number): number[] {
  const edges: number[] = [];
  for (let decade = Math.floor(Math.log10(from)); decade <= Math.ceil(Math.log10(to)); decade += 1) {
    edges.push(...ladder.map((step) => rounded(step * 10 ** decade)));
  }
  return edges.filter((edge) => edge >= from * (1 - 1e-9) && edge <= to * (1 + 1e-9));
}

/** Without the dust of binary fractions. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
