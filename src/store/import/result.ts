import type { ImportedLoad, ImportTool } from '../../model/imported.js';
import type { ImportedResult } from '../../model/imported-result.js';
import type { LatencySummary } from '../../model/measurement.js';
import { formatCount } from '../../units/rate.js';
import { Damage } from './damage.js';

const UNKNOWN_LATENCY: LatencySummary = {
  min: null,
  mean: null,
  stddev: null,
  withinStdev: null,
  max: null,
  p50: null,
  p75: null,
  p90: null,
  p95: null,
  p99: null,
  p999: null,
};
const UNKNOWN_ERRORS: ImportedResult['errors'] = {
  connect: null,
  tls: null,
  read: null,
  write: null,
  timeout: null,
  protocol: null,
  status: null,
  mismatch: null,
};
const UNKNOWN_LOAD: ImportedLoad = {
  kind: 'closed',
  connections: null,
  pipelining: null,
  ratePerSec: null,
  virtualUsers: null,
};

/** What an importer found, each part only where the file tells it. */
export interface FoundResult {
  readonly tool: ImportTool;
  readonly url?: string | null;
  readonly method?: string | null;
  readonly load: Partial<ImportedLoad>;
  readonly threads?: number | null;
  readonly startedAt?: string | null;
  readonly seconds: number | null;
  readonly requests: Partial<ImportedResult['requests']> & Pick<ImportedResult['requests'], 'ok' | 'failed'>;
  readonly latencyUs?: Partial<LatencySummary>;
  /** Of an open loop; in a closed one it is the latency. */
  readonly serviceTimeUs?: Partial<LatencySummary>;
  readonly latenciesNs?: readonly number[];
  readonly errors?: Partial<ImportedResult['errors']>;
  readonly statuses?: Readonly<Record<string, number>>;
  readonly topErrors?: ImportedResult['topErrors'];
  readonly bytes?: Partial<ImportedResult['bytes']>;
  readonly reqPerSec?: Partial<ImportedResult['reqPerSecSamples']>;
  readonly notes: readonly string[];
}

/** The whole result: what was not found is null. */
export function importedResult(found: FoundResult): ImportedResult {
  const load = { ...UNKNOWN_LOAD, ...found.load };
  const latencyUs = { ...UNKNOWN_LATENCY, ...found.latencyUs };
  const { ok } = found.requests;
  const { seconds } = found;
  const result: ImportedResult = {
    tool: found.tool,
    url: found.url ?? null,
    method: found.method ?? null,
    load,
    threads: found.threads ?? null,
    startedAt: found.startedAt ?? null,
    seconds,
    throughputPerSec: ok === null || seconds === null || seconds === 0 ? null : ok / seconds,
    latencyUs,
    serviceTimeUs: load.kind === 'closed' ? latencyUs : { ...UNKNOWN_LATENCY, ...found.serviceTimeUs },
    latenciesNs: found.latenciesNs ?? null,
    requests: { sent: null, measured: null, inFlightAtEnd: null, ...found.requests },
    errors: { ...UNKNOWN_ERRORS, ...found.errors },
    statuses: withoutZeros(found.statuses ?? {}),
    topErrors: found.topErrors ?? [],
    bytes: { read: null, written: null, bodyPerResponse: null, ...found.bytes },
    reqPerSecSamples: { mean: null, stdev: null, max: null, withinStdev: null, ...found.reqPerSec },
    notes: [...found.notes, ...orderNote(latencyUs)],
  };
  refuseNonsense(result);
  return result;
}

/** Of so many answers these failed; fewer than none left is damage. */
export function acceptedOf(answers: number, failed: number): number {
  if (failed <= answers) return answers - failed;
  throw new Damage(`contradicts itself: ${formatCount(failed)} of ${formatCount(answers)} answers failed`);
}

/** A sum of what is known. */
export function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function withoutZeros(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

const ORDERED = ['min', 'p50', 'p75', 'p90', 'p95', 'p99', 'p999', 'max'] as const;
/** Printed digits, and what digests estimate. */
const TOLERANCE = 1.01;

function orderNote(latency: LatencySummary): string[] {
  const known = ORDERED.flatMap((name) => (latency[name] === null ? [] : [{ name, value: latency[name] }]));
  const at = known.findIndex(({ value }, index) => value > (known[index + 1]?.value ?? value) * TOLERANCE);
  if (at === -1) return [];
  return [`its latencies contradict each other: ${known[at]?.name} is above ${known[at + 1]?.name}`];
}

/** Nothing that is not a number, or below zero, gets into a report, however a file was damaged. */
function refuseNonsense(result: ImportedResult): void {
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'number' && !(value >= 0 && value < Number.MAX_VALUE / 2)) {
      throw new Damage(`has an impossible number: ${path} would be ${value}`);
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) visit(member, path === '' ? name : `${path}.${name}`);
  };
  visit({ ...result, latenciesNs: null }, '');
  const wrong = result.latenciesNs?.find((latency) => !(latency >= 0 && Number.isFinite(latency)));
  if (wrong !== undefined) throw new Damage(`has an impossible latency: ${wrong}`);
}
