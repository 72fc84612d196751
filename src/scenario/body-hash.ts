import { createHash } from 'node:crypto';
import { joinedHash } from '../model/body-hash.js';
import type { Json } from '../model/json.js';
import { decode } from './excerpt.js';

const DIGITS = 16;
/** With a point, but no comma: that stands between the numbers of a list. More digits are data, and how many there are tells. */
const NUMBERS = /-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?/gi;

/** What a body says, to be told from what another says, by `shapeOf` but for numbers: of JSON whatever the order of its members and its spaces. */
export function bodyHash(body: Uint8Array, mediaType: string | null): string {
  const said = /json/i.test(mediaType ?? '') ? (canonical(body) ?? body) : body;
  const text = typeof said === 'string' ? said : Buffer.from(said).toString('latin1');
  return joinedHash(hashOf(text.replace(NUMBERS, '0')), hashOf(said));
}

function hashOf(said: string | Uint8Array): string {
  return createHash('sha256').update(said).digest('hex').slice(0, DIGITS);
}

/** Null for what only calls itself JSON. */
function canonical(body: Uint8Array): string | null {
  try {
    return JSON.stringify(sorted(JSON.parse(decode(body)) as Json));
  } catch {
    return null;
  }
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
