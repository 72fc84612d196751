// JSON has no bytes: they are kept as base64 under a key that no configuration has.
const BYTES = '$bytes';
const NUMBERS = '$uint32';

/** JSON of a value that may hold bytes and lists of 32-bit numbers. */
export function stringifyBinary(value: unknown): string {
  return JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key: string, seen: unknown): unknown {
    // A Buffer has made an object of itself by now.
    const own = this[key];
    if (own instanceof Uint8Array) return { [BYTES]: base64Of(own) };
    if (own instanceof Uint32Array) return { [NUMBERS]: base64Of(own) };
    return seen;
  });
}

/** The value of such a JSON. */
export function parseBinary(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    const bytes = memberOf(value, BYTES);
    if (bytes !== null) return new Uint8Array(Buffer.from(bytes, 'base64'));
    const numbers = memberOf(value, NUMBERS);
    // Copied, as a view on numbers has to begin at a multiple of four.
    return numbers === null ? value : new Uint32Array(new Uint8Array(Buffer.from(numbers, 'base64')).buffer);
  });
}

function base64Of({ buffer, byteOffset, byteLength }: Uint8Array | Uint32Array): string {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString('base64');
}

function memberOf(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null || !(name in value)) return null;
  const member: unknown = Reflect.get(value, name);
  return typeof member === 'string' && Object.keys(value).length === 1 ? member : null;
}
