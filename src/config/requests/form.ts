import { basename } from 'node:path';
import { accept, type Parsed, reject } from '../parsers.js';
import { mediaTypeOf } from './media-types.js';
import { readBytes } from './user-files.js';
import type { BodyPiece } from './written-request.js';

/** A field of a multipart form. */
export interface FormField {
  readonly name: string;
  readonly content: Uint8Array;
  /** Null: the content is text, in which placeholders are filled. */
  readonly fileName: string | null;
}

/** `name=value`, or `name=@file` as curl has it. */
export function parseFormField(text: string): Parsed<FormField> {
  const match = /^([^=]+)=([\s\S]*)$/.exec(text);
  if (match === null) return reject(`must be name=value or name=@file, got "${text}"`);
  const name = match[1]!;
  const value = match[2]!;
  if (!value.startsWith('@')) return accept({ name, content: Buffer.from(value), fileName: null });
  const content = readBytes(value.slice(1), `"${name}" is sent from this file`);
  return content.ok ? accept({ name, content: content.value, fileName: basename(value.slice(1)) }) : content;
}

/** Lays out `multipart/form-data` as browsers do. https://html.spec.whatwg.org/#multipart-form-data */
export function multipartForm(fields: readonly FormField[]): {
  readonly contentType: string;
  readonly body: readonly BodyPiece[];
} {
  const boundary = boundaryBeside(fields);
  const body = fields.flatMap(({ name, content, fileName }): BodyPiece[] => {
    const file = fileName === null ? '' : `; filename="${quoted(fileName)}"\r\nContent-Type: ${mediaTypeOf(fileName)}`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${file}\r\n\r\n`;
    return [piece(head), { bytes: content, hasPlaceholders: fileName === null }, piece('\r\n')];
  });
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: [...body, piece(`--${boundary}--\r\n`)] };
}

/** The same every time, so that the bytes can be made once; what is sent must not hold it. */
function boundaryBeside(fields: readonly FormField[]): string {
  for (let number = 1; ; number += 1) {
    const boundary = `perfcmp-form-boundary-${number}`;
    if (!fields.some(({ content }) => Buffer.from(content).includes(boundary))) return boundary;
  }
}

function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function piece(text: string): BodyPiece {
  return { bytes: Buffer.from(text), hasPlaceholders: false };
}
