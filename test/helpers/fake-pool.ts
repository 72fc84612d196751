import type { ConnectionPool, OpenResult, ResponseSink } from '../../src/load/engine.js';
import { NULL_SINK } from '../../src/load/null-sink.js';
import type { RequestErrorKind } from '../../src/model/recording.js';

interface Outstanding {
  readonly connection: number;
  readonly lane: number;
  readonly intendedNs: number;
  readonly sentNs: number;
}

/** Connections that answer when the test says so, on a clock that the test sets. */
export class FakePool implements ConnectionPool {
  readonly timeoutMs = 2000;
  readonly bytesRead = 0;
  readonly bytesWritten = 0;
  readonly streamLimit = null;
  readonly connections: number;
  readonly initialConnections: number;
  readonly pipelining: number;
  readonly closed = new Set<number>();
  clockNs: number;
  sent = 0;
  #sink: ResponseSink = NULL_SINK;
  #outstanding: Outstanding[] = [];

  /** Connections beyond the first that were asked for, in their order. */
  readonly askedFor: number[] = [];

  constructor(connections: number, pipelining: number, clockNs: number, maxConnections = connections) {
    this.connections = maxConnections;
    this.initialConnections = connections;
    for (let later = connections; later < maxConnections; later += 1) this.closed.add(later);
    this.pipelining = pipelining;
    this.clockNs = clockNs;
  }

  get opened(): OpenResult {
    return { open: this.connections - this.closed.size, reopened: 0, failures: [] };
  }

  get inFlight(): number {
    return this.#outstanding.length;
  }

  attach(sink: ResponseSink): void {
    this.#sink = sink;
  }

  async ensureOpen(): Promise<OpenResult> {
    return this.opened;
  }

  stopOpening(): void {}

  openOneMore(): boolean {
    const connection = this.initialConnections + this.askedFor.length;
    if (connection === this.connections) return false;
    this.askedFor.push(connection);
    return true;
  }

  isOpen(connection: number): boolean {
    return !this.closed.has(connection);
  }

  send(connection: number, _requestIndex: number, intendedNs: number): void {
    const used = this.#outstanding.filter((one) => one.connection === connection).map((one) => one.lane);
    const lane = Array.from({ length: this.pipelining }, (_, index) => index).find((index) => !used.includes(index));
    if (lane === undefined) throw new Error(`connection ${connection} is full`);
    this.#outstanding.push({ connection, lane, intendedNs, sentNs: this.clockNs });
    this.sent += 1;
  }

  flush(): void {}

  takeBack(): void {}

  pendingSentWithin(fromNs: number, toNs: number): number {
    return this.#outstanding.filter((one) => one.sentNs >= fromNs && one.sentNs < toNs).length;
  }

  close(): void {}

  /** The oldest request of a connection is answered at this time. */
  answer(connection: number, atNs: number, status = 200): void {
    const { lane, intendedNs, sentNs } = this.#take(connection, atNs);
    this.#sink.onResponse(connection, lane, 0, status, 10, intendedNs, sentNs, atNs, false);
  }

  /** The connection is lost with its oldest request. */
  fail(connection: number, atNs: number, kind: RequestErrorKind): void {
    const { lane, intendedNs, sentNs } = this.#take(connection, atNs);
    this.closed.add(connection);
    this.#sink.onClose(connection);
    this.#sink.onFailure(connection, lane, kind, `a ${kind} failure`, intendedNs, sentNs, atNs);
  }

  reopen(connection: number): void {
    this.closed.delete(connection);
    this.#sink.onOpen(connection, true);
  }

  /** A connection that was asked for is open. */
  openLater(connection: number): void {
    this.closed.delete(connection);
    this.#sink.onOpen(connection, false);
  }

  /** When the requests in flight were due, in the order they were sent, with their connections. */
  get outstanding(): (readonly [connection: number, intendedNs: number])[] {
    return this.#outstanding.map(({ connection, intendedNs }) => [connection, intendedNs] as const);
  }

  /** The newest request of a connection turns out never to have left. */
  unsend(connection: number): void {
    const index = this.#outstanding.findLastIndex((one) => one.connection === connection);
    const [one] = this.#outstanding.splice(index, 1);
    if (one === undefined || index < 0) throw new Error(`nothing is in flight on connection ${connection}`);
    this.#sink.onUnsent(connection, 0, one.intendedNs);
  }

  #take(connection: number, atNs: number): Outstanding {
    this.clockNs = atNs;
    const index = this.#outstanding.findIndex((one) => one.connection === connection);
    const [one] = this.#outstanding.splice(index, 1);
    if (one === undefined || index < 0) throw new Error(`nothing is in flight on connection ${connection}`);
    return one;
  }
}
