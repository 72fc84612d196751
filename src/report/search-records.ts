import type { Report } from '../model/report.js';
import type { SearchPoint } from '../model/search.js';

type Value = string | number | null;

/** A point of the curve under names that machines can hold on to. */
export function searchRecord(point: SearchPoint): Readonly<Record<string, Value>> {
  return {
    rate_per_s: point.ratePerSec,
    connections: point.connections,
    throughput_per_s: point.throughputPerSec,
    latency_p50_us: point.p50Us,
    latency_p99_us: point.p99Us,
    errors_share: point.errorShare,
    runs: point.runs.length,
    verdict: point.verdict,
    broke: point.broke.join('; '),
  };
}

/** The curve as JSON, a line a point, and behind it what was found. */
export function searchNdjson({ search }: Pick<Report, 'search'>): string {
  if (search === null) return '';
  const { curve, highest } = search;
  return [...curve, { highest }].map((line) => `${JSON.stringify(line)}\n`).join('');
}
