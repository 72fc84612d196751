/** A line of an axis, and what is written at it; empty for a line alone. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** What a direction of a chart stands for. */
export interface Axis {
  readonly scale: 'linear' | 'log';
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly Tick[];
}

/** How something is told apart: never by its colour alone. */
export interface Mark {
  /** Of the class that all it draws has, `t3` for 3. */
  readonly index: number;
  /** Lengths of dashes and gaps; empty: one line. */
  readonly dash: readonly number[];
  /** Path in a box of 10 x 10. */
  readonly symbol: string;
}

interface ChartBase {
  /** Tells several charts of a figure apart; empty for one alone. */
  readonly title: string;
  /** What it shows, for those who cannot see it. */
  readonly summary: string;
}

/** Curves over a common axis. */
export interface LinesChart extends ChartBase {
  readonly kind: 'lines';
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  /** Shaded from one value of x to another. */
  readonly bands: readonly { readonly from: number; readonly to: number }[];
  /** Lines across at a value of x or y. */
  readonly rules: readonly Rule[];
}

export interface Line {
  readonly name: string;
  /** What of it, where it has several lines; absent: it has this one. */
  readonly part?: string;
  /** Drawn thin and with hollow symbols, beside another line of the same mark. */
  readonly isThin?: true;
  readonly mark: Mark;
  readonly points: readonly Point[];
  /** Shown as crosses, not joined. */
  readonly crosses: readonly Point[];
}

export interface Point {
  readonly x: number;
  /** Null: the line is broken here. */
  readonly y: number | null;
  /** Has a symbol; absent: no. */
  readonly isMarked?: true;
}

export interface Rule {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly label: string;
}

/** A line for each of several things, with its value on a common axis. */
export interface RowsChart extends ChartBase {
  readonly kind: 'rows';
  readonly form: 'dots' | 'bars';
  readonly x: Axis;
  readonly rows: readonly ChartRow[];
  /** Rows, from one to another, that belong together. */
  readonly ties: readonly { readonly from: number; readonly to: number }[];
  /** Where all are held against one value. */
  readonly reference: { readonly at: number; readonly label: string } | null;
}

export interface ChartRow {
  readonly label: string;
  /** What the row comes to in words. */
  readonly note: string;
  readonly mark: Mark;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Single values behind the one. */
  readonly dots: readonly number[];
  /** Shaded behind it. */
  readonly band: { readonly from: number; readonly to: number } | null;
  /** Another value of the same thing, joined to it. */
  readonly start: number | null;
  /** It must not be read as a result. */
  readonly isOpen: boolean;
  /** It may be more. */
  readonly isLeast: boolean;
}

export type Chart = LinesChart | RowsChart;

/** One or more charts with the numbers behind them. */
export interface Figure {
  /** Unique in a section. */
  readonly name: string;
  readonly title: string;
  /** How it is read, in a sentence or two. */
  readonly caption: string;
  readonly charts: readonly Chart[];
  readonly table: FigureTable;
}

export interface FigureTable {
  /** The first column names the rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A row without anything special about it. */
export const PLAIN_ROW: Pick<ChartRow, 'dots' | 'band' | 'start' | 'isOpen' | 'isLeast'> = {
  dots: [],
  band: null,
  start: null,
  isOpen: false,
  isLeast: false,
};
