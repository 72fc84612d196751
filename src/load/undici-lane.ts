import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { nowNs } from './clock.js';
import { MAX_SAMPLE_BYTES, type SampledBody } from './response-parser.js';

/** What a lane tells its connection. */
export interface LaneOwner {
  wantsBody(): boolean;
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
  #isSampling = false;
  #mediaType: string | null = null;
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
  takeSample(): SampledBody | null {
    if (!this.#isSampling) return null;
    const body = Buffer.concat(this.#parts);
    this.#isSampling = false;
    this.#parts = [];
    return { mediaType: this.#mediaType, body };
  }

  onRequestStart(): void {
    this.hasStarted = true;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200 || this.isAbandoned) return;
    this.status = status;
    if (/\bclose\b/i.test(String(headers.connection ?? ''))) this.#owner.onLastAnswer();
    this.#isSampling = this.#owner.wantsBody();
    if (this.#isSampling) {
      this.#mediaType = mediaTypeOf(headers['content-type']);
      this.#parts = [];
      this.#sampleBytes = 0;
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bodyBytes += chunk.length;
    if (!this.#isSampling) return;
    this.#sampleBytes += chunk.length;
    if (this.#sampleBytes <= MAX_SAMPLE_BYTES) {
      this.#parts.push(chunk);
    } else {
      this.#isSampling = false;
      this.#parts = [];
    }
  }

  onResponseEnd(): void {
    if (!this.isAbandoned) this.#owner.onAnswer(this);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.isAbandoned) this.#owner.onLaneError(this, error);
  }
}

// undici gives a list where a header came more than once, whatever its types say.
function mediaTypeOf(contentType: string | readonly string[] | undefined): string | null {
  const first = typeof contentType === 'string' ? contentType : contentType?.[0];
  return first?.split(';', 1)[0]?.trim().toLowerCase() ?? null;
}
