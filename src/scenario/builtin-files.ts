import type { RequestSpec, Scenario, ScenarioFile } from '../model/scenario.js';
import { jsonWith } from './expected-json.js';

const FILES = 20;
const SMALLEST_BYTES = 1024;
const LARGEST_BYTES = 10 * 1024;

/** From 1 to 10 KiB in even steps. */
export const FILES_TO_PROCESS: readonly (ScenarioFile & { readonly bytes: number })[] = Array.from(
  { length: FILES },
  (_, index) => ({
    path: `file-${String(index + 1).padStart(2, '0')}.bin`,
    bytes: SMALLEST_BYTES + Math.round((index * (LARGEST_BYTES - SMALLEST_BYTES)) / (FILES - 1)),
  }),
);

/** Asks for all of them at once. */
export const FILES_REQUEST: RequestSpec = {
  method: 'POST',
  path: '/files/process',
  headers: { 'Content-Type': 'application/json' },
  body: new Uint8Array(Buffer.from(JSON.stringify({ files: FILES_TO_PROCESS.map(({ path }) => path) }))),
  expect: jsonWith({
    processing_result: {
      total_files: FILES,
      successful_files: FILES,
      failed_files: 0,
      total_bytes_processed: FILES_TO_PROCESS.reduce((sum, { bytes }) => sum + bytes, 0),
    },
  }),
};

export const FILES_SCENARIO: Scenario = {
  name: 'files',
  endpoints: ['files-process'],
  source: { kind: 'fixed', requests: [FILES_REQUEST] },
  expect: FILES_REQUEST.expect!,
  env: {},
  takesAnyEnv: true,
  connections: 8,
  likelyLatencyMs: 40,
  files: FILES_TO_PROCESS,
};
