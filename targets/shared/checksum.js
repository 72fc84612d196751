// The walk over bytes behind POST /zero-copy and GET /memory/efficiency.
import { crc32 } from 'node:zlib';

const VIEW_BYTES = 1024;

/**
 * CRC-32 of all bytes, taken in views of 1024 that share the buffer's memory.
 *
 * @param {Uint8Array} bytes
 * @returns {{ crc: number, chunks: number }}
 */
export function checksumInViews(bytes) {
  let crc = 0;
  let chunks = 0;
  for (let at = 0; at < bytes.length; at += VIEW_BYTES) {
    crc = crc32(bytes.subarray(at, at + VIEW_BYTES), crc);
    chunks++;
  }
  return { crc, chunks };
}
