/** Types of frames (RFC 9113 section 6). */
export const FRAME = {
  data: 0,
  headers: 1,
  priority: 2,
  rstStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

/** Flags of frames; ACK is that of SETTINGS and PING, END_STREAM that of DATA and HEADERS. */
export const FLAG = { ack: 0x1, endStream: 0x1, endHeaders: 0x4, padded: 0x8, priority: 0x20 } as const;

/** Settings that matter to a client. */
export const SETTING = { enablePush: 2, maxConcurrentStreams: 3, initialWindowSize: 4 } as const;

export const FRAME_HEAD_BYTES = 9;
/** The longest payload as long as nobody has agreed to more. */
export const MOST_FRAME_BYTES = 16_384;
export const LARGEST_WINDOW = 2 ** 31 - 1;
export const FIRST_WINDOW = 65_535;

const ERROR_NAMES = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
];

/** Error codes that we send or that mean something to us. */
export const ERROR_CODE = { none: 0, protocol: 1, cancel: 8 } as const;

export function errorName(code: number): string {
  return ERROR_NAMES[code] ?? `error ${code}`;
}

/** One frame; the payload is copied. */
export function frame(type: number, flags: number, streamId: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_HEAD_BYTES + payload.length);
  writeFrameHead(bytes, 0, { type, flags, streamId, length: payload.length });
  bytes.set(payload, FRAME_HEAD_BYTES);
  return bytes;
}

export function writeFrameHead(
  bytes: Buffer,
  offset: number,
  { type, flags, streamId, length }: Readonly<Record<'type' | 'flags' | 'streamId' | 'length', number>>,
): void {
  bytes.writeUIntBE(length, offset, 3);
  bytes[offset + 3] = type;
  bytes[offset + 4] = flags;
  bytes.writeUInt32BE(streamId, offset + 5);
}

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** What a client says first: windows so large that no download waits for us, and no pushed answers. */
export function preface(): Buffer {
  return Buffer.concat([
    Buffer.from(PREFACE, 'latin1'),
    frame(
      FRAME.settings,
      0,
      0,
      Buffer.concat([setting(SETTING.enablePush, 0), setting(SETTING.initialWindowSize, LARGEST_WINDOW)]),
    ),
    windowUpdate(0, LARGEST_WINDOW - FIRST_WINDOW),
  ]);
}

function setting(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUInt16BE(id, 0);
  bytes.writeUInt32BE(value, 2);
  return bytes;
}

export function windowUpdate(streamId: number, increment: number): Buffer {
  return frame(FRAME.windowUpdate, 0, streamId, uint32(increment));
}

export function rstStream(streamId: number, code: number): Buffer {
  return frame(FRAME.rstStream, 0, streamId, uint32(code));
}

/** We never let the server open streams: the last of its own is 0. */
export function goaway(code: number): Buffer {
  return frame(FRAME.goaway, 0, 0, Buffer.concat([uint32(0), uint32(code)]));
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
