export type EngineName = 'socket' | 'undici';

/** How many requests are kept in flight: the closed loop, in which every answer is followed by the next request. */
export interface ClosedLoadProfile {
  readonly kind: 'closed';
  readonly name: string;
  readonly connections: number;
  /** Requests in flight on one connection. */
  readonly pipelining: number;
  readonly threads: number;
  readonly engine: EngineName;
  /** An answer later than this has failed; it stays in the latency histogram at no less than this. */
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  /** One response in so many has its body checked; the first of a connection in a slice always is. */
  readonly bodySampleEvery: number;
}

/** A union from the start: the open loop (`kind: 'open'`) joins it without touching its users. */
export type LoadProfile = ClosedLoadProfile;

/** Where requests go, resolved once: DNS is not part of any latency. */
export interface Endpoint {
  readonly protocol: 'http' | 'https';
  /** Address or name to connect to; ignored for a unix socket. */
  readonly host: string;
  readonly port: number;
  /** Absolute path of a unix socket, or null for TCP. */
  readonly socketPath: string | null;
  /** Value of the Host header. */
  readonly authority: string;
}
