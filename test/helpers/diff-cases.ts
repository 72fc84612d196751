import type { Report } from '../../src/model/report.js';
import { bundled, compared, JSON_SCENARIO, measured, runReport } from './reports.js';

// Two runs of one app beside express on one machine; the app lost 15 % between them.

function appRun(id: string, startedAt: string, comparisons: Report['comparisons'], referencePerSec: number): Report {
  const empty = runReport({});
  return {
    ...empty,
    run: { ...empty.run, id, startedAt },
    targets: [
      bundled('express', '5.3.0', 110_200_000),
      { ...bundled('app', null, 90_000_000), kind: 'command', runtime: null, command: 'node app.js' },
    ],
    scenarios: [JSON_SCENARIO],
    measurements: [
      measured('express', 'json', referencePerSec, 2.1),
      measured('app', 'json', 2 * referencePerSec, 2.4),
    ],
    comparisons,
  };
}

/** Launch ratios that scatter by about a percent, and the interval that they give. */
function scattered(value: number): Pick<Report['comparisons'][number], 'launchRatios' | 'ratio'> {
  const launchRatios = [-0.012, -0.006, 0, 0.006, 0.012].map((shift) => value * Math.exp(shift));
  // t(4) s / sqrt 5 with s = .0094868
  const half = (2.776445 * 0.0094868) / Math.sqrt(5);
  return { launchRatios, ratio: { value, lower: value * Math.exp(-half), upper: value * Math.exp(half) } };
}

export const EARLIER: Report = appRun(
  '20261122-1031-7f3a',
  '2026-11-22T10:31:07.000Z',
  [
    compared('app', 'json', [2, 1.97, 2.03], 'faster', scattered(2)),
    compared('app', 'json', [1.98, 1.95, 2.01], 'faster', { metric: 'latency.p50', margin: 0.05, ...scattered(1.98) }),
    compared('app', 'json', [2.02, 1.98, 2.06], 'faster', {
      metric: 'cpuPerRequest',
      margin: 0.05,
      ...scattered(2.02),
    }),
  ],
  6214,
);

export const LATER: Report = appRun(
  '20261123-0912-11ab',
  '2026-11-23T09:12:44.000Z',
  [
    compared('app', 'json', [1.7, 1.68, 1.72], 'faster', scattered(1.7)),
    compared('app', 'json', [1.9, 1.87, 1.93], 'faster', { metric: 'latency.p50', margin: 0.05, ...scattered(1.9) }),
    compared('app', 'json', [2, 1.97, 2.03], 'faster', { metric: 'cpuPerRequest', margin: 0.05, ...scattered(2) }),
  ],
  6120,
);
