import { pointOf } from '../../src/analysis/judge-step.js';
import type { Report } from '../../src/model/report.js';
import type { SearchPoint, SearchRun } from '../../src/model/search.js';
import { loadReport } from './load-cases.js';

/** A search for a rate in which one load met a pause. */
export function searchFound(): Report {
  const report = loadReport({});
  const curve = [
    searched(5000, [1.1e3, 1.2e3]),
    searched(10_000, [9.8e3, 31e3, 9.6e3]),
    searched(10_500, [22e3, 24e3]),
  ];
  return {
    ...report,
    run: { ...report.run, command: 'search', seconds: 41.2 },
    profiles: [{ name: 'c64', kind: 'open', connections: 64, pipelining: 1, ratePerSec: null }],
    measurements: [],
    search: {
      axis: 'rate',
      objectives: ['p99<20ms', 'errors<0.1%'],
      stepMs: 3000,
      resolution: 0.05,
      capacityPerSec: 21_400,
      calmLatencyUs: 92,
      curve,
      highest: {
        ratePerSec: 10_000,
        connections: 64,
        throughputPerSec: 9999,
        brokenPerSec: 10_500,
        limit: 'objectives',
      },
    },
  };
}

/** A sweep over connections without objectives. */
export function searchSwept(): Report {
  const found = searchFound();
  const curve = [1, 64].map((connections) => ({
    ...searched(5000 * connections, [connections * 100]),
    ratePerSec: null,
    connections,
  }));
  const [, best] = curve;
  return {
    ...found,
    profiles: curve.map(({ connections }) => ({
      name: `c${connections}`,
      kind: 'closed' as const,
      connections,
      pipelining: 1,
      ratePerSec: null,
    })),
    search: {
      axis: 'connections',
      objectives: [],
      stepMs: 3000,
      resolution: null,
      capacityPerSec: null,
      calmLatencyUs: null,
      curve,
      highest: {
        ratePerSec: null,
        connections: 64,
        throughputPerSec: best?.throughputPerSec ?? 0,
        brokenPerSec: null,
        limit: 'objectives',
      },
    },
  };
}

/** Loads at one rate by their p99; above 20 ms the objective is broken. */
function searched(ratePerSec: number, p99sUs: readonly number[]): SearchPoint {
  const runs = p99sUs.map((p99Us): SearchRun => {
    const isKept = p99Us < 20e3;
    return {
      verdict: isKept ? 'kept' : 'broken',
      throughputPerSec: ratePerSec - 1,
      p50Us: 210,
      p99Us,
      errorShare: 0,
      broke: isKept ? [] : [`p99<20ms (${p99Us / 1000}ms)`],
    };
  });
  const verdict = runs.filter((run) => run.verdict === 'kept').length * 2 > runs.length ? 'kept' : 'broken';
  return pointOf({ ratePerSec, connections: 64 }, runs, verdict);
}
