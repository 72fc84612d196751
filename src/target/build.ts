import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PerfcmpError, TargetError } from '../errors.js';
import { checkTools, toolProblems } from '../machine/toolchain.js';
import type { TargetManifest } from '../model/target.js';
import { cacheFolder, copyTarget, hashTarget } from './build-cache.js';
import { beginBuild, pruneBuilds, seedBuild, touchBuild, UNFINISHED } from './build-history.js';
import { versionInFile } from './locked-version.js';
import { type BuildEvent, runSteps } from './run-steps.js';

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
  /** Builds anew what has been built, from nothing. */
  readonly rebuild?: boolean;
}

/** Builds a target once for each content of its files and version of its tools; a TargetError says what is missing or what failed. */
export async function buildTarget(manifest: TargetManifest, options: BuildOptions): Promise<BuiltTarget> {
  const missing = await missingTools(manifest);
  if (missing !== null) throw missing;
  // Without a build nothing is written, so the folder itself will do.
  if (manifest.build.length === 0) return describeBuilt(manifest, manifest.folder, true);
  const key = `${manifest.name}-${(await hashTarget(manifest)).slice(0, 12)}`;
  const cached = join(cacheFolder(), key);
  const folder = join(cached, basename(manifest.folder));
  if (existsSync(folder) && options.rebuild !== true) {
    await touchBuild(cached);
    return describeBuilt(manifest, folder, true);
  }
  await buildInto(cached, manifest, options).catch((error: unknown) => {
    throw cacheError(manifest.name, error);
  });
  return describeBuilt(manifest, folder, false);
}

/** Names every tool that is missing or too old, with what to install; null where all are there. */
export async function missingTools({ name, requires }: TargetManifest): Promise<TargetError | null> {
  const checks = await checkTools(requires);
  const missing = checks.filter((check) => check.problem !== null);
  if (missing.length === 0) return null;
  const tools = requires.filter((tool) => missing.some((check) => check.name === tool.name));
  const hints = [...new Set(tools.flatMap((tool) => tool.hint ?? []))];
  return new TargetError('tool-missing', name, `target "${name}": ${toolProblems(missing)}`, {
    hint: hints.join('; ') || `install ${tools.map((tool) => tool.name).join(' and ')}`,
  });
}

/** Builds beside the final place and moves there when complete: who looks finds all of it or nothing. */
async function buildInto(cached: string, manifest: TargetManifest, options: BuildOptions): Promise<void> {
  const building = await beginBuild(manifest.name);
  try {
    const folder = await copyTarget(manifest, building);
    const reused = manifest.reuse.map((path) => join(basename(folder), path));
    if (options.rebuild !== true) await seedBuild(manifest.name, reused, building);
    await buildSteps(manifest, folder, { ...options, building, cached });
    await moveIntoPlace(building, cached, options.rebuild === true);
  } finally {
    await rename(`${building}.log`, `${cached}.log`).catch(() => {});
    await rm(building, { recursive: true, force: true });
  }
  await pruneBuilds(manifest.name);
}

async function moveIntoPlace(building: string, cached: string, replaces: boolean): Promise<void> {
  const old = `${cached}.${randomUUID()}${UNFINISHED}`;
  if (replaces) await rename(cached, old).catch(() => {});
  await rename(building, cached).catch((error: NodeJS.ErrnoException) => {
    // Another perfcmp was faster; its result is the same.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  await touchBuild(cached);
  // Servers that run from it hold their files open.
  if (replaces) await rm(old, { recursive: true, force: true });
}

/** What the file system refused, as an error of the target; every other error as it is. */
function cacheError(target: string, error: unknown): unknown {
  if (error instanceof PerfcmpError || !(error instanceof Error) || !('syscall' in error)) return error;
  return new TargetError('build-failed', target, `target "${target}": cannot be built in the cache: ${error.message}`, {
    hint: 'free the disk, or set PERFCMP_CACHE_DIR to a folder that can be written',
    cause: error,
  });
}

function buildSteps(
  manifest: TargetManifest,
  cwd: string,
  options: BuildOptions & { readonly building: string; readonly cached: string },
): Promise<void> {
  const { name: target, build: steps, buildTimeoutMs: timeoutMs } = manifest;
  const { building, cached, onEvent, signal } = options;
  const logs = { logFile: `${building}.log`, shownLogFile: `${cached}.log` };
  return runSteps({ target, steps, cwd, timeoutMs, timeoutName: 'its buildTimeoutMs', ...logs, onEvent, signal });
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
