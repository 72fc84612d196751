// Hot path: runs once or twice a request that has placeholders.
import type { Filler, Turn } from './fillers.js';
import type { SendBuffer } from './send-buffer.js';

/** Bytes with places between them: literal, place, literal, place, literal. */
export class FilledText {
  readonly #literals: Buffer[] = [Buffer.alloc(0)];
  readonly #fillers: Filler[] = [];
  #literalBytes = 0;

  /** Adds to the end. */
  add(part: string | Uint8Array | Filler): this {
    if (typeof part === 'string' || part instanceof Uint8Array) {
      // Heads are Latin-1 on the wire.
      const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
      this.#literals.push(Buffer.concat([this.#literals.pop()!, bytes]));
      this.#literalBytes += bytes.byteLength;
    } else {
      this.#fillers.push(part);
      this.#literals.push(Buffer.alloc(0));
    }
    return this;
  }

  /** Fixes what the places hold and tells how long all of it is. */
  measure(turn: Turn): number {
    let bytes = this.#literalBytes;
    for (let i = 0; i < this.#fillers.length; i += 1) bytes += this.#fillers[i]!.measure(turn);
    return bytes;
  }

  /** Writes what was measured last; room for it must be there. */
  write(out: SendBuffer): void {
    const { bytes } = out;
    let { at } = out;
    for (let i = 0; i < this.#literals.length; i += 1) {
      const literal = this.#literals[i]!;
      bytes.set(literal, at);
      at += literal.length;
      if (i < this.#fillers.length) at = this.#fillers[i]!.write(bytes, at);
    }
    out.at = at;
  }

  /** What was measured last, by itself. */
  toBuffer(turn: Turn, out: SendBuffer): Buffer {
    out.reserve(this.measure(turn));
    this.write(out);
    return out.take();
  }
}
