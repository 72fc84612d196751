import { basename, extname } from 'node:path';
import { IMPORT_TOOLS, type ImportTool } from '../model/imported.js';
import type { OptionReader } from './option-reader.js';
import { choice } from './parsers.js';

/** Which files are imported, under which names, and whose they are. */
export interface ImportOptions {
  readonly files: readonly { readonly label: string; readonly path: string }[];
  /** Null: their content tells. */
  readonly from: ImportTool | null;
}

/** `FILE` or `name=FILE`; `exists` tells a name from a file that has such a sign in its own. */
export function readImportOptions(
  reader: OptionReader,
  words: readonly string[],
  exists: (path: string) => boolean,
): ImportOptions {
  const files = words.map((word) => fileOf(word, exists));
  for (const { path } of files) if (path === '') reader.refuse('import', 'names no file', 'write name=FILE, or FILE');
  if (files.filter(({ path }) => path === '-').length > 1) {
    reader.refuse('import', 'reads standard input twice', 'put one of them into a file');
  }
  const from = reader.read('from', choice(IMPORT_TOOLS), null);
  return { files, from };
}

function fileOf(word: string, exists: (path: string) => boolean): ImportOptions['files'][number] {
  const [, label = '', path = ''] = /^([^=/\\]+)=(.*)$/.exec(word) ?? [];
  if (label !== '' && !exists(word)) return { label, path };
  return { label: word === '-' ? 'stdin' : basename(word, extname(word)) || word, path: word };
}
