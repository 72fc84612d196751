import { resolve } from 'node:path';
import type { OutputFile } from '../model/config.js';
import { openStore } from '../store/run-store.js';
import { stateFolder } from '../store/store-folder.js';
import { cacheRoot } from '../target/build-cache.js';

/** Absolute paths of what perfcmp itself writes when it is used in a folder: no change of what is measured there. */
export function ownFiles(outputs: readonly Pick<OutputFile, 'path'>[], cwd: string, env: NodeJS.ProcessEnv): string[] {
  const runs = openStore({ cwd, env }).listRuns();
  return [
    ...[cacheRoot(env), stateFolder(env)].map((path) => resolve(cwd, path)),
    ...runs.map(({ folder }) => folder),
    ...outputs.map(({ path }) => resolve(cwd, path)),
  ];
}
