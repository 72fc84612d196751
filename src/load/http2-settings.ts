import { FLAG, SETTING } from './http2-frames.js';

/** What a SETTINGS frame of the server asks of a client; null: nothing is said of it. */
export interface ServerSettings {
  readonly streamLimit: number | null;
  readonly firstWindow: number | null;
}

/** Reads a SETTINGS frame: null is the acknowledgement of ours, a string what is wrong. */
export function readSettings(flags: number, streamId: number, payload: Buffer): ServerSettings | string | null {
  if (streamId !== 0 || payload.length % 6 !== 0) return 'invalid SETTINGS';
  if ((flags & FLAG.ack) !== 0) return payload.length === 0 ? null : 'invalid SETTINGS';
  let streamLimit: number | null = null;
  let firstWindow: number | null = null;
  for (let pos = 0; pos < payload.length; pos += 6) {
    const id = payload.readUInt16BE(pos);
    const value = payload.readUInt32BE(pos + 2);
    if (id === SETTING.maxConcurrentStreams) streamLimit = value;
    else if (id === SETTING.initialWindowSize) firstWindow = value;
    else if (id === SETTING.enablePush && value !== 0) return 'SETTINGS that let us push';
  }
  return { streamLimit, firstWindow };
}

/** Reads a GOAWAY frame; null: it is none. */
export function readGoaway(
  streamId: number,
  payload: Buffer,
): { readonly lastStreamId: number; readonly code: number } | null {
  if (streamId !== 0 || payload.length < 8) return null;
  return { lastStreamId: payload.readUInt32BE(0) & 0x7fffffff, code: payload.readUInt32BE(4) };
}

/** The one number of an RST_STREAM or WINDOW_UPDATE frame; null: it has another length. */
export function readUint32(payload: Buffer): number | null {
  return payload.length === 4 ? payload.readUInt32BE(0) : null;
}
