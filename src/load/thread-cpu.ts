import { readFileSync, readlinkSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { nowNs } from './clock.js';

/** CPU time and share of busy time of the calling thread over one slice. */
export class ThreadCpu {
  readonly #schedstat = schedstatOfThisThread();
  #startCpuNs: number | null = null;
  #startNs = 0;
  #startLoop = performance.eventLoopUtilization();

  start(): void {
    this.#startCpuNs = this.#read();
    this.#startNs = nowNs();
    this.#startLoop = performance.eventLoopUtilization();
  }

  /**
   * `busy`: the larger of CPU time and event loop time over wall time. The loop also counts time spent preempted; `spunNs`
   * of both went by in waiting without sleep.
   */
  stop(spunNs: number): { cpuNs: number; busy: number } {
    const wallNs = nowNs() - this.#startNs;
    const loop = performance.eventLoopUtilization(this.#startLoop).utilization;
    const endCpuNs = this.#read();
    const cpuNs = endCpuNs === null || this.#startCpuNs === null ? loop * wallNs : endCpuNs - this.#startCpuNs;
    return { cpuNs, busy: Math.min(1, Math.max(0, loop - spunNs / wallNs, (cpuNs - spunNs) / wallNs)) };
  }

  // First field: nanoseconds on a CPU, exact where /proc/*/stat counts in ticks of 10 ms.
  #read(): number | null {
    if (this.#schedstat === null) return null;
    return Number.parseInt(readFileSync(this.#schedstat, 'latin1'), 10);
  }
}

function schedstatOfThisThread(): string | null {
  try {
    const path = `/proc/${readlinkSync('/proc/thread-self')}/schedstat`;
    readFileSync(path);
    return path;
  } catch {
    return null;
  }
}
