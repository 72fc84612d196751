import { closeSync, openSync, readFileSync, readlinkSync, readSync } from 'node:fs';

const buffer = Buffer.alloc(4096);

/** A file of /proc as text, or null where it is absent, gone or not ours to read. */
export function readProcFile(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}

/** Where a link of /proc leads, or null where it is absent, gone or not ours to read. */
export function readProcLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

/** Opens a short file of /proc to be read again and again; null where that is impossible. */
export function openProcFile(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}

/** The first 4 KiB of an open file of /proc as it is now; null once the process is gone. */
export function rereadProcFile(fd: number): string | null {
  try {
    return buffer.toString('latin1', 0, readSync(fd, buffer, 0, buffer.length, 0));
  } catch {
    return null;
  }
}

/** Closes what openProcFile opened. */
export function closeProcFile(fd: number | null): void {
  if (fd !== null) closeSync(fd);
}
