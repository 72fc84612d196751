import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TargetManifest } from '../model/target.js';

/** The version a target will have once it is built, as far as its files tell; null where only the running server knows. */
export async function lockedVersion({ version, folder }: TargetManifest): Promise<string | null> {
  if (version.kind === 'runtime') return null;
  if (version.kind === 'fixed') return version.version;
  if (version.kind === 'file') return versionInFile(join(folder, version.path), version.pattern);
  try {
    const lock: unknown = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'));
    const { packages = {} } = lock as { packages?: Record<string, { version?: string }> };
    return packages[`node_modules/${version.package}`]?.version ?? null;
  } catch {
    return null;
  }
}

/** What the pattern's group matches in a file; null where it does not, or there is none. */
export async function versionInFile(file: string, pattern: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return new RegExp(pattern, 'm').exec(text)?.[1] ?? null;
}
