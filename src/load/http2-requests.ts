import type { Endpoint } from '../model/load-profile.js';
import type { RequestSpec } from '../model/scenario.js';
import { http2Fields } from '../scenario/http2-fields.js';
import { encodeFields } from './hpack-encoder.js';
import { FLAG, FRAME, FRAME_HEAD_BYTES, frame, MOST_FRAME_BYTES } from './http2-frames.js';

/** One request as frames, whose stream is filled in when they are sent. */
export interface Http2Request {
  /** HEADERS, and CONTINUATION where one frame does not hold them. */
  readonly head: Buffer;
  /** Where in it the number of the stream is to stand. */
  readonly streamIdAt: readonly number[];
  readonly body: Uint8Array | null;
  readonly isHead: boolean;
}

/** Builds a request once; it means the same on every connection. */
export function http2Request(request: RequestSpec, endpoint: Endpoint): Http2Request {
  const block = encodeFields(http2Fields(request, endpoint));
  const body = request.body === null || request.body.byteLength === 0 ? null : request.body;
  const parts: Buffer[] = [];
  const streamIdAt: number[] = [];
  for (let pos = 0; pos < block.length; pos += MOST_FRAME_BYTES) {
    const isLast = pos + MOST_FRAME_BYTES >= block.length;
    const flags = (isLast ? FLAG.endHeaders : 0) | (pos === 0 && body === null ? FLAG.endStream : 0);
    streamIdAt.push(pos + parts.length * FRAME_HEAD_BYTES + 5);
    const type = pos === 0 ? FRAME.headers : FRAME.continuation;
    parts.push(frame(type, flags, 0, block.subarray(pos, pos + MOST_FRAME_BYTES)));
  }
  return { head: Buffer.concat(parts), streamIdAt, body, isHead: request.method === 'HEAD' };
}
