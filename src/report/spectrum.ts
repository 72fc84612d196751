import { type LatencyHistogram, SUB_BUCKETS, VALUE_BUCKETS } from '../stats/histogram.js';
import { percentileSpectrum, type SpectrumStep } from '../stats/percentile-spectrum.js';

const NS_PER_MS = 1e6;

/** How one program lays out HdrHistogram's percentile output; the values are milliseconds in all of them. */
export interface SpectrumLayout {
  readonly heading: string;
  readonly percentileDecimals: number;
  readonly percentileWidth: number;
  readonly countWidth: number;
  readonly inverseWidth: number;
  /** Of 1/(1-Percentile) in the last line. */
  readonly infinity: string;
}

/** HdrHistogram's own, which its plotters read. */
export const HGRM_LAYOUT: SpectrumLayout = {
  heading: '       Value     Percentile TotalCount 1/(1-Percentile)',
  percentileDecimals: 12,
  percentileWidth: 2,
  countWidth: 10,
  inverseWidth: 14,
  infinity: '',
};

/** That of HdrHistogram_c in wrk2. */
export const WRK2_LAYOUT: SpectrumLayout = {
  heading: '       Value   Percentile   TotalCount 1/(1-Percentile)',
  percentileDecimals: 6,
  percentileWidth: 12,
  countWidth: 12,
  inverseWidth: 12,
  infinity: 'inf',
};

/** Percentiles towards the tail, and what HdrHistogram says below them. */
export function spectrumLines(histogram: LatencyHistogram, layout: SpectrumLayout): string[] {
  return [
    layout.heading,
    '',
    ...percentileSpectrum(histogram).map((step) => stepLine(step, layout)),
    ...footerLines(histogram),
  ];
}

function stepLine({ valueNs, percentile, totalCount }: SpectrumStep, layout: SpectrumLayout): string {
  const inverse = percentile === 100 ? layout.infinity : (1 / (1 - percentile / 100)).toFixed(2);
  return [
    ms(valueNs),
    (percentile / 100).toFixed(layout.percentileDecimals).padStart(layout.percentileWidth),
    String(totalCount).padStart(layout.countWidth),
    ...(inverse === '' ? [] : [inverse.padStart(layout.inverseWidth)]),
  ].join(' ');
}

function footerLines(histogram: LatencyHistogram): string[] {
  const { count } = histogram;
  // HdrHistogram's deviation is that of the population.
  const deviationNs = count < 2 ? 0 : histogram.stddevNs * Math.sqrt((count - 1) / count);
  return [
    `#[Mean    = ${ms(count === 0 ? 0 : histogram.meanNs)}, StdDeviation   = ${ms(deviationNs)}]`,
    `#[Max     = ${ms(count === 0 ? 0 : histogram.maxNs)}, Total count    = ${String(count).padStart(12)}]`,
    `#[Buckets = ${String(VALUE_BUCKETS).padStart(12)}, SubBuckets     = ${String(SUB_BUCKETS).padStart(12)}]`,
  ];
}

function ms(valueNs: number): string {
  return (valueNs / NS_PER_MS).toFixed(3).padStart(12);
}
