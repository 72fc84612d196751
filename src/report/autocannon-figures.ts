/** As hdr-histogram-percentiles-obj, which autocannon uses, names and orders them. */
const PERCENTILES = [0.001, 0.01, 0.1, 1, 2.5, 10, 25, 50, 75, 90, 97.5, 99, 99.9, 99.99, 99.999] as const;

/** What autocannon tells of a distribution. */
export interface Distribution {
  readonly mean: number | null;
  readonly stddev: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly percentile: (percent: number) => number | null;
}

/** `average` to `p99_999` of samples, or of a distribution of which that is known. */
export function sampleFigures(samples: readonly number[] | Distribution) {
  const { mean, stddev, min, max, percentile } = 'percentile' in samples ? samples : distributionOf(samples);
  const average = roundedUp(mean);
  return {
    // Twice, as there.
    average,
    mean: average,
    stddev: roundedUp(stddev),
    min,
    max,
    ...Object.fromEntries(PERCENTILES.map((percent) => [`p${percent}`.replace('.', '_'), percentile(percent)])),
  };
}

/** As HdrHistogram computes it: the deviation over n, the least value that is not 0, percentiles by rank. */
function distributionOf(samples: readonly number[]): Distribution {
  const sorted = [...samples].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length;
  return {
    mean,
    stddev: Math.sqrt(variance),
    min: sorted.find((value) => value > 0) ?? 0,
    max: sorted.at(-1) ?? 0,
    percentile: (percent) => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0,
  };
}

/** To hundredths. */
function roundedUp(value: number | null): number | null {
  return value === null ? null : Math.ceil(Math.round(value * 1e6) / 1e4) / 100;
}
