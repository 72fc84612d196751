import { MAX_BACKOFF_MS } from '../model/load-profile.js';

/** A connection that could not be opened: an attempt, not a request. */
export type ConnectionErrorKind = 'connect' | 'tls';

/** What to do where connections come faster than the system forgets them. */
export const PORTS_HINT =
  'closed connections hold theirs for a minute: fewer new ones with --reconnect-every, or more ports with sysctl net.ipv4.ip_local_port_range';

/** One line for the user from whatever a socket or client reported. */
export function failureMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  // One error for all addresses of a name has no message of its own.
  if (error instanceof AggregateError && error.message === '') return failureMessage(error.errors[0] ?? code);
  if (code === undefined) return error.message;
  if (code === 'EMFILE' || code === 'ENFILE') return `${code}: no file descriptor is free (see ulimit -n)`;
  if (code === 'EADDRNOTAVAIL') return `EADDRNOTAVAIL: no local port is free (${PORTS_HINT})`;
  return error.message.includes(code) ? error.message : `${code}: ${error.message}`;
}

/** Milliseconds to wait before the next attempt after so many failed in a row: at once, then 10 ms doubling to 1 s. */
export function backoffMs(failuresInARow: number): number {
  return failuresInARow === 0 ? 0 : Math.min(MAX_BACKOFF_MS, 10 * 2 ** Math.min(failuresInARow - 1, 10));
}
