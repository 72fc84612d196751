const EXCERPT_CHARACTERS = 80;

/** The beginning of a body on one line, in words that fit into an error message. */
export function bodyExcerpt(body: Uint8Array): string {
  if (body.length === 0) return '(empty body)';
  return excerpt(decode(body.subarray(0, EXCERPT_CHARACTERS * 4)));
}

/** The beginning of a text on one line. */
export function excerpt(text: string): string {
  const line = text.slice(0, EXCERPT_CHARACTERS * 4).replace(/[\s\p{Cc}]+/gu, ' ');
  // By code point, so that no character is cut in half.
  const characters = [...line];
  return characters.length <= EXCERPT_CHARACTERS ? line : `${characters.slice(0, EXCERPT_CHARACTERS - 3).join('')}...`;
}

/** A body as text. */
export function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
