import type { Dispatcher } from 'undici';
import type { CheckedPart, ReceivedHeaders } from '../scenario/check.js';
import { nowNs } from './clock.js';
import { MAX_SAMPLE_BYTES, type SampledResponse } from './response-parser.js';

/** What a lane tells its connection. */
export interface LaneOwner {
  partWanted(): CheckedPart;
  onLastAnswer(): void;
  onAnswer(lane: UndiciLane): void;
  onLaneError(lane: UndiciLane, error: Error): void;
}

/** One in-flight position and undici's handler for it, used again for every request on it. */
export class UndiciLane implements Dispatcher.DispatchHandler {
  readonly index: number;
  readonly #owner: LaneOwner;
  isFree = true;
  /** Its connection was given up: whatever undici still has to say of it reaches nobody. */
  isAbandoned = false;
  /** Its bytes have left; false while undici still holds the request back, for a turn of the event loop as a rule. */
  hasStarted = false;
  requestIndex = 0;
  intendedNs = 0;
  /** When it was handed to undici: what a caller waits for begins there. */
  sentNs = 0;
  status = 0;
  bodyBytes = 0;
  /** Null: this answer is not sampled. */
  #headers: ReceivedHeaders | null = null;
  #keepsBody = false;
  #parts: Buffer[] = [];
  #sampleBytes = 0;

  constructor(index: number, owner: LaneOwner) {
    this.index = index;
    this.#owner = owner;
  }

  begin(requestIndex: number, intendedNs: number): void {
    this.isFree = false;
    this.hasStarted = false;
    this.requestIndex = requestIndex;
    this.intendedNs = intendedNs;
    this.sentNs = nowNs();
    this.bodyBytes = 0;
  }

  free(): void {
    this.isFree = true;
    this.hasStarted = false;
  }

  /** The sampled answer, or null when this one was not sampled. */
  takeSample(): SampledResponse | null {
    const headers = this.#headers;
    if (headers === null) return null;
    const body = this.#sampleBytes > MAX_SAMPLE_BYTES ? null : Buffer.concat(this.#parts);
    this.#headers = null;
    return { headers, body };
  }

  onRequestStart(): void {
    this.hasStarted = true;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ReceivedHeaders): void {
    if (status < 200 || this.isAbandoned) return;
    this.status = status;
    if (/\bclose\b/i.test(String(headers.connection ?? ''))) this.#owner.onLastAnswer();
    const part = this.#owner.partWanted();
    this.#headers = part === 'none' ? null : headers;
    this.#keepsBody = part === 'whole';
    if (this.#parts.length > 0) this.#parts = [];
    this.#sampleBytes = 0;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bodyBytes += chunk.length;
    if (!this.#keepsBody) return;
    this.#sampleBytes += chunk.length;
    if (this.#sampleBytes <= MAX_SAMPLE_BYTES) this.#parts.push(chunk);
    else this.#parts = [];
  }

  onResponseEnd(): void {
    if (!this.isAbandoned) this.#owner.onAnswer(this);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.isAbandoned) this.#owner.onLaneError(this, error);
  }
}
