import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, type WriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PerfcmpError, TargetError } from '../errors.js';
import { checkTools } from '../machine/toolchain.js';
import type { RunEvent } from '../model/events.js';
import type { TargetManifest } from '../model/target.js';
import { cacheFolder, copyTarget, hashTarget } from './build-cache.js';
import { runBuildStep } from './build-step.js';
import { interruptedError } from './interrupted.js';
import { versionInFile } from './locked-version.js';

const STEP_TIMEOUT_MS = 15 * 60_000;
const LOG_TAIL_LINES = 20;
const UNFINISHED = '.building';
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** Progress of a build. */
export type BuildEvent = Extract<RunEvent, { readonly kind: 'build' }>;

/** A target whose build has run, in the folder it is started from. */
export interface BuiltTarget {
  readonly manifest: TargetManifest;
  readonly folder: string;
  /** As its VersionSource tells it; null: only the running server knows. */
  readonly version: string | null;
  /** True when nothing had to be built. */
  readonly fromCache: boolean;
}

/** Who follows a build, and what ends it early. */
export interface BuildOptions {
  readonly onEvent?: (event: BuildEvent) => void;
  readonly signal: AbortSignal;
}

/** Builds a target once for each content of its files; a TargetError says what is missing or what failed. */
export async function buildTarget(manifest: TargetManifest, options: BuildOptions): Promise<BuiltTarget> {
  await requireTools(manifest);
  // Without a build nothing is written, so the folder itself will do.
  if (manifest.build.length === 0) return describeBuilt(manifest, manifest.folder, true);
  const key = `${manifest.name}-${(await hashTarget(manifest)).slice(0, 12)}`;
  const cached = join(cacheFolder(), key);
  const folder = join(cached, basename(manifest.folder));
  if (existsSync(folder)) return describeBuilt(manifest, folder, true);
  await buildInto(cached, manifest, options).catch((error: unknown) => {
    throw cacheError(manifest.name, error);
  });
  return describeBuilt(manifest, folder, false);
}

async function requireTools(manifest: TargetManifest): Promise<void> {
  const checks = await checkTools(manifest.requires);
  const missing = checks.filter((check) => check.problem !== null);
  if (missing.length === 0) return;
  const hints = manifest.requires.filter((tool) => missing.some((check) => check.name === tool.name));
  const reasons = missing.map((check) => check.problem).join(', ');
  throw new TargetError('tool-missing', manifest.name, `target "${manifest.name}": ${reasons}`, {
    hint:
      hints.flatMap((tool) => tool.hint ?? []).join('; ') || `install ${hints.map((tool) => tool.name).join(' and ')}`,
  });
}

/** Builds beside the final place and moves there when complete: who looks finds all of it or nothing. */
async function buildInto(cached: string, manifest: TargetManifest, options: BuildOptions): Promise<void> {
  const building = `${cached}.${randomUUID()}${UNFINISHED}`;
  await mkdir(building, { recursive: true });
  await removeAbandoned(dirname(cached));
  const log = createWriteStream(`${building}.log`);
  // A log that cannot be written, on a full disk for example, is no reason to end the build.
  log.on('error', () => {});
  try {
    await runSteps(manifest, await copyTarget(manifest, building), { ...options, log, logFile: `${cached}.log` });
    await rename(building, cached).catch((error: NodeJS.ErrnoException) => {
      // Another perfcmp was faster; its result is the same.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await new Promise<void>((resolve) => log.end(() => resolve()));
    await rename(`${building}.log`, `${cached}.log`).catch(() => {});
    await rm(building, { recursive: true, force: true });
  }
}

/** What the file system refused, as an error of the target; every other error as it is. */
function cacheError(target: string, error: unknown): unknown {
  if (error instanceof PerfcmpError || !(error instanceof Error) || !('syscall' in error)) return error;
  return new TargetError('build-failed', target, `target "${target}": cannot be built in the cache: ${error.message}`, {
    hint: 'free the disk, or set PERFCMP_CACHE_DIR to a folder that can be written',
    cause: error,
  });
}

/** What a killed perfcmp left behind: no build takes a day. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const isUnfinished = name.endsWith(UNFINISHED) || name.endsWith(`${UNFINISHED}.log`);
    if (!isUnfinished || (await modifiedMs(path)) > Date.now() - ABANDONED_AFTER_MS) continue;
    await rm(path, { recursive: true, force: true });
  }
}

/** When a path was last changed; now, where another perfcmp has just moved or removed it. */
function modifiedMs(path: string): Promise<number> {
  return stat(path).then(
    (facts) => facts.mtimeMs,
    () => Date.now(),
  );
}

async function runSteps(
  manifest: TargetManifest,
  cwd: string,
  options: BuildOptions & { readonly log: WriteStream; readonly logFile: string },
): Promise<void> {
  const startedMs = performance.now();
  const emit = (state: BuildEvent['state'], line: string | null) =>
    options.onEvent?.({ kind: 'build', target: manifest.name, state, line, elapsedMs: performance.now() - startedMs });
  const tail: string[] = [];
  const onLine = (line: string) => {
    options.log.write(`${line}\n`);
    if (tail.push(line) > LOG_TAIL_LINES) tail.shift();
    emit('output', line);
  };
  emit('started', null);
  for (const { command } of manifest.build) {
    options.log.write(`$ ${command.join(' ')}\n`);
    const failure = await runBuildStep({ command, cwd, timeoutMs: STEP_TIMEOUT_MS, onLine, signal: options.signal });
    if (options.signal.aborted) throw interruptedError(manifest.name);
    if (failure === null) continue;
    throw new TargetError('build-failed', manifest.name, `target "${manifest.name}": ${command.join(' ')} ${failure}`, {
      hint: `the whole log is in ${options.logFile}`,
      logTail: tail,
    });
  }
  emit('finished', null);
}

async function describeBuilt(manifest: TargetManifest, folder: string, fromCache: boolean): Promise<BuiltTarget> {
  return { manifest, folder, version: await readVersion(manifest, folder), fromCache };
}

async function readVersion({ version }: TargetManifest, folder: string): Promise<string | null> {
  if (version.kind === 'runtime') return null;
  if (version.kind === 'fixed') return version.version;
  if (version.kind === 'file') return versionInFile(join(folder, version.path), version.pattern);
  try {
    const json: unknown = JSON.parse(
      await readFile(join(folder, 'node_modules', version.package, 'package.json'), 'utf8'),
    );
    return (json as { version?: string }).version ?? null;
  } catch {
    return null;
  }
}
