/** Load generators whose results can be read. */
export const IMPORT_TOOLS = [
  'wrk',
  'wrk2',
  'autocannon',
  'oha',
  'k6',
  'vegeta',
  'bombardier',
  'h2load',
  'hey',
  'ab',
] as const;
export type ImportTool = (typeof IMPORT_TOOLS)[number];

/** What another load generator says of how it loaded a server; null where it does not. */
export interface ImportedLoad {
  /** Whether requests waited for answers, or came at a rate whatever the server did. */
  readonly kind: 'closed' | 'open';
  readonly connections: number | null;
  /** Requests in flight on one connection. */
  readonly pipelining: number | null;
  /** Sent per second, of an open loop. */
  readonly ratePerSec: number | null;
  /** Of k6, each of which has connections of its own. */
  readonly virtualUsers: number | null;
}
