import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { detectCi } from '../../src/machine/environment.js';

// Compiled to dist/test/e2e, three folders below the root.
const root = new URL('../../../', import.meta.url);
const bin = fileURLToPath(new URL('bin/perfcmp.js', root));

/** What a program left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built program, running. */
export interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
  /** Resolves when stderr matches; rejects when the program ends before it does. */
  readonly says: (pattern: RegExp) => Promise<void>;
}

/** A folder of its own to run in, with its own store and cache of built targets. */
export interface Sandbox {
  readonly folder: string;
  readonly start: (args: readonly string[], env?: NodeJS.ProcessEnv) => Program;
  readonly run: (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<Outcome>;
  /** The same within this process, which costs a fraction and leaves its variables set: for what measures nothing. */
  readonly runHere: (args: readonly string[]) => Promise<Pick<Outcome, 'code' | 'stdout' | 'stderr'>>;
  readonly remove: () => void;
}

export function createSandbox(): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-e2e-'));
  const kept = { XDG_STATE_HOME: join(folder, 'state'), PERFCMP_CACHE_DIR: join(folder, 'cache') };
  const own = { PATH: process.env.PATH, HOME: folder, ...kept };
  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Program =>
    watch(spawn(process.execPath, [bin, ...args], { cwd: folder, env: { ...own, ...env }, stdio: 'pipe' }));
  return {
    folder,
    start,
    run: (args, env) => start(args, env).ended,
    runHere: async (args) => {
      Object.assign(process.env, kept);
      leaveCi(process.env);
      const { perfcmpHere } = await import('../cli/harness.js');
      return perfcmpHere(args, { cwd: folder, env: own });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What a report says of its environment is read from this process: it is in no CI system, as the programs of a sandbox are. */
function leaveCi(env: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(env)) if (detectCi({ [name]: value }) !== null) delete env[name];
}

function watch(child: ChildProcess): Program {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Outcome>((done) => {
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
  const says = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(stderr)) {
      const end = await Promise.race([ended, delay(20)]);
      if (end !== undefined) throw new Error(`ended without saying ${pattern}: ${stderr}`);
    }
  };
  return { child, ended, says };
}

/**
 * A command line that runs a program of test/fixtures/e2e; `marker` makes its processes known by an argument. One thread:
 * what V8's helpers compile and collect after a slice would count as work while others are measured.
 */
export function fixture(file: string, marker = ''): string {
  return `node --single-threaded ${fileURLToPath(new URL(`test/fixtures/e2e/${file}`, root))} ${marker}`.trimEnd();
}

/** Ids of processes that have this text among their arguments. */
export function processesWith(marker: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => argumentsOf(pid).includes(marker))
    .map(Number);
}

function argumentsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** Polls until it holds; rejects after twenty seconds. */
export async function eventually(what: string, holds: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > deadlineMs) throw new Error(`did not happen within 20 s: ${what}`);
    await delay(20);
  }
}
