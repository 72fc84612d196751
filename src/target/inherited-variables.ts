import { createHash, randomBytes } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { findOnPath } from '../machine/toolchain.js';
import type { InheritedVariables } from '../model/resume.js';
import { isSecretVariable } from '../units/secret-headers.js';

/**
 * Names of variables that change how a program runs, whoever wrote it. What compilers read is not among them, as a build
 * is known by its files; nor is what an application calls its own, which nobody can know: `--env` sets that for good.
 */
const TELLING: readonly RegExp[] = [
  /^(LD_.*|GLIBC_TUNABLES|MALLOC_.*|_RJEM_MALLOC_CONF|TCMALLOC_.*|MIMALLOC_.*|OMP_NUM_THREADS|OPENSSL_CONF)$/,
  /^(NODE_.*|UV_THREADPOOL_SIZE|UV_USE_IO_URING|BUN_.*|DENO_.*)$/,
  /^(JAVA_.*|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CATALINA_OPTS|MAVEN_OPTS|GRADLE_OPTS)$/,
  /^(GOGC|GOMAXPROCS|GOMEMLIMIT|GODEBUG|GOTRACEBACK)$/,
  /^(RUST_.*|TOKIO_WORKER_THREADS|RAYON_NUM_THREADS)$/,
  /^(PYTHON.*|GUNICORN_.*|UVICORN_.*|WEB_CONCURRENCY)$/,
  /^(RUBY.*|RACK_ENV|RAILS_ENV|RAILS_MAX_THREADS|PHPRC|PHP_.*)$/,
  /^(DOTNET_.*|COMPlus_.*|CORECLR_.*|ASPNETCORE_.*)$/,
  /^(ERL_\w*FLAGS|ELIXIR_ERL_OPTIONS|MIX_ENV|DEBUG|LOG_LEVEL)$/,
  // Of the bundled targets, docs/TARGETS.md.
  /^PERFCMP_(BENCH_DELAY_US|CACHE_DELAY_MS|CACHE_MAX|MAX_BODY|FILE_DELAY_MS|FILE_CONCURRENCY)$/,
];

/** For whoever sits at a prompt; terminals of editors set some of them. */
const AT_A_PROMPT = /^(NODE_REPL_.*|PYTHONSTARTUP|PYTHON_BASIC_REPL|PYTHON_HISTORY)$/;

/** Looked for on PATH, of which only what it finds matters: some shells have a folder of their own on it. */
const RUNTIMES = ['node', 'bun', 'deno', 'java', 'python3', 'python', 'ruby', 'php', 'dotnet', 'erl'];

/** What programs that are started from here inherit and run by. */
export function inheritedVariables(
  env: NodeJS.ProcessEnv,
  salt: string = randomBytes(16).toString('hex'),
): InheritedVariables {
  const told = Object.entries(env).filter(([name, value]) => isTelling(name) && value);
  const values = [...told, ['PATH', runtimesOn(env.PATH ?? '')] as const];
  const hashes = values.map(([name, value]) => {
    const hash = createHash('sha256').update([salt, name, value].join('\0'));
    return [name, hash.digest('hex')] as const;
  });
  return { salt, hashes: Object.fromEntries(hashes) };
}

/** How a variable is not what it was. */
export interface ChangedVariable {
  readonly name: string;
  readonly change: 'set' | 'unset' | 'other';
}

/** Those that are not as they were, by name. */
export function changedVariables(before: InheritedVariables, env: NodeJS.ProcessEnv): ChangedVariable[] {
  const now = inheritedVariables(env, before.salt).hashes;
  const names = [...new Set([...Object.keys(before.hashes), ...Object.keys(now)])].sort();
  return names.flatMap((name): ChangedVariable[] => {
    const [was, is] = [before.hashes[name], now[name]];
    if (was === is) return [];
    return [{ name, change: was === undefined ? 'set' : is === undefined ? 'unset' : 'other' }];
  });
}

/** Not what lets somebody in, which may be another for every job of a CI. */
function isTelling(name: string): boolean {
  return TELLING.some((names) => names.test(name)) && !AT_A_PROMPT.test(name) && !isSecretVariable(name);
}

function runtimesOn(path: string): string {
  return RUNTIMES.map((name) => factsOf(findOnPath(name, path))).join('\n');
}

/** A program's content is large, and what replaces it is written anew. */
function factsOf(file: string | null): string {
  if (file === null) return '';
  const real = realpathSync(file);
  const { size, mtimeMs } = statSync(real);
  return `${real} ${size} ${mtimeMs}`;
}
