import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportTool } from '../../src/model/imported.js';
import type { ImportedResult } from '../../src/model/imported-result.js';
import { readImport } from '../../src/store/import/registry.js';

/** Real output of load generators; see its README. */
export const IMPORT_FIXTURES = join('test', 'fixtures', 'import');

/** The content of a fixture. */
export function importFixture(file: string): string {
  return readFileSync(join(IMPORT_FIXTURES, file), 'utf8');
}

/** The only result of a fixture. */
export function importedOf(file: string, from: ImportTool | null = null): ImportedResult {
  return onlyResult(importFixture(file), from);
}

/** The only result of a text. */
export function onlyResult(content: string, from: ImportTool | null = null): ImportedResult {
  const [result, ...others] = readImport(content, { name: 'file', from });
  if (result === undefined || others.length > 0) throw new Error(`expected one result, got ${others.length + 1}`);
  return result;
}
