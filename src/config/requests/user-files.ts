import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { accept, anyText, type Parsed, reject } from '../parsers.js';

/** The bytes of a file that the user named. */
export function readBytes(path: string, hint: string): Parsed<Uint8Array> {
  const named = anyText(path);
  if (!named.ok) return named;
  try {
    return accept(new Uint8Array(readFileSync(path)));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return reject(`cannot read "${path}" (${reason})`, hint);
  }
}

/** The text of a file that the user named, without a byte order mark. */
export function readText(path: string, hint: string): Parsed<string> {
  const bytes = readBytes(path, hint);
  if (!bytes.ok) return bytes;
  if (!isUtf8(bytes.value)) return reject(`"${path}" is not UTF-8 text`);
  return accept(new TextDecoder().decode(bytes.value));
}

/** `"users.csv", line 3: ...`, or `"users.csv" is ...` where the whole file is meant. */
export function inFile(path: string, message: string): string {
  return /^(line|entry) /.test(message) ? `"${path}", ${message}` : `"${path}" ${message}`;
}
