import type { Measurement } from '../model/measurement.js';
import type { LatencyBin } from '../model/recording.js';
import { decodeHdrV2 } from '../stats/hdr-decoding.js';
import { logBins } from '../stats/log-bins.js';
import { sum } from '../stats/moments.js';
import { formatDurationMs } from '../units/duration.js';
import { formatCount } from '../units/rate.js';
import { formatPercent } from './format.js';
import { bar } from './glyphs.js';
import type { RenderOptions } from './options.js';

const MOST_BINS = 10;
const WIDEST_BAR = 40;

/** How the latencies are spread, a line for each of at most ten logarithmic bins: a long tail keeps its shape. */
export function latencyBars(
  { requests, histograms }: Measurement,
  room: Pick<RenderOptions, 'width' | 'unicode'>,
): string[] {
  if (requests.measured === 0 || histograms.latency === null) return [];
  return binLines(logBins(decodeHdrV2(histograms.latency), MOST_BINS), room);
}

/** A line for each bin, its bar in proportion to the fullest. */
export function binLines(
  bins: readonly LatencyBin[],
  { width, unicode }: Pick<RenderOptions, 'width' | 'unicode'>,
): string[] {
  const all = sum(bins.map(({ count }) => count));
  if (all === 0) return [];
  const rows = bins.map((bin) => ({
    range: rangeOf(bin),
    share: bin.count / all,
    count: formatCount(bin.count),
    percent: formatPercent(bin.count / all),
  }));
  const widest = (of: (row: (typeof rows)[number]) => string): number => Math.max(...rows.map((row) => of(row).length));
  const columns = [widest((row) => row.range), widest((row) => row.count), widest((row) => row.percent)] as const;
  const barWidth = Math.max(1, Math.min(WIDEST_BAR, width - columns[0] - columns[1] - columns[2] - 6));
  const largest = Math.max(...rows.map((row) => row.share));
  return rows.map(({ range, share, count, percent }) =>
    [
      range.padStart(columns[0]),
      count.padStart(columns[1]),
      percent.padStart(columns[2]),
      bar(share / largest, barWidth, unicode),
    ]
      .join('  ')
      .trimEnd(),
  );
}

function rangeOf({ fromNs, toNs }: LatencyBin): string {
  return `${formatDurationMs(fromNs / 1e6)} to ${formatDurationMs(toNs / 1e6)}`;
}
