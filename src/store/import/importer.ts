import { z } from 'zod';
import type { ImportTool } from '../../model/imported.js';
import type { ImportedResult } from '../../model/imported-result.js';
import { Damage } from './damage.js';
import type { Source } from './source.js';

/** How the results of one load generator are told and read. */
export interface Importer {
  readonly tool: ImportTool;
  /** What can be read of it, for messages: `its text`, `the JSON of -j`. */
  readonly reads: string;
  /** Whether a file is one of its results, whole or damaged. */
  readonly looksLike: (source: Source) => boolean;
  /** Every result in the file; throws Damage. */
  readonly read: (source: Source) => readonly ImportedResult[];
}

/** A status as a key; vegeta's 0 stands for none. */
export const statusCode = z.string().regex(/^(?:[1-9]\d{2}|0)$/, 'is no status');

/** The documents of a JSON file in a shape; the first thing that is wrong is the damage. */
export function documentsOf<T>({ documents, damage }: Source, schema: z.ZodType<T>): T[] {
  if (damage !== null || documents.length === 0) {
    throw new Damage(`its JSON cannot be read: ${damage ?? 'there is none'}`, 'is it the whole file?');
  }
  return documents.map((document) => {
    const result = schema.safeParse(document);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    const place = (issue?.path ?? []).map(String).join('.');
    const what = (issue?.message ?? 'is of another shape').replace(/^Invalid input: /, '');
    throw new Damage(`${place === '' ? 'its JSON' : place} is wrong: ${what}`);
  });
}
