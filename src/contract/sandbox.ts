import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuleContext } from './rule.js';

/** A folder of a rule's own within the server's, named so that the server cannot know it. */
export interface RuleFolder {
  readonly path: string;
  /** Below PERFCMP_DATA_DIR. */
  readonly name: string;
}

/** Makes a folder in the server's own, and removes it whatever happens. */
export async function withFolder<T>(
  { dataDir, random }: RuleContext,
  use: (folder: RuleFolder) => Promise<T>,
): Promise<T> {
  if (dataDir === null) throw new Error('a rule that needs the data folder was applied without one');
  const name = `verify-${random.word(8)}`;
  const path = join(dataDir, name);
  await mkdir(path);
  try {
    return await use({ path, name });
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}
