import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { asksForDebug, exitCodeOf, renderError } from '../../src/cli/errors.js';
import { runProgram } from '../../src/cli/program.js';
import type { TerminalStream } from '../../src/cli/terminal.js';

// Compiled to dist/test/cli, three folders below the root.
const root = new URL('../../../', import.meta.url);
const bin = fileURLToPath(new URL('bin/perfcmp.js', root));

/** What a program left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program in a folder without a config file and waits for its end. */
export async function perfcmp(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, stdout, stderr };
}

/**
 * The same within this process, which costs a fraction: for what is over before anything is started. Only the command line
 * is given `env`; what a session asks of the environment is this process's. `onText` hears both streams in order.
 */
export async function perfcmpHere(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly onText?: (text: string) => void } = {},
): Promise<Outcome> {
  const said = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof said): TerminalStream => ({
    write: (text, done) => {
      said[name] += text;
      options.onText?.(text);
      done?.();
      return true;
    },
  });
  const [stdout, stderr] = [stream('stdout'), stream('stderr')];
  const env = { PATH: process.env.PATH, ...options.env };
  const running = runProgram({ argv: args, cwd: options.cwd ?? tmpdir(), env, stdout, stderr });
  const code = await running.catch((error: unknown) => {
    stderr.write(renderError(error, { color: false, debug: asksForDebug({ argv: args, env }) }));
    return exitCodeOf(error);
  });
  return { code, ...said };
}

/** Compares with test/cli/golden/<name>; UPDATE_GOLDEN=1 writes it, a difference leaves `<name>.got` beside. */
export function assertGolden(name: string, actual: string): void {
  const path = fileURLToPath(new URL(`test/cli/golden/${name}`, root));
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, actual);
  const expected = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (actual === expected) rmSync(`${path}.got`, { force: true });
  else writeFileSync(`${path}.got`, actual);
  assert.equal(actual, expected, `output differs from ${path}`);
}
