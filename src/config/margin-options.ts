import type { Metric } from '../model/comparison.js';
import { RUN_DEFAULTS } from './defaults.js';
import type { OptionReader } from './option-reader.js';
import { accept, choice, margin, type Parser } from './parsers.js';
import type { Quantity } from './user-config.js';

/** Reads `--margin metric=5%` and the file's `margins`; flags replace single metrics, the rest stays. */
export function readMargins(
  reader: OptionReader,
  fileMargins: Readonly<Record<string, Quantity>> | undefined,
): Readonly<Partial<Record<Metric, number>>> {
  const margins: Partial<Record<Metric, number>> = { ...RUN_DEFAULTS.margins };
  for (const [name, value] of Object.entries(fileMargins ?? {})) {
    const parsed = reader.check(reader.fileName(`margins.${name}`), metricMargin(`${name}=${value}`), null);
    if (parsed !== null) margins[parsed.metric] = parsed.share;
  }
  for (const { metric, share } of reader.readList('margin', metricMargin, (text) => text.split(','))) {
    margins[metric] = share;
  }
  return margins;
}

/** Whether the margin of throughput is somebody's choice rather than the default. */
export function isThroughputMarginAsked(
  reader: OptionReader,
  fileMargins: Readonly<Record<string, Quantity>> | undefined,
): boolean {
  const given = reader.given('margin')?.text.split(',') ?? [];
  return fileMargins?.throughput !== undefined || given.some((text) => /^\s*(throughput\s*=|[^=]*$)/.test(text));
}

// A margin of what is never compared would silently do nothing.
const COMPARED = Object.keys(RUN_DEFAULTS.margins) as (keyof typeof RUN_DEFAULTS.margins)[];

interface MetricMargin {
  readonly metric: Metric;
  readonly share: number;
}

// A single number is the margin of throughput, the metric that ranks.
const metricMargin: Parser<MetricMargin> = (text) => {
  const [, name = 'throughput', value = ''] = /^(?:([^=]*)=)?(.*)$/.exec(text) ?? [];
  const metric = choice(COMPARED)(name.trim());
  if (!metric.ok) return { ...metric, message: metric.message.replace('must be', 'the metric must be') };
  const share = margin(value);
  return share.ok ? accept({ metric: metric.value, share: share.value }) : share;
};
