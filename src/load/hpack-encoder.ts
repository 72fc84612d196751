import { type HeaderField, STATIC_FIELDS } from './hpack-tables.js';

/**
 * A header block that means the same on every connection at any time: nothing is added to the dynamic table, so that
 * it can be built once and sent as it is ever after. It is a little longer than it could be.
 */
export function encodeFields(fields: readonly HeaderField[]): Buffer {
  return Buffer.concat(fields.map(encodeField));
}

function encodeField([name, value]: HeaderField): Buffer {
  const whole = STATIC_FIELDS.findIndex((field) => field[0] === name && field[1] === value && value !== '') + 1;
  if (whole > 0) return integer(whole, 7, 0x80);
  const named = STATIC_FIELDS.findIndex((field) => field[0] === name) + 1;
  const start = integer(named, 4, 0x00);
  return Buffer.concat(named > 0 ? [start, text(value)] : [start, text(name), text(value)]);
}

function text(characters: string): Buffer {
  const bytes = Buffer.from(characters, 'latin1');
  return Buffer.concat([integer(bytes.length, 7, 0x00), bytes]);
}

/** RFC 7541 section 5.1: as many bits as the first byte has left, then seven a byte, the lowest first. */
function integer(value: number, prefixBits: number, firstByte: number): Buffer {
  const most = 2 ** prefixBits - 1;
  if (value < most) return Buffer.from([firstByte | value]);
  const bytes = [firstByte | most];
  let rest = value - most;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push(128 | (rest % 128));
  return Buffer.from([...bytes, rest]);
}
