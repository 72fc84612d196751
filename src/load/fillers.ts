// Hot path: `measure` and `write` run once for each placeholder of a request.
import type { DataColumn, Placeholder } from '../model/request-source.js';
import { placeKey, seededWord } from './seeded-words.js';

/** Which request is being made. */
export interface Turn {
  request: number;
  /** Its data row. */
  row: number;
}

/** Fills one place of a request: first it says how long its value is, then it writes it. */
export interface Filler {
  measure(turn: Turn): number;
  /** Writes the value that was measured last; returns where it ends. */
  write(bytes: Uint8Array, at: number): number;
}

/** A whole number in decimal digits. */
export class NumberFiller implements Filler {
  #value = 0;
  #digits = 1;

  set(value: number): number {
    this.#value = Math.abs(value);
    const sign = value < 0 ? 1 : 0;
    let digits = 1;
    for (let limit = 10; this.#value >= limit; limit *= 10) digits += 1;
    this.#digits = sign === 1 ? -digits : digits;
    return digits + sign;
  }

  measure({ request }: Turn): number {
    return this.set(request);
  }

  write(bytes: Uint8Array, begin: number): number {
    let at = begin;
    if (this.#digits < 0) {
      bytes[at] = 0x2d;
      at += 1;
    }
    const end = at + Math.abs(this.#digits);
    let rest = this.#value;
    for (let place = end - 1; place >= at; place -= 1) {
      const tenth = Math.floor(rest / 10);
      bytes[place] = 0x30 + (rest - tenth * 10);
      rest = tenth;
    }
    return end;
  }
}

/** A length that is known once the body is measured. */
export class LengthFiller extends NumberFiller {
  length = 0;

  override measure(): number {
    return this.set(this.length);
  }
}

class IntegerFiller extends NumberFiller {
  readonly #from: number;
  readonly #span: number;
  readonly #keys: readonly [number, number];

  constructor(from: number, to: number, keys: readonly [number, number]) {
    super();
    this.#from = from;
    this.#span = to - from + 1;
    this.#keys = keys;
  }

  override measure({ request }: Turn): number {
    // 53 bits, as many as a double has.
    const high = seededWord(this.#keys[0], request) >>> 5;
    const share = (high * 2 ** 26 + (seededWord(this.#keys[1], request) >>> 6)) / 2 ** 53;
    return this.set(this.#from + Math.floor(share * this.#span));
  }
}

abstract class BytesFiller implements Filler {
  protected source: Uint8Array = new Uint8Array(0);
  protected from = 0;
  protected to = 0;

  abstract measure(turn: Turn): number;

  write(bytes: Uint8Array, at: number): number {
    const { source, from, to } = this;
    const length = to - from;
    // A view costs more than a few bytes do.
    if (length > 64) bytes.set(source.subarray(from, to), at);
    else for (let i = 0; i < length; i += 1) bytes[at + i] = source[from + i]!;
    return at + length;
  }
}

class ChoiceFiller extends BytesFiller {
  readonly #choices: readonly Uint8Array[];
  readonly #key: number;

  constructor(choices: readonly Uint8Array[], key: number) {
    super();
    this.#choices = choices;
    this.#key = key;
  }

  measure({ request }: Turn): number {
    const index = Math.floor((seededWord(this.#key, request) / 2 ** 32) * this.#choices.length);
    this.source = this.#choices[index]!;
    this.to = this.source.length;
    return this.to;
  }
}

class ColumnFiller extends BytesFiller {
  readonly #offsets: Uint32Array;

  constructor({ bytes, offsets }: DataColumn) {
    super();
    this.source = bytes;
    this.#offsets = offsets;
  }

  measure({ row }: Turn): number {
    this.from = this.#offsets[row]!;
    this.to = this.#offsets[row + 1]!;
    return this.to - this.from;
  }
}

const HEX = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')).join(''));

/** A UUID of version 4. https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-4 */
class UuidFiller implements Filler {
  readonly #keys: readonly number[];
  readonly #words = new Uint32Array(4);

  constructor(keys: readonly number[]) {
    this.#keys = keys;
  }

  measure({ request }: Turn): number {
    for (let i = 0; i < 4; i += 1) this.#words[i] = seededWord(this.#keys[i]!, request);
    this.#words[1] = (this.#words[1]! & 0xffff0fff) | 0x4000;
    this.#words[2] = (this.#words[2]! & 0x3fffffff) | 0x80000000;
    return 36;
  }

  write(bytes: Uint8Array, begin: number): number {
    let at = begin;
    for (let index = 0; index < 16; index += 1) {
      if (index === 4 || index === 6 || index === 8 || index === 10) {
        bytes[at] = 0x2d;
        at += 1;
      }
      const byte = (this.#words[index >> 2]! >>> (24 - 8 * (index & 3))) & 0xff;
      bytes[at] = HEX[2 * byte]!;
      bytes[at + 1] = HEX[2 * byte + 1]!;
      at += 2;
    }
    return at;
  }
}

/** Makes fillers, each with random numbers of its own. */
export class FillerFactory {
  readonly #columns: readonly DataColumn[];
  readonly #seed: number;
  #places = 0;

  constructor({ columns, seed }: { readonly columns: readonly DataColumn[]; readonly seed: number }) {
    this.#columns = columns;
    this.#seed = seed;
  }

  /** Random values that are drawn here next are those of this place; given back, it draws them again. */
  get place(): number {
    return this.#places;
  }

  /** A second filler of a place that has one: both hold the same value, which may be written differently. */
  createAgain(placeholder: Placeholder, place: number): Filler {
    const next = this.#places;
    this.#places = place;
    const filler = this.create(placeholder);
    this.#places = next;
    return filler;
  }

  create(placeholder: Placeholder): Filler {
    switch (placeholder.kind) {
      case 'seq':
        return new NumberFiller();
      case 'uuid':
        return new UuidFiller([this.#key(), this.#key(), this.#key(), this.#key()]);
      case 'integer':
        return new IntegerFiller(placeholder.from, placeholder.to, [this.#key(), this.#key()]);
      case 'choice':
        return new ChoiceFiller(placeholder.choices, this.#key());
      case 'column':
        return new ColumnFiller(this.#columns[placeholder.column]!);
    }
  }

  #key(): number {
    this.#places += 1;
    return placeKey(this.#seed, this.#places);
  }
}
