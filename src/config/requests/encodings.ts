import { accept, type Parsed, reject } from '../parsers.js';

/** Where in a request a value goes, which decides how it is written. */
export type Place =
  /** Part of a path or query, or of a urlencoded body. */
  | 'url'
  /** A path that begins with the placeholder: the value is the path. */
  | 'path'
  | 'header'
  /** Between the quotes of a JSON body. */
  | 'json-string'
  /** Elsewhere in a JSON body. */
  | 'json-value'
  /** Any other body. */
  | 'plain';

/** A value as it stands in its place; `isTyped`: it came from JSON. */
export function encodeValue(value: unknown, place: Place, isTyped: boolean): Parsed<Uint8Array> {
  const text = wellFormed(textOf(value));
  switch (place) {
    case 'url':
      return accept(utf8(encodeURIComponent(text)));
    case 'path':
      if (/^\/[\x21-\x7e]*$/.test(text)) return accept(utf8(text));
      return reject(`is no path: "${text}"`, 'it must begin with / and be printable ASCII without spaces');
    case 'header':
      if (/^[^\r\n\0]*$/.test(text) && !/[^\0-\xff]/.test(text)) return accept(Buffer.from(text, 'latin1'));
      return reject(`does not fit into a header: ${JSON.stringify(text)}`, 'headers have no line breaks, only Latin-1');
    case 'json-string':
      return accept(utf8(JSON.stringify(text).slice(1, -1)));
    case 'json-value':
      return accept(utf8(isTyped ? JSON.stringify(value) : text));
    case 'plain':
      return accept(utf8(text));
  }
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Half a surrogate pair, which JSON may hold, has no bytes. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
