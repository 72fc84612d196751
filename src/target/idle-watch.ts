import type { ProcessTree } from '../machine/process-tree.js';

const WINDOW_MS = 500;
const IDLE_WINDOWS = 4;
const IDLE_CORES = 0.05;

/** Tells whether a process tree has done next to nothing for two seconds, so that waiting longer is pointless. */
export function createIdleWatch(tree: Pick<ProcessTree, 'cpuNs'>): { isIdle(): boolean } {
  let idleWindows = 0;
  let windowStartMs = performance.now();
  let windowStartNs = tree.cpuNs();
  return {
    isIdle() {
      const elapsedMs = performance.now() - windowStartMs;
      if (elapsedMs >= WINDOW_MS) {
        const cpuNs = tree.cpuNs();
        // No CPU at all since its start: nobody counts it here.
        const isIdle = cpuNs > 0 && (cpuNs - windowStartNs) / 1e6 < IDLE_CORES * elapsedMs;
        idleWindows = isIdle ? idleWindows + 1 : 0;
        windowStartMs += elapsedMs;
        windowStartNs = cpuNs;
      }
      return idleWindows >= IDLE_WINDOWS;
    },
  };
}
