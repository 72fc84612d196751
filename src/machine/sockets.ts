import { readProcFile } from './proc-file.js';

/** Connections whose ports the kernel keeps for a minute after their end; null where there is no /proc. */
export function closedSocketsHeld(): number | null {
  const text = readProcFile('/proc/net/sockstat');
  return text === null ? null : parseSockstat(text);
}

/** `tw` of the line for TCP, or null where there is none. */
export function parseSockstat(text: string): number | null {
  const held = /^TCP:.* tw (\d+)/m.exec(text)?.[1];
  return held === undefined ? null : Number(held);
}
