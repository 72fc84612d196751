/** The endpoints of the contract, as `implements` of a target.json names them. */
export const ENDPOINT_NAMES = [
  'health',
  'plaintext',
  'json',
  'benchmark',
  'stats',
  'cached',
  'cache-stats',
  'memory-stats',
  'profiled',
  'profiler-stats',
  'zero-copy',
  'memory-efficiency',
  'files-process',
  'io-benchmark',
  'admin-reset',
] as const;
