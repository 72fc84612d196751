import { ContractError, PAYLOAD_TOO_LARGE } from './errors.js';
import { settings } from './settings.js';

/**
 * As readBody, for servers that speak in the web's Request. A body of known length is read by the server's own means.
 *
 * @param {Request} request
 * @returns {Promise<{ bytes: Uint8Array, bytesCopied: number }>} `bytesCopied`: what joining the received pieces has copied
 */
export async function readWebBody(request) {
  const length = request.headers.get('content-length');
  if (Number(length) > settings.maxBodyBytes) throw new ContractError(PAYLOAD_TOO_LARGE);
  if (length !== null) return { bytes: new Uint8Array(await request.arrayBuffer()), bytesCopied: 0 };

  /** @type {Uint8Array[]} */
  const pieces = [];
  let receivedBytes = 0;
  for await (const piece of request.body ?? []) {
    receivedBytes += piece.length;
    if (receivedBytes > settings.maxBodyBytes) throw new ContractError(PAYLOAD_TOO_LARGE);
    pieces.push(piece);
  }
  if (pieces.length === 1) return { bytes: pieces[0], bytesCopied: 0 };
  return { bytes: Buffer.concat(pieces, receivedBytes), bytesCopied: receivedBytes };
}
