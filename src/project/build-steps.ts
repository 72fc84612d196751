import type { FoundStart, PackageManifest } from './project.js';
import type { HasFile } from './script-command.js';

/** What installs from a lock file; null: as perfcmp does by itself. */
const INSTALLERS = [
  ['package-lock.json', null],
  ['npm-shrinkwrap.json', null],
  ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile'],
  ['yarn.lock', 'yarn install --frozen-lockfile'],
  ['bun.lock', 'bun install --frozen-lockfile'],
] as const;
const BUILD = 'npm run build';

/** Frameworks that start only what was built, with the folder it is built into. */
const BUILT_INTO = { next: '.next', nuxt: '.output' };
const OUTPUT_FOLDER = /^(?:dist|build|lib|out|\.output)\//;

/** What has to be run here before the server can start. */
export function missingBuild(start: FoundStart, manifest: PackageManifest | null, hasFile: HasFile): readonly string[] {
  const output = outputOf(start);
  const isThere = output === null || hasFile(output) || hasFile(`${output}.js`);
  return isThere || manifest?.scripts.build === undefined ? [] : [BUILD];
}

/** What makes a fresh checkout ready to be started; null: what perfcmp does by itself is enough. */
export function checkoutSteps(
  start: FoundStart | null,
  manifest: PackageManifest | null,
  hasFile: HasFile,
): readonly string[] | null {
  const isBuilt = start !== null && outputOf(start) !== null && manifest?.scripts.build !== undefined;
  const needsPackages = (manifest?.dependencies.length ?? 0) > 0;
  const installer = INSTALLERS.find(([lockFile]) => hasFile(lockFile))?.[1];
  if (!isBuilt && (!needsPackages || installer === null)) return null;
  // Without a lock file there is nothing that `npm ci` could install from.
  const install = installer === null ? 'npm ci' : (installer ?? 'npm install');
  return [...(needsPackages ? [install] : []), ...(isBuilt ? [BUILD] : [])];
}

/** What is started was built into this; null: it is started as it was written. */
function outputOf({ command, entry }: FoundStart): string | null {
  if (entry !== null) return OUTPUT_FOLDER.test(entry) ? entry : null;
  const [, folder = null] = Object.entries(BUILT_INTO).find(([program]) => command.includes(`/${program} `)) ?? [];
  return folder;
}
