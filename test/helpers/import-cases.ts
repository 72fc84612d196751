import { analyseImport } from '../../src/analysis/analyse-import.js';
import type { ImportedResult } from '../../src/model/imported-result.js';
import type { Report } from '../../src/model/report.js';
import { importedResult } from '../../src/store/import/result.js';

const URL_OF_ITEMS = 'http://127.0.0.1:3000/items';

interface ClosedParts {
  readonly perSec?: number | null;
  readonly connections?: number;
  readonly url?: string | null;
  readonly ok?: number;
  readonly failed?: number;
  readonly notes?: readonly string[];
}

/** As wrk tells a result. */
export function closedResult(parts: ClosedParts): ImportedResult {
  const { perSec = 1000, connections = 64, url = URL_OF_ITEMS, failed = 0, notes = [] } = parts;
  const { ok = perSec === null ? null : perSec * 10 } = parts;
  return importedResult({
    tool: 'wrk',
    url,
    load: { connections },
    threads: 1,
    seconds: 10,
    requests: { ok, failed },
    latencyUs: { mean: 800, p50: 700, p99: 2100, max: 9000 },
    notes,
  });
}

/** As vegeta tells a result. */
export function openResult(parts: {
  readonly perSec: number;
  readonly p99: number;
  readonly latenciesNs?: readonly number[];
}): ImportedResult {
  const { perSec, p99, latenciesNs } = parts;
  return importedResult({
    tool: 'vegeta',
    url: URL_OF_ITEMS,
    method: 'GET',
    load: { kind: 'open', ratePerSec: perSec },
    seconds: 10,
    requests: { sent: perSec * 10, measured: perSec * 10, ok: perSec * 10, failed: 0, inFlightAtEnd: 0 },
    latencyUs: { mean: 800, p50: 700, p99 },
    ...(latenciesNs && { latenciesNs }),
    notes: [],
  });
}

/** The report of results by their names. */
export function importReport(results: Readonly<Record<string, ImportedResult>>): Report {
  return analyseImport({
    run: { id: '20261126-1200-7f3a', startedAt: '2026-11-26T12:00:00.000Z', seconds: 0.02, argv: ['import'] },
    toolVersion: '0.1.0',
    results: Object.entries(results).map(([name, result]) => ({ name, file: `${name}.txt`, result })),
  });
}

/** Closed and open loops of two tools, one of which failed in part and one of which tells no throughput. */
export function importSideBySide(): Report {
  return importReport({
    before: closedResult({ perSec: 8123, notes: ['one thing is another'] }),
    after: closedResult({ perSec: 9456, connections: 128, failed: 12 }),
    untold: closedResult({ perSec: null, url: null }),
    paced: openResult({ perSec: 500, p99: 4200 }),
  });
}

/** A result by itself. */
export function importSingle(): Report {
  return importReport({ alone: closedResult({}) });
}

/** Open loops of one path that were sent different rates. */
export function importAtManyRates(): Report {
  return importReport({
    calm: openResult({ perSec: 500, p99: 4200 }),
    busy: openResult({ perSec: 900, p99: 3900 }),
  });
}
