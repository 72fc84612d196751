import type { Measurement, SeriesPoint } from '../model/measurement.js';
import type { Report } from '../model/report.js';
import { searchNdjson } from './search-records.js';

/**
 * The course of the load, a JSON object a line: a second of a `load`, a slice of a `run`, and behind those of each
 * measurement its summary.
 */
export function renderNdjson(report: Report): string {
  if (report.search !== null) return searchNdjson(report);
  const isLoad = report.run.command === 'load';
  return report.measurements
    .flatMap((measurement) => {
      const cell = isLoad ? {} : cellOf(measurement);
      return [
        ...measurement.series.map((point) => ({
          ...cell,
          ...(isLoad ? { second: point.block } : { launch: point.launch, block: point.block }),
          ...figuresOf(point),
          ...(isLoad ? {} : { excluded: point.excluded, ...(point.marks && { marks: point.marks }) }),
        })),
        { ...cell, summary: summaryOf(measurement) },
      ];
    })
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

function cellOf({ target, scenario, profile }: Measurement) {
  return { target, scenario, profile };
}

function figuresOf(point: SeriesPoint) {
  return {
    ok: point.ok ?? null,
    failed: point.failed,
    throughputPerSec: point.throughputPerSec,
    meanLatencyUs: point.meanLatencyUs,
    p50Us: point.p50Us ?? null,
    p99Us: point.p99Us ?? null,
    maxUs: point.maxUs ?? null,
  };
}

/** What the whole came to, under the names of the JSON report. */
function summaryOf(measurement: Measurement) {
  const { throughput, latencyUs, serviceTimeUs, requests, errors, statuses, backlog, arrivals } = measurement;
  return { throughput, latencyUs, serviceTimeUs, requests, errors, statuses, backlog, arrivals };
}
