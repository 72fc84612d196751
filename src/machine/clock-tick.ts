import { execFileSync } from 'node:child_process';

let cachedTickNs: number | null = null;

/** Length of the kernel's clock tick as /proc counts it, in nanoseconds: 10 ms on every common Linux. */
export function clockTickNs(): number {
  cachedTickNs ??= 1e9 / readTicksPerSec();
  return cachedTickNs;
}

function readTicksPerSec(): number {
  try {
    const ticksPerSec = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8', timeout: 5000 }));
    return ticksPerSec > 0 ? ticksPerSec : 100;
  } catch {
    return 100;
  }
}
