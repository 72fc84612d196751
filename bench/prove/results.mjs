// The results file: one JSON document a line, appended as it happens, so that nothing is lost and everything can go on.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** All records of the file, none if there is no file; a line that was cut off is left out. */
export function readResults(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').flatMap(record);
}

function record(line) {
  try {
    return line === '' ? [] : [JSON.parse(line)];
  } catch {
    return [];
  }
}

/** Adds a record with the time and the commit it was made with. */
export function appendResult(file, result) {
  mkdirSync(dirname(file), { recursive: true });
  const stamped = { ...result, at: new Date().toISOString(), commit: commit() };
  appendFileSync(file, `${JSON.stringify(stamped)}\n`);
  return stamped;
}

/** Short, with a plus where files differ from it; null outside a repository. */
function commit() {
  const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  const head = git('rev-parse', '--short', 'HEAD');
  if (head.status !== 0) return null;
  const isChanged = git('status', '--porcelain', '--untracked-files=no').stdout.trim() !== '';
  return `${head.stdout.trim()}${isChanged ? '+' : ''}`;
}
