import { type ExecFileException, execFile, spawnSync } from 'node:child_process';
import { type PerfcmpError, TargetError } from '../errors.js';

/**
 * A hook of git's sets these for its own repository and working tree, which are not those of a checkout beside it: what
 * `git rev-parse --local-env-vars` lists, but for settings.
 */
export const OF_ONE_REPOSITORY = {
  GIT_DIR: undefined,
  GIT_COMMON_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_IMPLICIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_PREFIX: undefined,
  GIT_NAMESPACE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
  GIT_SHALLOW_FILE: undefined,
  GIT_GRAFT_FILE: undefined,
} as const;

function optionsIn(cwd: string): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
  return { cwd, env: { ...process.env, ...OF_ONE_REPOSITORY, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' } };
}

/** What git printed, or why it did not. */
export type GitAnswer =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly reason: string };

interface Asked {
  readonly error: ExecFileException | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Asks git something in a folder. It takes no lock that only makes later commands faster, and runs no hook. */
export async function askGit(cwd: string, args: readonly string[]): Promise<GitAnswer> {
  // Every run asks git what it measures: execa would take longer to load than git to answer.
  const { error, stdout, stderr } = await new Promise<Asked>((done) => {
    const settings = { ...optionsIn(cwd), maxBuffer: Number.POSITIVE_INFINITY };
    const git = execFile('git', withSettings(args), settings, (error, stdout, stderr) =>
      done({ error, stdout, stderr }),
    );
    git.stdin?.end();
  });
  if (error === null) return { ok: true, output: stdout.replace(/\n$/, '') };
  if (error.code === 'ENOENT') {
    throw new TargetError('tool-missing', 'base', 'git is not on PATH', { hint: 'install git, or name two targets' });
  }
  return { ok: false, reason: lastLine(stderr) };
}

/** Asks git for what it cannot refuse, as far as is known; else an error with its own words. */
export async function mustGit(cwd: string, args: readonly string[]): Promise<string> {
  const answer = await askGit(cwd, args);
  if (answer.ok) return answer.output;
  throw gitError(args, answer.reason);
}

/** The same at the end of the process, when nothing can be waited for; whatever comes of it. */
export function gitAtExit(cwd: string, args: readonly string[]): void {
  spawnSync('git', withSettings(args), { ...optionsIn(cwd), stdio: 'ignore' });
}

/** What git refused, in its words. */
export function gitError(args: readonly string[], reason: string): PerfcmpError {
  return new TargetError('git-failed', 'base', `git ${args.slice(0, 2).join(' ')}: ${reason}`, {
    hint: 'try the same command by hand',
  });
}

function withSettings(args: readonly string[]): string[] {
  return ['--no-optional-locks', '-c', 'core.hooksPath=/dev/null', ...args];
}

function lastLine(text: string): string {
  const lines = text.trim().split('\n');
  const fatal = lines.findLast((line) => line.startsWith('fatal: ')) ?? lines.at(-1) ?? '';
  return fatal.replace(/^fatal: /, '') || 'failed without a word';
}
