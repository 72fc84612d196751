/** The longest wait between two attempts to open a connection. */
export const MAX_BACKOFF_MS = 1000;

export type EngineName = 'socket' | 'undici' | 'http2';

/** What every way of loading has in common: the connections, and how long is waited for what. */
interface ProfileBase {
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
  /** A connection is closed after so many answers and opened again; null: kept as long as the server keeps it. */
  readonly requestsPerConnection: number | null;
}

/** How many requests are kept in flight: the closed loop, in which every answer is followed by the next request. */
export interface ClosedLoadProfile extends ProfileBase {
  readonly kind: 'closed';
  /** Pause between an answer and the next request of its lane, drawn evenly between the two; null: none. */
  readonly think: { readonly minMs: number; readonly maxMs: number } | null;
}

/** How many requests arrive in a second, whatever the server does: the open loop. */
export interface OpenLoadProfile extends ProfileBase {
  readonly kind: 'open';
  /** Connections that may be opened in all when arrivals find none free; at least `connections`. */
  readonly maxConnections: number;
  readonly arrivals: ArrivalPlan;
  /**
   * Of what the slowest target of a comparison does in a closed loop: its rate is known when all of them are warm, and
   * until then `arrivals` has no stages. Absent: the rate is that of the stages.
   */
  readonly share?: number;
}

export type LoadProfile = ClosedLoadProfile | OpenLoadProfile;

/** How much an open loop of a comparison sends: a share of what the slowest target does in a closed one, or a rate. */
export type OfferedLoad = { readonly share: number } | { readonly ratePerSec: number };

/** What a comparison is measured in; `both` keeps them apart, each in slices of its own. */
export type Loops =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open' | 'both'; readonly loads: readonly OfferedLoad[]; readonly spacing: ArrivalSpacing };

/** Whether the same open connections do for both, whenever requests are sent on them. */
export function shareConnections(one: LoadProfile, other: LoadProfile): boolean {
  return (
    one.connections === other.connections &&
    one.pipelining === other.pipelining &&
    one.threads === other.threads &&
    one.engine === other.engine &&
    one.timeoutMs === other.timeoutMs &&
    one.requestsPerConnection === other.requestsPerConnection &&
    mostConnections(one) === mostConnections(other)
  );
}

/** As many as there may ever be. */
export function mostConnections(profile: LoadProfile): number {
  return profile.kind === 'open' ? profile.maxConnections : profile.connections;
}

export const ARRIVAL_SPACINGS = ['even', 'poisson'] as const;
export type ArrivalSpacing = (typeof ARRIVAL_SPACINGS)[number];

/** When requests arrive: stages one after the other, the last of which goes on at its end's rate. */
export interface ArrivalPlan {
  readonly spacing: ArrivalSpacing;
  readonly stages: readonly RateStage[];
  /** Of the gaps between `poisson` arrivals. */
  readonly seed: number;
}

/** A rate that goes evenly from one value to another; equal for a constant one. */
export interface RateStage {
  readonly fromPerSec: number;
  readonly toPerSec: number;
  readonly durationMs: number;
}

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
  /** Null for plain connections, and for a `https` endpoint with nothing but node's defaults. */
  readonly tls: TlsOptions | null;
}

/** What is asked of a TLS connection beyond node's defaults. */
export interface TlsOptions {
  /** Name sent as SNI and looked for in the certificate; null: the host of the URL. */
  readonly serverName: string | null;
  /** Authorities in PEM that are trusted beside the system's; null: none. */
  readonly ca: string | null;
  /** Client certificate and key in PEM. */
  readonly cert: string | null;
  readonly key: string | null;
  /** False with `--insecure`: any certificate is accepted. */
  readonly verify: boolean;
}
