import type { CountedMeasurement } from '../model/measurement.js';
import type { Recording } from '../model/recording.js';
import { LatencyHistogram } from '../stats/histogram.js';
import { sum } from '../stats/moments.js';
import { percentileUs, toUs } from './latency-summary.js';

/** What became of the arrivals of an open loop over its slices, and how many waited; a closed one has none. */
export function summariseArrivals(recordings: readonly Recording[]): Pick<CountedMeasurement, 'backlog' | 'arrivals'> {
  const parts = recordings.flatMap(({ arrivals }) => arrivals ?? []);
  if (parts.length === 0) return { backlog: { max: 0, atEnd: 0 } };
  const pacing = new LatencyHistogram();
  for (const part of parts) pacing.addSparse(part.pacing);
  return {
    backlog: {
      max: Math.max(...parts.map(({ backlogMax }) => backlogMax)),
      atEnd: Math.max(...parts.map(({ backlogAtEnd }) => backlogAtEnd)),
    },
    arrivals: {
      due: sum(parts.map(({ due }) => due)),
      unsent: sum(parts.map(({ unsent }) => unsent)),
      pacingUs: { p50: percentileUs(pacing, 50), p99: percentileUs(pacing, 99), max: toUs(pacing.maxNs) },
    },
  };
}
