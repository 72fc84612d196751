import type { DataColumn } from '../model/request-source.js';

/** Puts values side by side into memory that threads share, so that data are there once however many threads there are. */
export function sharedColumn(values: readonly Uint8Array[]): DataColumn {
  const total = values.reduce((sum, value) => sum + value.byteLength, 0);
  const bytes = new Uint8Array(new SharedArrayBuffer(total));
  const offsets = new Uint32Array(new SharedArrayBuffer(4 * (values.length + 1)));
  let at = 0;
  for (const [index, value] of values.entries()) {
    bytes.set(value, at);
    at += value.byteLength;
    offsets[index + 1] = at;
  }
  return { bytes, offsets };
}
