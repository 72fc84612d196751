import { readProcFile } from './proc-file.js';

/** How many files and sockets this process may have open, or null where the system does not tell. */
export function openFileLimit(): number | null {
  const limit = /^Max open files\s+(\d+)/m.exec(readProcFile('/proc/self/limits') ?? '')?.[1];
  return limit === undefined ? null : Number(limit);
}
