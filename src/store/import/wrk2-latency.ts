import type { LatencySummary } from '../../model/measurement.js';
import { plainNumber, timeUs } from './numbers.js';

/** What wrk2 prints with -L and -U. */
export interface HdrLatencies {
  /** From the intended start. */
  readonly recorded: Partial<LatencySummary>;
  /** From the send; null without -U. */
  readonly uncorrected: Partial<LatencySummary> | null;
  /** Latencies in the histogram; null where it does not tell. */
  readonly count: number | null;
}

const PERCENTILES = { p50: '50.000', p75: '75.000', p90: '90.000', p99: '99.000', p999: '99.900' } as const;

/** Reads the distributions, and of the detailed spectrum what they leave out. */
export function hdrLatencies(block: string): HdrLatencies {
  const [, ...parts] = block.split(/^ *Latency Distribution \(HdrHistogram - /m);
  const recorded = parts.find((part) => part.startsWith('Recorded')) ?? '';
  const uncorrected = parts.find((part) => part.startsWith('Uncorrected'));
  return {
    recorded: summaryOf(recorded),
    uncorrected: uncorrected === undefined ? null : summaryOf(uncorrected),
    count: plainNumber(/Total count *= *(\d+)/.exec(recorded)?.[1] ?? ''),
  };
}

function summaryOf(part: string): Partial<LatencySummary> {
  const told = Object.entries(PERCENTILES).flatMap(([name, percent]) => {
    const value = timeUs(new RegExp(`^ *${percent.replace('.', '\\.')}% +(\\S+)`, 'm').exec(part)?.[1] ?? '');
    return value === null || value === 0 ? [] : [[name, value] as const];
  });
  const max = timeUs(/^ *100\.000% +(\S+)/m.exec(part)?.[1] ?? '');
  // Rows of the spectrum: value in milliseconds, percentile, count, 1/(1-percentile).
  const [min, p95] = ['0.000000', '0.950000'].map((percentile) => {
    const row = new RegExp(`^ *(\\S+) +${percentile.replace('.', '\\.')} +\\d+`, 'm').exec(part);
    const ms = plainNumber(row?.[1] ?? '');
    return ms === null || ms === 0 ? null : ms * 1000;
  });
  return {
    ...Object.fromEntries(told),
    ...(max ? { max } : {}),
    ...(min ? { min } : {}),
    ...(p95 ? { p95 } : {}),
  };
}
