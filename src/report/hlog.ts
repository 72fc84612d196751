import type { Measurement } from '../model/measurement.js';
import type { Report } from '../model/report.js';
import { cellName } from './hgrm.js';

/**
 * A histogram log as HdrHistogram's tools read it, version 1.3: one interval of nanoseconds for each measurement, tagged
 * with its cell in a `run`. Service times have a tag of their own where they are not the latencies.
 */
export function renderHlog(report: Report): string {
  const { tool, run } = report;
  const startSeconds = (Date.parse(run.startedAt) / 1000).toFixed(3);
  return [
    `#[Logged with ${tool.name} ${tool.version}]`,
    '#[Histogram log format version 1.3]',
    `#[StartTime: ${startSeconds} (seconds since epoch), ${run.startedAt}]`,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...report.measurements.flatMap((measurement) => intervalLines(report, measurement)),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function intervalLines(report: Report, measurement: Measurement): string[] {
  const { histograms, latencyUs, serviceTimeUs, loadedSeconds, requests } = measurement;
  if (requests.measured === 0 || histograms.latency === null) return [];
  const cell = report.run.command === 'load' ? '' : cellName(measurement, ':');
  const line = (tag: string, maxUs: number | null, histogram: string): string =>
    `${tag === '' ? '' : `Tag=${tag},`}0.000,${(loadedSeconds ?? 0).toFixed(3)},${((maxUs ?? 0) / 1000).toFixed(3)},${histogram}`;
  return [
    line(cell, latencyUs.max, histograms.latency),
    ...(histograms.serviceTime === null
      ? []
      : [line(cell === '' ? SERVICE_TIME : `${cell}:${SERVICE_TIME}`, serviceTimeUs.max, histograms.serviceTime)]),
  ];
}

const SERVICE_TIME = 'service-time';
