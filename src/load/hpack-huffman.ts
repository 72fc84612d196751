import { HUFFMAN_LENGTHS } from './hpack-tables.js';

const LONGEST = 30;
const END_OF_STRING = 256;

/** By length of a code: the first code of that length, where its symbols begin in `symbols`, and how many there are. */
const firstCode: number[] = [];
const firstSymbol: number[] = [];
const codes: number[] = [];
const symbols: number[] = [];

let code = 0;
for (let length = 0; length <= LONGEST; length += 1) {
  code *= 2;
  firstCode.push(code);
  firstSymbol.push(symbols.length);
  const ofThisLength = [...HUFFMAN_LENGTHS.keys()].filter((symbol) => HUFFMAN_LENGTHS[symbol] === length);
  symbols.push(...ofThisLength);
  codes.push(ofThisLength.length);
  code += ofThisLength.length;
}

/** The text of a Huffman coded string, a character a byte; null where it is not one. */
export function decodeHuffman(coded: Uint8Array, start: number, end: number): string | null {
  let text = '';
  let bits = 0;
  let length = 0;
  for (let pos = start; pos < end; pos += 1) {
    const byte = coded[pos]!;
    for (let shift = 7; shift >= 0; shift -= 1) {
      bits = bits * 2 + ((byte >> shift) & 1);
      length += 1;
      const place = bits - firstCode[length]!;
      if (place < codes[length]!) {
        const symbol = symbols[firstSymbol[length]! + place]!;
        if (symbol === END_OF_STRING) return null;
        text += String.fromCharCode(symbol);
        bits = 0;
        length = 0;
      } else if (length === LONGEST) {
        return null;
      }
    }
  }
  // What is left is the beginning of the end: ones, and less than a byte of them (RFC 7541 section 5.2).
  return length < 8 && bits === 2 ** length - 1 ? text : null;
}
