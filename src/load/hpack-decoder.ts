import { decodeHuffman } from './hpack-huffman.js';
import { type HeaderField, STATIC_FIELDS } from './hpack-tables.js';

/** Of the dynamic table; what SETTINGS_HEADER_TABLE_SIZE is while we do not say otherwise. */
const MOST_TABLE_BYTES = 4096;
/** What an entry counts beyond its name and value (RFC 7541 section 4.1). */
const ENTRY_BYTES = 32;
/** A few bytes may name the same long field again and again: the list they stand for has an end too. */
const MOST_LIST_BYTES = 262_144;
const LARGEST_INTEGER = 2 ** 28;

/** Reads the header blocks of one connection, in their order: each may add to the table that the next ones refer to. */
export class HpackDecoder {
  /** How often the dynamic table changed: blocks of equal bytes mean the same as long as it does not. */
  changes = 0;
  /** The newest first. */
  #table: HeaderField[] = [];
  #tableBytes = 0;
  #mostTableBytes = MOST_TABLE_BYTES;
  #block: Buffer = Buffer.alloc(0);
  #pos = 0;
  #end = 0;

  /** The fields of a whole block, or what is wrong with it. */
  decode(block: Buffer, start: number, end: number): HeaderField[] | string {
    this.#block = block;
    this.#pos = start;
    this.#end = end;
    const fields: HeaderField[] = [];
    let bytes = 0;
    while (this.#pos < end) {
      const first = block[this.#pos]!;
      if ((first & 0xe0) === 0x20) {
        const size = this.#integer(5);
        if (size < 0 || size > MOST_TABLE_BYTES || fields.length > 0) return 'HPACK: invalid size of the dynamic table';
        this.#resize(size);
        continue;
      }
      const field = (first & 0x80) !== 0 ? this.#fieldAt(this.#integer(7)) : this.#literal(first);
      if (field === null) return 'HPACK: invalid header block';
      bytes += sizeOf(field);
      if (bytes > MOST_LIST_BYTES) return `HPACK: more than ${MOST_LIST_BYTES} bytes of headers`;
      fields.push(field);
    }
    return fields;
  }

  #fieldAt(index: number): HeaderField | null {
    if (index < 1) return null;
    return STATIC_FIELDS[index - 1] ?? this.#table[index - 1 - STATIC_FIELDS.length] ?? null;
  }

  #literal(first: number): HeaderField | null {
    const isAdded = (first & 0x40) !== 0;
    const index = this.#integer(isAdded ? 6 : 4);
    const name = index === 0 ? this.#text() : (this.#fieldAt(index)?.[0] ?? null);
    const value = name === null ? null : this.#text();
    if (name === null || value === null) return null;
    const field: HeaderField = [name, value];
    if (isAdded) this.#add(field);
    return field;
  }

  /** An integer whose first byte lends it so many bits; -1 where there is none. */
  #integer(prefixBits: number): number {
    const most = 2 ** prefixBits - 1;
    if (this.#pos >= this.#end) return -1;
    let value = this.#block[this.#pos]! & most;
    this.#pos += 1;
    if (value < most) return value;
    for (let factor = 1; this.#pos < this.#end && value < LARGEST_INTEGER; factor *= 128) {
      const byte = this.#block[this.#pos]!;
      this.#pos += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    return -1;
  }

  #text(): string | null {
    const isHuffman = this.#pos < this.#end && (this.#block[this.#pos]! & 0x80) !== 0;
    const length = this.#integer(7);
    const start = this.#pos;
    if (length < 0 || length > this.#end - start) return null;
    this.#pos += length;
    return isHuffman ? decodeHuffman(this.#block, start, this.#pos) : this.#block.toString('latin1', start, this.#pos);
  }

  #add(field: HeaderField): void {
    this.changes += 1;
    this.#table.unshift(field);
    this.#tableBytes += sizeOf(field);
    this.#evict();
  }

  #resize(bytes: number): void {
    this.changes += 1;
    this.#mostTableBytes = bytes;
    this.#evict();
  }

  #evict(): void {
    while (this.#tableBytes > this.#mostTableBytes) this.#tableBytes -= sizeOf(this.#table.pop()!);
  }
}

function sizeOf([name, value]: HeaderField): number {
  return name.length + value.length + ENTRY_BYTES;
}
