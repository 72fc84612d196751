import type { Recording } from '../model/recording.js';
import type { Measurement } from '../model/report.js';
import { LatencyHistogram } from '../stats/histogram.js';
import { percentileUs, toUs } from './latency-summary.js';

/** What became of the arrivals of an open loop, and how many waited; a closed one has none. */
export function summariseArrivals({ arrivals }: Recording): Pick<Measurement, 'backlog' | 'arrivals'> {
  if (arrivals === null) return { backlog: { max: 0, atEnd: 0 } };
  const pacing = LatencyHistogram.fromSparse(arrivals.pacing);
  return {
    backlog: { max: arrivals.backlogMax, atEnd: arrivals.backlogAtEnd },
    arrivals: {
      due: arrivals.due,
      unsent: arrivals.unsent,
      pacingUs: { p50: percentileUs(pacing, 50), p99: percentileUs(pacing, 99), max: toUs(pacing.maxNs) },
    },
  };
}
