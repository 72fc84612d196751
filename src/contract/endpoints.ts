import type { ContractRequest } from './client.js';

/** An endpoint of the contract, as the rules that hold for all of them see it. */
export interface ContractEndpoint {
  /** As in a target's `implements`. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** A path that it answers with success. */
  readonly path: string;
  /** Sent with it, where success needs a body. */
  readonly body?: string;
  /** Where the work itself takes longer than an answer usually may. */
  readonly timeoutMs?: number;
}

/** Hundreds of megabytes are walked: slow runtimes on busy machines need tens of seconds. */
export const BATCH_TIMEOUT_MS = 60_000;

/** In the order they are checked; a name that is not here has no rules. */
export const CONTRACT_ENDPOINTS: readonly ContractEndpoint[] = [
  { name: 'health', method: 'GET', path: '/health' },
  { name: 'plaintext', method: 'GET', path: '/plaintext' },
  { name: 'json', method: 'GET', path: '/json' },
  { name: 'benchmark', method: 'GET', path: '/benchmark' },
  { name: 'stats', method: 'GET', path: '/stats' },
  { name: 'cached', method: 'GET', path: '/cached/any-key' },
  { name: 'cache-stats', method: 'GET', path: '/cache/stats' },
  { name: 'memory-stats', method: 'GET', path: '/memory/stats' },
  { name: 'profiled', method: 'GET', path: '/profiled' },
  { name: 'profiler-stats', method: 'GET', path: '/profiler/stats' },
  { name: 'zero-copy', method: 'POST', path: '/zero-copy' },
  { name: 'memory-efficiency', method: 'GET', path: '/memory/efficiency', timeoutMs: BATCH_TIMEOUT_MS },
  { name: 'files-process', method: 'POST', path: '/files/process', body: '{"files":[]}' },
  { name: 'io-benchmark', method: 'GET', path: '/io-benchmark', timeoutMs: BATCH_TIMEOUT_MS },
  { name: 'admin-reset', method: 'POST', path: '/admin/reset' },
];

/** The request that this endpoint answers with success. */
export function successRequest({ method, path, body, timeoutMs }: ContractEndpoint): ContractRequest {
  return {
    method,
    path,
    ...(body !== undefined && { body: Buffer.from(body) }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}
