import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The Chromium that tests may use: the one that PERFCMP_TEST_BROWSER names, else the first on PATH; null: none. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | null {
  const asked = env.PERFCMP_TEST_BROWSER ?? '';
  if (asked !== '') return asked;
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
