import { BENCHMARK_RULES } from './benchmark-rules.js';
import { BODY_RULES } from './body-rules.js';
import { CACHED_RULES } from './cache-rules.js';
import { CACHE_STATS_RULES } from './cache-stats-rules.js';
import { COMMON_RULES } from './common-rules.js';
import { EFFICIENCY_RULES } from './efficiency-rules.js';
import { FILE_SAFETY_RULES } from './file-safety-rules.js';
import { FILES_RULES } from './files-rules.js';
import { HELLO_RULES } from './hello-rules.js';
import { IO_BENCHMARK_RULES } from './io-benchmark-rules.js';
import { MEMORY_RULES } from './memory-rules.js';
import { PROFILER_RULES } from './profiler-rules.js';
import { RESET_RULES } from './reset-rules.js';
import { ROUTING_RULES } from './routing-rules.js';
import type { Rule } from './rule.js';
import { STATS_RULES } from './stats-rules.js';
import { ZERO_COPY_RULES } from './zero-copy-rules.js';

// A new group of endpoints is one file of rules, one line here and its names in endpoints.ts.

/** Every rule, in the order in which they are checked. */
export const RULES: readonly Rule[] = [
  ...COMMON_RULES,
  ...HELLO_RULES,
  ...BENCHMARK_RULES,
  ...STATS_RULES,
  ...CACHED_RULES,
  ...CACHE_STATS_RULES,
  ...MEMORY_RULES,
  ...PROFILER_RULES,
  ...ZERO_COPY_RULES,
  ...FILES_RULES,
  ...FILE_SAFETY_RULES,
  ...EFFICIENCY_RULES,
  ...IO_BENCHMARK_RULES,
  ...RESET_RULES,
  ...BODY_RULES,
  ...ROUTING_RULES,
];
