// POST /zero-copy: a checksum over the body where it lies.
import { checksumInViews } from './checksum.js';

/**
 * @param {Uint8Array} bytes the body
 * @param {number} bytesCopied by whoever read it
 */
export function describeUpload(bytes, bytesCopied) {
  const startedMs = performance.now();
  const { crc, chunks } = checksumInViews(bytes);
  return {
    status: 'success',
    input_size: bytes.length,
    output_size: bytes.length,
    chunks,
    checksum: crc.toString(16).padStart(8, '0'),
    bytes_copied: bytesCopied,
    zero_copy: bytesCopied === 0,
    processing_time_us: Math.round((performance.now() - startedMs) * 1000),
  };
}
