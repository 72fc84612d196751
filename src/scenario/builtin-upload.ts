import { crc32 } from 'node:zlib';
import type { RequestSpec, Scenario } from '../model/scenario.js';
import { jsonWith } from './expected-json.js';
import { randomBytes } from './random-bytes.js';

/** Different bodies, lest a server that remembers an answer pass for one that reads them. */
const BODIES = 3;
const CHUNK_BYTES = 1024;

/** Uploads of one size, each with the checksum that must come back. */
export function uploads(kibibytes: number, weight = 1): readonly RequestSpec[] {
  return Array.from({ length: BODIES }, (_, index) => {
    const bytes = kibibytes * 1024;
    const body = bodyOf(kibibytes, index);
    return {
      method: 'POST',
      path: '/zero-copy',
      headers: { 'Content-Type': 'application/octet-stream' },
      body,
      weight,
      expect: jsonWith({
        status: 'success',
        input_size: bytes,
        output_size: bytes,
        chunks: bytes / CHUNK_BYTES,
        checksum: crc32(body).toString(16).padStart(8, '0'),
      }),
    };
  });
}

const MADE = new Map<string, Uint8Array>();

function bodyOf(kibibytes: number, index: number): Uint8Array {
  const key = `${kibibytes} ${index}`;
  const body = MADE.get(key) ?? randomBytes(kibibytes * 1024, kibibytes + index);
  MADE.set(key, body);
  return body;
}

/** Uploads by size, and 60, 30 and 10 of every hundred of them. */
export function uploadScenarios(): readonly Scenario[] {
  return [
    uploadScenario('upload-1k', uploads(1)),
    uploadScenario('upload-16k', uploads(16)),
    uploadScenario('upload-256k', uploads(256)),
    uploadScenario('upload', [...uploads(1, 6), ...uploads(16, 3), ...uploads(256, 1)]),
  ];
}

function uploadScenario(name: string, requests: readonly RequestSpec[]): Scenario {
  return {
    name,
    endpoints: ['zero-copy'],
    source: { kind: 'fixed', requests },
    expect: jsonWith({ status: 'success' }),
    env: {},
    takesAnyEnv: true,
    connections: 32,
  };
}
