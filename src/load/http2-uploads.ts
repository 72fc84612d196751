import {
  FIRST_WINDOW,
  FLAG,
  FRAME,
  FRAME_HEAD_BYTES,
  LARGEST_WINDOW,
  MOST_FRAME_BYTES,
  writeFrameHead,
} from './http2-frames.js';

interface Upload {
  readonly streamId: number;
  readonly body: Uint8Array;
  sent: number;
  /** Bytes that the server takes on this stream; less than 0 after it has taken that back. */
  window: number;
}

/** Request bodies under way on one connection, each as far as the server's flow control lets it go. */
export class Http2Uploads {
  readonly #byLane = new Map<number, Upload>();
  #window = FIRST_WINDOW;
  #firstWindow = FIRST_WINDOW;

  get isEmpty(): boolean {
    return this.#byLane.size === 0;
  }

  add(lane: number, streamId: number, body: Uint8Array): void {
    this.#byLane.set(lane, { streamId, body, sent: 0, window: this.#firstWindow });
  }

  /** Whether the lane still had something to send. */
  drop(lane: number): boolean {
    return this.#byLane.delete(lane);
  }

  /** The server says how much it takes on every stream; false: more than there can be. */
  setFirstWindow(bytes: number): boolean {
    if (bytes > LARGEST_WINDOW) return false;
    for (const upload of this.#byLane.values()) upload.window += bytes - this.#firstWindow;
    this.#firstWindow = bytes;
    return true;
  }

  /** More room on the connection; false: more than there can be. */
  widen(bytes: number): boolean {
    this.#window += bytes;
    return this.#window <= LARGEST_WINDOW;
  }

  widenStream(lane: number, bytes: number): boolean {
    const upload = this.#byLane.get(lane);
    if (upload === undefined) return true;
    upload.window += bytes;
    return upload.window <= LARGEST_WINDOW;
  }

  /** What may leave now, as frames; bodies are not copied. */
  take(): Uint8Array[] {
    const parts: Uint8Array[] = [];
    for (const [lane, upload] of this.#byLane) {
      while (upload.sent < upload.body.byteLength) {
        const left = upload.body.byteLength - upload.sent;
        const length = Math.min(left, MOST_FRAME_BYTES, this.#window, upload.window);
        if (length <= 0) break;
        const head = Buffer.allocUnsafe(FRAME_HEAD_BYTES);
        const flags = length === left ? FLAG.endStream : 0;
        writeFrameHead(head, 0, { type: FRAME.data, flags, streamId: upload.streamId, length });
        parts.push(head, upload.body.subarray(upload.sent, upload.sent + length));
        upload.sent += length;
        upload.window -= length;
        this.#window -= length;
      }
      if (upload.sent === upload.body.byteLength) this.#byLane.delete(lane);
    }
    return parts;
  }
}
