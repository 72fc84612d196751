import { ContractError, PAYLOAD_TOO_LARGE } from './errors.js';
import { settings } from './settings.js';

/** The body of a request that has none. */
export const NO_BYTES = Buffer.alloc(0);

/**
 * The whole body of a request, whatever its type. Over the limit it is a ContractError, and what is still to come is read
 * and thrown away, so that the answer arrives.
 *
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<{ bytes: Buffer, bytesCopied: number }>} `bytesCopied`: what joining the received pieces has copied
 */
export function readBody(request) {
  const limitBytes = settings.maxBodyBytes;
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) {
    return Promise.reject(new ContractError(PAYLOAD_TOO_LARGE));
  }
  return new Promise((resolve, reject) => {
    /** @type {Buffer[]} */
    const pieces = [];
    let receivedBytes = 0;
    request.on('data', (piece) => {
      receivedBytes += piece.length;
      if (receivedBytes <= limitBytes) pieces.push(piece);
      else reject(new ContractError(PAYLOAD_TOO_LARGE));
    });
    request.on('end', () => resolve(joined(pieces, receivedBytes)));
    request.on('error', reject);
  });
}

/**
 * @param {Buffer[]} pieces
 * @param {number} totalBytes
 */
function joined(pieces, totalBytes) {
  if (pieces.length <= 1) return { bytes: pieces[0] ?? NO_BYTES, bytesCopied: 0 };
  return { bytes: Buffer.concat(pieces, totalBytes), bytesCopied: totalBytes };
}
