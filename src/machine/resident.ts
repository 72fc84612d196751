import { readProcFile } from './proc-file.js';

/** Memory that a process holds now, from /proc; null where it is gone or there is no /proc. */
export function residentBytes(pid: number): number | null {
  const kilobytes = /^VmRSS:\s*(\d+) kB$/m.exec(readProcFile(`/proc/${pid}/status`) ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
