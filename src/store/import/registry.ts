import { EXIT, PerfcmpError } from '../../errors.js';
import { IMPORT_TOOLS, type ImportTool } from '../../model/imported.js';
import type { ImportedResult } from '../../model/imported-result.js';
import { ab } from './ab.js';
import { autocannon } from './autocannon.js';
import { bombardier } from './bombardier.js';
import { Damage } from './damage.js';
import { h2load } from './h2load.js';
import { hey } from './hey.js';
import type { Importer } from './importer.js';
import { k6 } from './k6.js';
import { oha } from './oha.js';
import { type Source, sourceOf } from './source.js';
import { vegeta } from './vegeta.js';
import { wrk, wrk2 } from './wrk.js';

/** Every tool whose results can be read; wrk2 before wrk, and oha before hey, whose texts look alike. */
const IMPORTERS: readonly Importer[] = [wrk2, wrk, autocannon, oha, k6, vegeta, bombardier, h2load, hey, ab];

/** Reads a file's content; `from` null finds out whose it is. `name` is for messages. */
export function readImport(
  content: string,
  { name, from }: { readonly name: string; readonly from: ImportTool | null },
): readonly ImportedResult[] {
  if (content.trim() === '') throw refusal(name, 'is empty', 'the tool may have ended before it printed its result');
  const source = sourceOf(content);
  const importer = importerOf(source, { name, from });
  try {
    return importer.read(source);
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    const hint = error.hint ?? `of ${importer.tool} perfcmp import reads ${importer.reads}`;
    const looks =
      from === null ? `looks like a result of ${importer.tool}` : `was said to be a result of ${importer.tool}`;
    throw refusal(name, `${looks}, but ${error.message}`, hint);
  }
}

function importerOf(
  source: Source,
  { name, from }: { readonly name: string; readonly from: ImportTool | null },
): Importer {
  const found = IMPORTERS.find(({ tool, looksLike }) => (from === null || tool === from) && looksLike(source));
  if (found !== undefined) return found;
  const other = from === null ? undefined : IMPORTERS.find(({ looksLike }) => looksLike(source));
  if (other !== undefined) {
    throw refusal(
      name,
      `is no result of ${from}: it looks like one of ${other.tool}`,
      `leave out --from, or say ${other.tool}`,
    );
  }
  if (source.has('schema') && source.text.includes('"perfcmp/')) {
    throw refusal(name, 'is of perfcmp itself', 'perfcmp diff holds two reports against each other');
  }
  const forced = IMPORTERS.find(({ tool }) => tool === from);
  if (forced !== undefined) {
    throw refusal(name, `is no result of ${forced.tool}`, `of ${forced.tool} it reads ${forced.reads}`);
  }
  const tools = IMPORT_TOOLS.join(', ');
  throw refusal(
    name,
    `is of no load generator that is known${whatItIs(source)}`,
    `known are ${tools}; see docs/IMPORT.md`,
  );
}

function whatItIs({ text, damage, documents }: Source): string {
  if (damage !== null) return `: its JSON cannot be read (${damage})`;
  if (documents.length > 0) return ': it is JSON of another kind';
  const [first = ''] = text.trim().split('\n');
  return `: it begins with "${first.slice(0, 40)}${first.length > 40 ? '...' : ''}"`;
}

function refusal(name: string, message: string, hint: string): PerfcmpError {
  return new PerfcmpError('import', `${name} ${message}`, EXIT.usage, { hint });
}
