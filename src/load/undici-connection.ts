import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { CheckedPart } from '../scenario/check.js';
import { AnswerSampler } from './answer-sampler.js';
import { nowNs } from './clock.js';
import type { Connector } from './connect.js';
import type { PooledConnection, PoolState } from './connection-pool.js';
import { failureMessage } from './failure.js';
import type { ConnectFailure } from './open-attempts.js';
import { Reconnector } from './reconnector.js';
import { UndiciLane } from './undici-lane.js';

const NEVER_MS = 2 ** 31 - 1;

export interface UndiciPoolState extends PoolState {
  readonly connector: Connector;
  /** What undici's `dispatch` is called with for a request. */
  readonly dispatch: (requestIndex: number) => Dispatcher.DispatchOptions;
}

/**
 * One place in the pool: an undici client over a socket that we connect ourselves, so that connecting is not part of
 * any latency and bytes can be counted. The client never connects a second time: what it then still has queued was
 * lost with its socket, or never left.
 */
export class UndiciConnection implements PooledConnection {
  readonly index: number;
  readonly #pool: UndiciPoolState;
  #lanes: UndiciLane[];
  readonly #reconnector: Reconnector;
  readonly #sampler: AnswerSampler;
  #client: Client | null = null;
  #socket: Socket | null = null;
  #isOpen = false;
  #wasOpen = false;
  #attempt = 0;
  #answers = 0;
  /** Requests that may still go out on this socket before we close it ourselves. */
  #sendsLeft = 0;
  readonly #requestsPerConnection: number;
  /** The socket of an attempt under way. */
  #connecting: Socket | null = null;
  #bytesRead = 0;
  #bytesWritten = 0;
  /** Why we ended the connection ourselves; null while the other side has to be asked. */
  #ownFailure: { readonly kind: 'timeout'; readonly message: string } | null = null;
  #failedLanes = 0;

  constructor(index: number, pool: UndiciPoolState) {
    this.index = index;
    this.#pool = pool;
    this.#requestsPerConnection = pool.options.requestsPerConnection ?? Number.POSITIVE_INFINITY;
    this.#reconnector = new Reconnector(this, () => pool.sink);
    this.#sampler = new AnswerSampler(pool);
    this.#lanes = this.#createLanes();
  }

  #createLanes(): UndiciLane[] {
    return Array.from({ length: this.#pool.options.pipelining }, (_, lane) => new UndiciLane(lane, this));
  }

  get isOpen(): boolean {
    return this.#isOpen && this.#sendsLeft > 0;
  }

  get wasOpen(): boolean {
    return this.#wasOpen;
  }

  discardPending(): void {
    if (this.#lanes.every((lane) => lane.isFree)) return;
    for (const lane of this.#lanes) lane.isAbandoned = true;
    this.#lanes = this.#createLanes();
    this.#giveUp();
    // Our doing: what is opened in its place does not count as reopened.
    this.#wasOpen = false;
  }

  reconnect(): void {
    this.#reconnector.schedule();
  }

  open(): Promise<ConnectFailure | null> {
    this.#reconnector.cancel();
    return new Promise((resolve) => this.connect(resolve));
  }

  connect(done: (failure: ConnectFailure | null) => void): void {
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#connecting?.destroy();
    const socket = this.#pool.connector.open(this.#pool.options.connectTimeoutMs, (failure) => {
      if (this.#connecting === socket) this.#connecting = null;
      if (attempt !== this.#attempt) {
        done(failure ?? { kind: 'connect', message: 'given up for another attempt' });
      } else if (failure !== null) {
        this.#reconnector.onFruitless();
        done(failure);
      } else {
        done(null);
        this.#onConnect(socket);
      }
    });
    this.#connecting = socket;
  }

  #onConnect(socket: Socket): void {
    const isReopened = this.#wasOpen;
    this.#socket = socket;
    this.#client = this.#createClient(socket);
    this.#bytesRead = 0;
    this.#bytesWritten = 0;
    this.#answers = 0;
    this.#sendsLeft = this.#requestsPerConnection;
    this.#failedLanes = 0;
    this.#sampler.restart();
    this.#ownFailure = null;
    this.#isOpen = true;
    this.#wasOpen = true;
    socket.once('end', () => this.#onLost(socket));
    socket.once('close', () => this.#onLost(socket));
    this.#pool.sink.onOpen(this.index, isReopened);
  }

  #createClient(socket: Socket): Client {
    const { endpoint, pipelining } = this.#pool.options;
    let isTaken = false;
    // Until undici takes the socket nobody else reads it, and an end that nobody reads is not seen.
    const onUnasked = (): void => void socket.destroy();
    socket.once('readable', onUnasked);
    return new Client(`${endpoint.protocol}://${endpoint.authority}`, {
      pipelining,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: NEVER_MS,
      keepAliveMaxTimeout: NEVER_MS,
      connect: (_options, callback) => {
        if (isTaken || socket.destroyed) {
          callback(new Error('the connection was closed'), null);
        } else {
          isTaken = true;
          socket.off('readable', onUnasked);
          // Called back at once, undici would still be busy with the call and not look at its queue again.
          queueMicrotask(() => callback(null, socket));
        }
      },
    });
  }

  send(requestIndex: number, intendedNs: number): void {
    const lane = this.#lanes.find((candidate) => candidate.isFree);
    if (lane === undefined || this.#client === null) throw new Error('send on a connection that is full or closed');
    lane.begin(requestIndex, intendedNs);
    this.#sendsLeft -= 1;
    this.#client.dispatch(this.#pool.dispatch(requestIndex), lane);
  }

  flush(): void {}

  takeBack(): void {}

  restartSampling(): void {
    this.#sampler.restart();
  }

  partWanted(): CheckedPart {
    return this.#sampler.partWanted();
  }

  /** The answer on a lane says that its connection ends with it. */
  onLastAnswer(): void {
    this.#isOpen = false;
  }

  onAnswer(lane: UndiciLane): void {
    const { sink } = this.#pool;
    const receivedNs = nowNs();
    const { requestIndex, intendedNs, sentNs, status, bodyBytes } = lane;
    this.#answers += 1;
    this.#reconnector.onAnswer();
    this.#countBytes();
    const sample = lane.takeSample();
    const mismatch = sample !== null && !sink.onSample(requestIndex, status, sample.headers, sample.body);
    lane.free();
    if (this.#answers === this.#requestsPerConnection) {
      this.#isOpen = false;
      this.#socket?.destroy();
    }
    sink.onResponse(this.index, lane.index, requestIndex, status, bodyBytes, intendedNs, sentNs, receivedNs, mismatch);
  }

  onLaneError(lane: UndiciLane, error: Error): void {
    const { sink } = this.#pool;
    const { requestIndex, intendedNs, sentNs, hasStarted } = lane;
    lane.free();
    this.#isOpen = false;
    if (!hasStarted) {
      if (isRefusal(error)) {
        // undici will not send such a request: the connection goes as well, so that the next attempt waits its turn.
        this.#socket?.destroy();
        sink.onFailure(this.index, lane.index, 'write', failureMessage(error), intendedNs, sentNs, nowNs());
      } else {
        sink.onUnsent(this.index, requestIndex, intendedNs);
      }
      return;
    }
    // Lanes fail in the order of their requests: the first has the cause, the others went down with the connection.
    const isFirst = this.#failedLanes === 0;
    this.#failedLanes += 1;
    const own = this.#ownFailure;
    const kind = isFirst ? (own?.kind ?? requestFailureKind(error)) : 'read';
    const message = own?.message ?? failureMessage(error);
    sink.onFailure(this.index, lane.index, kind, message, intendedNs, sentNs, nowNs());
  }

  #onLost(socket: Socket): void {
    if (this.#socket !== socket) return;
    this.#countBytes();
    this.#isOpen = false;
    if (this.#answers === 0) this.#reconnector.onFruitless();
    const client = this.#client;
    // undici gives the head of its pipeline its error first; only then may the rest go.
    setImmediate(() => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#client = null;
      socket.destroy();
      client?.destroy(new Error('closed before an answer')).then(
        () => this.#afterLoss(),
        () => this.#afterLoss(),
      );
    });
  }

  #afterLoss(): void {
    this.#pool.sink.onClose(this.index);
    this.#reconnector.schedule();
  }

  checkTimeout(): void {
    const { timeoutMs } = this.#pool.options;
    const oldestNs = nowNs() - timeoutMs * 1e6;
    if (this.#ownFailure !== null || !this.#lanes.some((lane) => !lane.isFree && lane.sentNs <= oldestNs)) return;
    this.#ownFailure = { kind: 'timeout', message: `no answer within ${timeoutMs} ms` };
    this.#isOpen = false;
    this.#socket?.destroy();
  }

  pendingSentWithin(fromNs: number, toNs: number): number {
    return this.#lanes.filter((lane) => !lane.isFree && lane.sentNs >= fromNs && lane.sentNs < toNs).length;
  }

  #countBytes(): void {
    const socket = this.#socket;
    if (socket === null) return;
    this.#pool.bytesRead += socket.bytesRead - this.#bytesRead;
    this.#pool.bytesWritten += socket.bytesWritten - this.#bytesWritten;
    this.#bytesRead = socket.bytesRead;
    this.#bytesWritten = socket.bytesWritten;
  }

  shutDown(): void {
    this.#reconnector.stop();
    this.#giveUp();
  }

  #giveUp(): void {
    this.#countBytes();
    this.#attempt += 1;
    this.#isOpen = false;
    const client = this.#client;
    this.#client = null;
    this.#connecting?.destroy();
    this.#connecting = null;
    this.#socket?.destroy();
    this.#socket = null;
    client?.destroy().catch(() => {});
  }
}

/** undici found fault with the request itself before it sent anything. */
function isRefusal(error: Error): boolean {
  return /^UND_ERR_(INVALID_ARG|NOT_SUPPORTED|REQ_CONTENT_LENGTH_MISMATCH)$/.test(
    (error as NodeJS.ErrnoException).code ?? '',
  );
}

function requestFailureKind(error: Error): 'read' | 'write' | 'protocol' {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'EPIPE') return 'write';
  const isProtocol =
    code.startsWith('HPE_') || error.name === 'HTTPParserError' || /^UND_ERR_(HEADERS_OVERFLOW|RES_)/.test(code);
  return isProtocol ? 'protocol' : 'read';
}
