import type { ImportedLoad } from '../model/imported.js';
import type { Measurement } from '../model/measurement.js';
import { errorsOf } from '../model/metric-facts.js';
import { cutName } from './cut-names.js';
import { ABSENT, countText, formatBytes, formatCpu, formatLatency, formatPercent, formatPerSec } from './format.js';
import { markOf } from './legend.js';
import { areAtOneRate, comparedMetric, type Row } from './row.js';
import { confidenceOf, invalidReason, type Tone, verdictCell, verdictTone } from './verdict.js';

/** A bare value for machines, its unit in its name. */
export interface Field {
  readonly name: string;
  readonly value: (row: Row) => string | number | null;
}

/** One column of the comparison table: what people read, and the fields that machines get for it. */
export interface Column {
  readonly label: (row: Row) => string;
  /** Written above neighbours that share it; empty for none. */
  readonly group: string;
  readonly align: 'left' | 'right';
  readonly cell: (row: Row) => string;
  readonly tone: (row: Row) => Tone;
  /** Where room is short the highest number goes first; 0 stays. */
  readonly priority: (rows: readonly Row[]) => number;
  /** Of tables of one kind of loop; null: of all. */
  readonly loop: 'closed' | 'open' | null;
  /** May be cut in the middle where nothing else is left to save. */
  readonly isName: boolean;
  /** Says nothing of a target that is alone. */
  readonly isOfSeveral: boolean;
  readonly fields: readonly Field[];
}

// A name that must be cut is spelt out below the table anyway, so it may as well leave room for numbers.
const LONGEST_NAME = 30;
const CUT_NAME = 20;

/** The comparison table, defined here and nowhere else. */
export const COLUMNS: readonly Column[] = [
  column('rank', {
    isOfSeveral: true,
    cell: rankCell,
    priority: () => 1,
    fields: [
      { name: 'rank_best', value: (row) => row.rank?.from ?? null },
      { name: 'rank_worst', value: (row) => row.rank?.to ?? null },
    ],
  }),
  column('target', {
    align: 'left',
    isName: true,
    cell: (row) => nameCell(row, fullName(row)),
    fields: [
      { name: 'target', value: (row) => row.target.name },
      { name: 'target_version', value: (row) => row.target.version },
    ],
  }),
  column('from', {
    align: 'left',
    cell: (row) => row.measurement?.imported?.tool ?? ABSENT,
    priority: () => 1,
    fields: [],
  }),
  column('load', { cell: ({ measurement }) => loadWords(measurement?.imported?.load), priority: () => 3, fields: [] }),
  column('offered', {
    loop: 'open',
    cell: (row) => formatPerSec(offeredPerSec(row.measurement)),
    // A rate that all were sent stands above the table.
    priority: (rows) => (areAtOneRate(rows) ? 8 : 2),
    fields: [{ name: 'offered_per_s', value: (row) => offeredPerSec(row.measurement) }],
  }),
  column('req/s', {
    label: ({ profile }) => (profile.kind === 'open' ? 'achieved' : 'req/s'),
    cell: (row) => throughputCell(row.measurement),
    priority: (rows) => (areAtOneRate(rows) ? 3 : 0),
    fields: [
      { name: 'throughput_per_s', value: (row) => row.measurement?.throughput.value ?? null },
      { name: 'throughput_lower_per_s', value: (row) => row.measurement?.throughput.lower ?? null },
      { name: 'throughput_upper_per_s', value: (row) => row.measurement?.throughput.upper ?? null },
      { name: 'throughput_bound', value: (row) => (row.measurement?.throughput.atLeast ? 'at-least' : null) },
      { name: 'climb_share', value: (row) => row.measurement?.climb?.share ?? null },
    ],
  }),
  column('+-', {
    // wrk's column +/- is about a deviation, as is hyperfine's sign.
    label: ({ report }) => `${confidenceOf(report)} CI`,
    loop: 'closed',
    cell: (row) => spreadCell(row.measurement),
    priority: () => 2,
    fields: [],
  }),
  latencyColumn('avg', 'mean', 8, { loop: 'closed' }),
  latencyColumn('p50', 'p50', 4),
  latencyColumn('p90', 'p90', 9, { loop: 'open' }),
  latencyColumn('p99', 'p99', 3, { priority: (rows) => (areAtOneRate(rows) ? 0 : 3) }),
  latencyColumn('p99.9', 'p999', 6, { loop: 'open' }),
  latencyColumn('max', 'max', 9),
  column('p99', {
    group: 'service',
    loop: 'open',
    cell: (row) => formatLatency(row.measurement?.serviceTimeUs.p99 ?? null),
    priority: () => 7,
    fields: [{ name: 'service_time_p99_us', value: (row) => row.measurement?.serviceTimeUs.p99 ?? null }],
  }),
  column('cpu/req', {
    group: 'server',
    cell: (row) => formatCpu(row.measurement?.server?.cpuPerRequestUs ?? null),
    priority: () => 5,
    fields: [{ name: 'server_cpu_per_request_us', value: (row) => row.measurement?.server?.cpuPerRequestUs ?? null }],
  }),
  column('rss', {
    group: 'server',
    cell: (row) => formatBytes(rssBytes(row)),
    priority: () => 7,
    fields: [{ name: 'server_peak_rss_bytes', value: (row) => rssBytes(row) }],
  }),
  column('cores', {
    group: 'server',
    cell: ({ measurement }) => measurement?.server?.coresUsed?.toFixed(2) ?? ABSENT,
    priority: () => 10,
    fields: [
      { name: 'server_cores_used', value: ({ measurement }) => measurement?.server?.coresUsed ?? null },
      { name: 'workers', value: ({ target }) => target.workers ?? null },
    ],
  }),
  column('errors', {
    cell: (row) => countText(errorsSeen(row)),
    // Nothing is lost with a column of zeros; any error stays beside the number it spoils.
    priority: (rows) => (rows.some((row) => (errorsSeen(row) ?? 0) > 0) ? 0 : 6),
    tone: (row) => ((errorsSeen(row) ?? 0) > 0 ? 'alarm' : 'plain'),
    fields: [
      { name: 'errors_count', value: (row) => errorsSeen(row) },
      { name: 'requests_sent_count', value: (row) => row.measurement?.requests.sent ?? null },
      { name: 'requests_ok_count', value: (row) => row.measurement?.requests.ok ?? null },
    ],
  }),
  column('against', {
    label: againstLabel,
    align: 'left',
    cell: (row) => (hasVerdict(row) ? verdictCell(row) : ABSENT),
    tone: verdictTone,
    fields: [
      { name: 'baseline', value: (row) => row.report.plan.baseline },
      { name: 'metric', value: (row) => (row.report.plan.baseline === null ? null : comparedMetric(row.profile)) },
      { name: 'ratio_x', value: (row) => row.comparison?.ratio.value ?? null },
      { name: 'ratio_lower_x', value: (row) => row.comparison?.ratio.lower ?? null },
      { name: 'ratio_upper_x', value: (row) => row.comparison?.ratio.upper ?? null },
      { name: 'margin_share', value: (row) => row.comparison?.margin ?? null },
      { name: 'smallest_callable_effect_share', value: (row) => row.comparison?.mde ?? null },
      {
        name: 'verdict',
        value: (row) => (row.measurement === null ? 'not-implemented' : verdictOf(row)),
      },
      { name: 'invalid_because', value: (row) => (row.comparison?.verdict === 'invalid' ? invalidReason(row) : null) },
    ],
  }),
];

/** `express 5.3.0`, or `spring-like (NestJS 12.5.1)` where the title names the framework whose version it is. */
export function fullName({ target: { name, kind, title, version } }: Pick<Row, 'target'>): string {
  const framework = kind === 'bundled' ? /\(([^()]+)\)$/.exec(title)?.[1] : undefined;
  const words = [framework, version].filter((part) => part !== undefined && part !== null).join(' ');
  if (words === '') return name;
  return framework === undefined ? `${name} ${words}` : `${name} (${words})`;
}

/** A name with what its row must not be read without. A long one is cut behind a number, since two cut ones may look the same. */
export function nameCell(row: Row, name: string, room = name.length > LONGEST_NAME ? CUT_NAME : LONGEST_NAME): string {
  return `${cutName(row, room, name)}${markOf(row)}`;
}

/** Null where nothing was asked of it, so that it could not fail either. */
function errorsSeen({ measurement }: Row): number | null {
  if (measurement === null) return null;
  const errors = errorsOf(measurement);
  return errors === 0 && measurement.requests.sent === 0 ? null : errors;
}

/** Columns that have something to say about these rows: CPU of a URL, for example, is not ours to see. */
export function columnsWithContent(rows: readonly Row[]): Column[] {
  return COLUMNS.filter((column) =>
    rows.some(
      (row) =>
        (column.loop ?? row.profile.kind) === row.profile.kind &&
        (!column.isOfSeveral || !isAlone(row)) &&
        column.cell(row) !== ABSENT,
    ),
  );
}

/** Whether nobody is there to be held against: then a target has no place, and no ratio. */
export function isAlone({ report }: Pick<Row, 'report'>): boolean {
  return report.targets.length < 2;
}

/** What was sent, as far as it is known of one measurement: all targets of its table got the same. */
function offeredPerSec(measurement: Measurement | null): number | null {
  const { arrivals, loadedSeconds, imported } = measurement ?? {};
  if (imported !== undefined) return imported.load.ratePerSec;
  return arrivals === undefined || !loadedSeconds ? null : arrivals.due / loadedSeconds;
}

/** What became of a target that is alone is told in the same place. */
function againstLabel(row: Row): string {
  if (isAlone(row)) return 'outcome';
  return `${row.profile.kind === 'open' ? 'p99 ' : ''}against ${baselineName(row)}`;
}

function baselineName({ report }: Row): string {
  const name = report.plan.baseline ?? 'nothing';
  const index = report.targets.findIndex((target) => target.name === name);
  return name.length <= LONGEST_NAME || index === -1 ? name : `#${index + 1}`;
}

function column(name: string, parts: Partial<Column> & Pick<Column, 'cell' | 'fields'>): Column {
  return {
    label: () => name,
    group: '',
    align: 'right',
    tone: () => 'plain',
    priority: () => 0,
    loop: null,
    isName: false,
    isOfSeveral: false,
    ...parts,
  };
}

function latencyColumn(
  name: string,
  key: 'mean' | 'p50' | 'p90' | 'p99' | 'p999' | 'max',
  priority: number,
  parts: Partial<Column> = {},
): Column {
  return column(name, {
    group: 'latency',
    cell: (row) => formatLatency(row.measurement?.latencyUs[key] ?? null),
    priority: () => priority,
    ...parts,
    fields: [
      { name: `latency_${key === 'mean' ? name : key}_us`, value: (row) => row.measurement?.latencyUs[key] ?? null },
    ],
  });
}

/** How much an imported result was loaded with: `64 conn`, `64 conn x 4`, `50 VUs`; of an open loop its rate has a column. */
function loadWords(load: ImportedLoad | undefined): string {
  if (load === undefined) return ABSENT;
  const { connections, pipelining, virtualUsers } = load;
  if (virtualUsers !== null) return `${countText(virtualUsers)} VUs`;
  if (connections === null) return ABSENT;
  return `${countText(connections)} conn${(pipelining ?? 1) > 1 ? ` x ${pipelining}` : ''}`;
}

/** `1`, or `2-3` where places are shared. */
export function rankCell({ rank }: Row): string {
  if (rank === null) return ABSENT;
  return rank.from === rank.to ? `${rank.from}` : `${rank.from}-${rank.to}`;
}

// A lone target is compared with nothing, whatever the plan calls it.
function hasVerdict(row: Row): boolean {
  const { report, target, measurement } = row;
  return measurement === null || target.failure !== null || (report.plan.baseline !== null && !isAlone(row));
}

/** None where there is nothing that it could be about. */
function verdictOf({ comparison }: Row): string | null {
  if (comparison === null) return null;
  return comparison.ratio.value === null && comparison.verdict === 'inconclusive' ? null : comparison.verdict;
}

/** Throughput in words: what is the generator's limit must not be read as the server's. */
export function throughputCell(measurement: Measurement | null): string {
  const { value = null, atLeast = false } = measurement?.throughput ?? {};
  return `${atLeast ? '>=' : ''}${formatPerSec(value)}`;
}

/** Half the width of the interval of its throughput, as a share of it; what is the generator's limit has none of the server's. */
export function spreadCell(measurement: Measurement | null): string {
  const { value = null, lower = null, upper = null, atLeast = false } = measurement?.throughput ?? {};
  if (value === null || lower === null || upper === null || value <= 0 || atLeast) return ABSENT;
  return `+-${formatPercent((upper - lower) / 2 / value)}`;
}

/** Most memory that the server took, in this cell or at all. */
export function rssBytes(row: Row): number | null {
  return row.measurement === null ? null : (row.measurement.server?.peakRssBytes ?? row.target.peakRssBytes);
}
