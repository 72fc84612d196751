import type { Measurement } from '../model/measurement.js';
import { formatDurationMs } from '../units/duration.js';
import { formatLatency } from './format.js';
import { bar } from './glyphs.js';
import { scaleLine, shareOf, valueScale } from './log-scale.js';
import type { RenderOptions } from './options.js';

const WIDEST_BAR = 40;
/** Below this bars tell nothing that the numbers do not. */
const NARROWEST_BAR = 16;

const SHOWN = ['p50', 'p90', 'p99', 'p999', 'max'] as const;

/**
 * How far the tail reaches: a bar for each percentile on a logarithmic scale that begins below the fastest answer. One step
 * further to the right is so many times as slow, so that a tail of seconds leaves the median readable.
 */
export function percentileBars(
  { latencyUs }: Measurement,
  { width, unicode }: Pick<RenderOptions, 'width' | 'unicode'>,
): string[] {
  const rows = SHOWN.flatMap((label) => {
    const us = latencyUs[label];
    return us === null ? [] : [{ label, us, text: formatLatency(us) }];
  });
  const labelWidth = Math.max(0, ...rows.map(({ label }) => label.length));
  const textWidth = Math.max(0, ...rows.map(({ text }) => text.length));
  const lead = labelWidth + textWidth + 4;
  const columns = Math.min(WIDEST_BAR, width - lead);
  const scale = valueScale([latencyUs.min ?? 0, ...rows.map(({ us }) => us)], columns);
  // A median alone has nothing to be held against.
  if (scale === null || rows.length < 2 || columns < NARROWEST_BAR) return [];
  const lines = rows.map(({ label, us, text }) => {
    const drawn = bar(shareOf(scale, us), columns, unicode);
    return `${label.padEnd(labelWidth)}  ${text.padStart(textWidth)}  ${drawn}`.trimEnd();
  });
  return [...lines, `${' '.repeat(lead)}${scaleLine(scale, (us) => formatDurationMs(us / 1000))}`];
}
