import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why tests of bases cannot run here; false: they can. */
export const skipWithoutGit = spawnSync('git', ['--version']).status === 0 ? false : 'git is not on PATH';

/** Runs git, and makes commits, in a folder that need not be a repository yet. */
export function gitIn(folder: string) {
  const git = (...args: readonly string[]): string => {
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@t'];
    const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout.trim();
  };
  const commit = (message: string, file: string, content: string): void => {
    writeFileSync(join(folder, file), content);
    git('add', file);
    git('commit', '-qm', message);
  };
  return { git, commit };
}
