import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigError, type Problem } from '../errors.js';
import type { RunEvent } from '../model/events.js';
import { type BrokenTarget, findTargets, type TargetCatalog } from '../target/discover.js';
import { MANIFEST_FILE } from '../target/manifest-problems.js';
import { targetsRoot } from '../target/targets-root.js';

/** The bundled targets and those in folders of the user's, which a relative path names from `cwd`. */
export async function openCatalog(targetsDirs: readonly string[], cwd: string): Promise<TargetCatalog> {
  const folders = targetsDirs.map((folder) => resolve(cwd, folder));
  const problems = folders.flatMap((folder, index) => folderProblem(folder, targetsDirs[index] ?? folder));
  if (problems.length > 0) throw new ConfigError(problems);
  const catalog = await findTargets([targetsRoot(), ...new Set(folders)]);
  // What lies beside the bundled targets is known to be there.
  return { ...catalog, others: catalog.others.filter((folder) => dirname(folder) !== targetsRoot()) };
}

function folderProblem(folder: string, named: string): Problem[] {
  const where = `targets folder "${named}"`;
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    return [{ where, message: 'no such folder', hint: 'it holds one folder for each target' }];
  }
  if (!existsSync(join(folder, MANIFEST_FILE))) return [];
  return [{ where, message: 'is a target itself', hint: 'name the folder around it' }];
}

/** That a broken folder is left out of a group, where nobody named it. */
export function brokenWarnings(broken: readonly BrokenTarget[]): RunEvent[] {
  return broken.map(({ names, problems: [first, ...others] }) => ({
    kind: 'warning',
    warning: {
      code: 'target-unavailable',
      level: 'warn',
      target: names[0] ?? '',
      scenario: null,
      profile: null,
      message:
        `its target.json is wrong: ${first === undefined ? '' : `${first.where.split('target.json ')[1] ?? ''} ${first.message}`.trim()}` +
        (others.length === 0 ? '' : `, and ${others.length} more (perfcmp list shows all)`),
    },
  }));
}
