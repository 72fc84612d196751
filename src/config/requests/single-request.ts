import type { OptionReader } from '../option-reader.js';
import { method } from '../parsers.js';
import { bodyText, encode, readHeaders } from '../request-options.js';
import { templatePathOf } from '../urls.js';
import { exclusiveOption } from './exclusive-options.js';
import { multipartForm, parseFormField } from './form.js';
import { readBytes } from './user-files.js';
import { type BodyPiece, bodyOf, headerValue, type WrittenRequest } from './written-request.js';

interface Body {
  readonly pieces: readonly BodyPiece[];
  /** Null: whatever the headers say. */
  readonly contentType: string | null;
  readonly where: string;
}

/** The request that `-m -H -b -i --form --path` and the URL describe. */
export function readSingleRequest(
  reader: OptionReader,
  fileHeaders: Readonly<Record<string, string>> | undefined,
  url: string | null,
): WrittenRequest {
  const body = readBody(reader);
  const headers = readHeaders(reader, fileHeaders);
  if (body !== null && body.contentType !== null && headerValue(headers, 'content-type') !== null) {
    reader.refuse('header Content-Type', 'is the form itself to say, with its boundary', 'leave it out beside --form');
  }
  const typed = body === null || body.contentType === null ? headers : { ...headers, 'Content-Type': body.contentType };
  const pathGiven = reader.given('path');
  const places: Readonly<Record<string, string>> = {
    path: pathGiven?.where ?? 'URL',
    body: body?.where ?? 'body',
  };
  return {
    where: (part) => places[part] ?? part,
    method: reader.read('method', method, body === null ? 'GET' : 'POST'),
    path: pathGiven?.text ?? (url === null ? null : templatePathOf(url)) ?? '/',
    headers: typed,
    body: body?.pieces ?? null,
    weight: 1,
    isRecorded: false,
  };
}

function readBody(reader: OptionReader): Body | null {
  const kind = exclusiveOption(reader, ['body', 'input', 'form']);
  if (kind === null) return null;
  const where = reader.given(kind)?.where ?? kind;
  if (kind === 'form') {
    const { contentType, body } = multipartForm(reader.readList('form', parseFormField));
    return { pieces: body, contentType, where };
  }
  const bytes =
    kind === 'body'
      ? reader.read('body', bodyText, encode(''))
      : reader.read('input', (path) => readBytes(path, 'name a file that holds the body'), encode(''));
  return { pieces: bodyOf(bytes), contentType: null, where };
}
