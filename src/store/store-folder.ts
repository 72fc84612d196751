import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { CONFIG_FILE_NAMES } from '../model/config.js';

/** A file of this name in `reports/` says that runs of this project belong there. */
export const MARKER = '.perfcmp';

/** `reports/` of a project that knows perfcmp, else a folder of the user's own: nobody finds runs where none were expected. */
export function storeFolder(cwd: string, env: NodeJS.ProcessEnv): string {
  const inProject = join(cwd, 'reports');
  if (existsSync(join(inProject, MARKER)) || CONFIG_FILE_NAMES.some((name) => existsSync(join(cwd, name))))
    return inProject;
  return join(stateFolder(env), 'reports');
}

/** Where perfcmp keeps what is of this user and machine, whatever the project. */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  return join(stateHome(env), 'perfcmp');
}

// https://specifications.freedesktop.org/basedir-spec/latest/: relative paths in XDG variables are to be ignored.
function stateHome(env: NodeJS.ProcessEnv): string {
  const asked = env.XDG_STATE_HOME;
  if (asked !== undefined && isAbsolute(asked)) return asked;
  return join(env.HOME || homedir(), '.local', 'state');
}
