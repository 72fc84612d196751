// What one process remembers of its requests, for targets that keep it in modules.
import { Profiler } from './profiler.js';
import { ResponseCache } from './response-cache.js';
import { RequestStats } from './stats.js';

export const stats = new RequestStats();
export const cache = new ResponseCache();
export const profiler = new Profiler();

/** POST /admin/reset */
export function resetWorkload() {
  stats.reset();
  cache.reset();
  profiler.reset();
}
