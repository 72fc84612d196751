import type { SearchPoint, SearchResult } from '../../model/search.js';
import { formatCount } from '../../units/rate.js';
import { formatLatency, formatPerSec } from '../format.js';
import { searchTable } from '../search-facts.js';
import { linearAxis, logAxis, spreadAxis } from './axes.js';
import type { Axis, Figure, Line, LinesChart, Rule } from './chart.js';
import { markAt } from './marks.js';

/** The curve of a search: latency and throughput over what was asked for. */
export function searchFigures(search: SearchResult): Figure[] {
  if (search.curve.length < 2) return [];
  const x = askedAxis(search);
  const isJudged = search.objectives.length > 0;
  const judged = isJudged ? ' A cross did not keep the objectives.' : '';
  const { labels, rows } = searchTable(search);
  const table = { columns: labels, rows: rows.map(({ cells }) => cells) };
  const rules = highestRule(search);
  const found = rules.length > 0 ? ' The dashed line is what was found.' : '';
  return [
    {
      name: 'search-latency',
      title: `Latency over ${search.axis === 'rate' ? 'the rate' : 'connections'}`,
      caption: `Median of the loads at each.${judged}${found}`,
      charts: [
        chartOf(search, x, rules, [lineOf(search, 'p50', 0, pickP50), lineOf(search, 'p99', 1, pickP99)], {
          name: 'latency',
          format: formatLatency,
        }),
      ],
      table,
    },
    {
      name: 'search-throughput',
      title: `Throughput over ${search.axis === 'rate' ? 'the rate' : 'connections'}`,
      caption: `What was answered of what was asked for.${judged}${found}`,
      charts: [
        chartOf(search, x, rules, [lineOf(search, 'answers a second', 0, pickThroughput)], {
          name: 'answers a second',
          format: formatPerSec,
        }),
      ],
      table,
    },
  ];
}

const pickP50 = ({ p50Us }: SearchPoint): number | null => p50Us;
const pickP99 = ({ p99Us }: SearchPoint): number | null => p99Us;
const pickThroughput = ({ throughputPerSec }: SearchPoint): number | null => throughputPerSec;

/** What was asked for: a rate, or a number of connections. */
function askedOf({ ratePerSec, connections }: SearchPoint): number {
  return ratePerSec ?? connections;
}

function askedAxis({ axis, curve }: SearchResult): Axis {
  const asked = curve.map(askedOf);
  // Rates are bisected, connections usually doubled.
  if (axis === 'rate')
    return linearAxis(asked, { name: 'requests a second asked for', format: formatPerSec, ticks: 8 });
  return logAxis(asked, { name: 'connections, logarithmic', format: formatCount, ticks: 8 });
}

function chartOf(
  { curve }: SearchResult,
  x: Axis,
  rules: readonly Rule[],
  all: readonly Line[],
  words: { readonly name: string; readonly format: (value: number | null) => string },
): LinesChart {
  const lines = all.filter(({ points }) => points.some(({ y }) => y !== null));
  const values = lines.flatMap(({ points }) => points.flatMap(({ y }) => y ?? []));
  const [first] = curve;
  const last = curve.at(-1);
  const summary = lines.map(({ name, points }) => {
    const ends = [points[0]?.y ?? null, points.at(-1)?.y ?? null].map(words.format);
    return `${name}: ${ends.join(' to ')}`;
  });
  const extent = first === undefined || last === undefined ? '' : `${askedOf(first)} to ${askedOf(last)}; `;
  return {
    kind: 'lines',
    title: '',
    summary: `${extent}${summary.join('; ')}`,
    x,
    y: spreadAxis(values, words),
    lines,
    bands: [],
    rules,
  };
}

function lineOf(
  { curve }: SearchResult,
  name: string,
  index: number,
  pick: (point: SearchPoint) => number | null,
): Line {
  const isKept = ({ verdict }: SearchPoint): boolean => verdict === 'kept' || verdict === null;
  return {
    name,
    mark: markAt(index),
    points: curve.map((point) => ({
      x: askedOf(point),
      y: pick(point),
      ...(isKept(point) ? { isMarked: true as const } : {}),
    })),
    crosses: curve.filter((point) => !isKept(point)).map((point) => ({ x: askedOf(point), y: pick(point) })),
  };
}

function highestRule({ highest }: SearchResult): Rule[] {
  return highest === null ? [] : [{ axis: 'x', at: highest.ratePerSec ?? highest.connections, label: '' }];
}
