import type { Endpoint } from '../model/load-profile.js';
import type { RequestErrorKind } from '../model/recording.js';
import type { CheckedPart, ReceivedHeaders } from '../scenario/check.js';
import type { ConnectionErrorKind } from './failure.js';
import type { PreparedRequests } from './prepared-requests.js';
import type { Segment } from './segment.js';

/** What a pool of connections is opened with, as data. */
export interface PoolSettings {
  readonly endpoint: Endpoint;
  readonly connections: number;
  /** Places in the pool: more than `connections` where an open loop may open more. */
  readonly maxConnections: number;
  readonly pipelining: number;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  /** One response in so many is handed to `onSample`; each connection's first always is. */
  readonly bodySampleEvery: number;
  /** The connection is closed after so many answers and opened again; null: never by us. */
  readonly requestsPerConnection: number | null;
  /** Which of the generator's threads this is: counts and sequences are split so that nothing is sent twice. */
  readonly segment: Segment;
}

/** What an engine makes a pool of. */
export interface PoolOptions extends PoolSettings {
  readonly requests: PreparedRequests;
}

/** The connections to one target: kept open between slices, only loaded within them. */
export interface ConnectionPool {
  /** Places, of which more than `initialConnections` are open only after `openOneMore`. */
  readonly connections: number;
  readonly initialConnections: number;
  readonly pipelining: number;
  readonly timeoutMs: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** Fewest requests at once that a server takes on a connection, where that is less than `pipelining`; null: no less. */
  readonly streamLimit: number | null;
  /** Directs what happens from now on to another sink, restarts the sampling and brings closed connections back. */
  attach(sink: ResponseSink): void;
  /** Opens a connection beyond those there are, which tells its sink; false: there is no place for one. */
  openOneMore(): boolean;
  /** Opens what is closed or has unanswered requests; resolves when every connection is open or has failed once. */
  ensureOpen(): Promise<OpenResult>;
  /** Lets `ensureOpen` resolve now, with what is open; does nothing where it does not run. */
  stopOpening(): void;
  isOpen(connection: number): boolean;
  /** Queues a request by its number, see `PreparedRequests`; it leaves with `flush`, or at the end of the callback it was sent from. */
  send(connection: number, requestIndex: number, intendedNs: number): void;
  flush(connection: number): void;
  /** Gives back what is queued and may not leave yet. */
  takeBack(): void;
  /** Requests sent from `fromNs` to before `toNs` that have no outcome yet. */
  pendingSentWithin(fromNs: number, toNs: number): number;
  /** Ends all connections at once; pending requests get no outcome. */
  close(): void;
}

export interface OpenResult {
  readonly open: number;
  /** Connections that had been open before, were closed by the other side and are open again. */
  readonly reopened: number;
  readonly failures: readonly {
    readonly kind: ConnectionErrorKind;
    readonly message: string;
    readonly count: number;
  }[];
}

/**
 * What the engine tells the driver. The hot path: numbers only, no objects, no promises. `lane` is the request's place
 * in its connection's pipeline, so that connection x pipelining + lane is one in-flight position for ever.
 */
export interface ResponseSink {
  /** While true, a connection that is lost is opened again by itself. */
  readonly wantsConnections: boolean;
  /** What is kept of responses that are sampled. */
  readonly partChecked: CheckedPart;
  onOpen(connection: number, isReopened: boolean): void;
  onClose(connection: number): void;
  /** A queued request never left, because its connection was lost first: it is sent again later. */
  onUnsent(connection: number, requestIndex: number, intendedNs: number): void;
  onConnectFailure(connection: number, kind: ConnectionErrorKind, message: string): void;
  /** `mismatch`: the response was sampled and `onSample` found it wrong. */
  onResponse(
    connection: number,
    lane: number,
    requestIndex: number,
    status: number,
    bodyBytes: number,
    intendedNs: number,
    sentNs: number,
    receivedNs: number,
    mismatch: boolean,
  ): void;
  onFailure(
    connection: number,
    lane: number,
    kind: RequestErrorKind,
    message: string,
    intendedNs: number,
    sentNs: number,
    failedNs: number,
  ): void;
  /**
   * A sampled response; false: it is not what the scenario expects. The body, valid only until this returns, is empty
   * where only heads are looked at, and null where it was too long to be kept.
   */
  onSample(requestIndex: number, status: number, headers: ReceivedHeaders, body: Uint8Array | null): boolean;
}

/** Sends requests over connections: `socket`, `undici` and `http2` are those there are. */
export interface LoadEngine {
  createPool(options: PoolOptions): ConnectionPool;
}
