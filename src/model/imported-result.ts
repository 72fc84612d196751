import type { ImportedLoad, ImportTool } from './imported.js';
import type { LatencySummary, Measurement } from './measurement.js';

/** One result of another load generator in the units of a report, as far as its file tells it; the rest is null. */
export interface ImportedResult
  extends Pick<
    Measurement,
    'serviceTimeUs' | 'requests' | 'errors' | 'statuses' | 'topErrors' | 'bytes' | 'reqPerSecSamples'
  > {
  readonly tool: ImportTool;
  readonly url: string | null;
  readonly method: string | null;
  readonly load: ImportedLoad;
  readonly threads: number | null;
  /** RFC 3339. */
  readonly startedAt: string | null;
  /** Time behind the counts. */
  readonly seconds: number | null;
  /** Answers that were accepted, over that time. */
  readonly throughputPerSec: number | null;
  readonly latencyUs: LatencySummary;
  /** Of every request, where the file has each of them; null where it has a summary only. */
  readonly latenciesNs: readonly number[] | null;
  /** What its numbers mean otherwise than those of perfcmp, one line each. */
  readonly notes: readonly string[];
}

/** A result with the name that it is shown under, and where it was read from. */
export interface NamedImport {
  readonly name: string;
  /** As it was typed; `-` is standard input. */
  readonly file: string;
  readonly result: ImportedResult;
}
