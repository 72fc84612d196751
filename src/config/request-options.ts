import { existsSync } from 'node:fs';
import type { RequestSpec } from '../model/scenario.js';
import type { OptionReader } from './option-reader.js';
import { accept, header, method, type Parser, reject } from './parsers.js';
import { readBytes } from './requests/user-files.js';

/** Reads `-m -H -b -i`: everything of a request but its path. A body without a method is a POST. */
export function readRequest(
  reader: OptionReader,
  fileHeaders: Readonly<Record<string, string>> | undefined,
): Omit<RequestSpec, 'path'> {
  const { first, second } = reader.readEither(
    { name: 'body', parse: bodyText },
    { name: 'input', parse: (path) => readBytes(path, 'name a file that holds the body') },
  );
  const body = first ?? second;
  return {
    method: reader.read('method', method, body === null ? 'GET' : 'POST'),
    headers: readHeaders(reader, fileHeaders),
    body,
  };
}

/** A body as it was written. `@FILE`, which is a file's content to curl and others, would be sent as these letters. */
export const bodyText: Parser<Uint8Array> = (text) => {
  const path = text.startsWith('@') ? text.slice(1) : '';
  if (path === '' || !existsSync(path)) return accept(encode(text));
  return reject(`would be sent as the text "${text}", and ${path} is a file`, `-i ${path} sends what it holds`);
};

/** Checks a map of headers as a config file has it. */
export function checkHeaders(
  reader: OptionReader,
  where: string,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return mergeHeaders(
    Object.entries(headers).flatMap(([name, value]) => {
      const pair = reader.check(`${where}.${name}`, header(`${name}: ${value}`), null);
      return pair === null ? [] : [pair];
    }),
  );
}

/** UTF-8 bytes of a body. */
export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Reads `-H`: flags add to the headers of the file and win where both name one. */
export function readHeaders(
  reader: OptionReader,
  fileHeaders: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const fromFile = checkHeaders(reader, reader.fileName('headers'), fileHeaders ?? {});
  return mergeHeaders([...Object.entries(fromFile), ...reader.readList('header', header)]);
}

// Names differ in case only by habit: the last one wins, in its own spelling.
function mergeHeaders(pairs: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const byName = new Map<string, readonly [string, string]>();
  for (const pair of pairs) byName.set(pair[0].toLowerCase(), pair);
  return Object.fromEntries(byName.values());
}
