import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { checkoutSteps, missingBuild } from './build-steps.js';
import { findStart, type ProjectFiles } from './find-start.js';
import { frameworkOf } from './frameworks.js';
import { parseManifest } from './package-manifest.js';
import type { FoundServer, FoundStart, PackageManifest, Project } from './project.js';
import { fixedPortOf, importedApp, routesOf } from './server-source.js';

/** Longer sources are made by a program. */
const MOST_BYTES = 500_000;

/** Finds out what a config for a folder can say; starts nothing. Throws where its package.json is no JSON. */
export function readProject(folder: string): Project {
  const files = filesOf(folder);
  const text = files.read('package.json');
  const manifest = text === null ? null : parseManifest(text);
  const start = findStart(manifest, files);
  return {
    name: manifest?.name ?? null,
    server: start === null ? null : serverOf(start, manifest, files),
    usesTypeScript: manifest?.dependencies.includes('typescript') === true || files.hasFile('tsconfig.json'),
    hasPerfcmp: files.hasFile('node_modules/perfcmp/package.json'),
    isRepository: files.hasFile('.git'),
    checkoutSteps: checkoutSteps(start, manifest, files.hasFile),
  };
}

function filesOf(folder: string): ProjectFiles {
  return {
    hasFile: (path) => existsSync(join(folder, path)),
    read: (path) => {
      const file = statSync(join(folder, path), { throwIfNoEntry: false });
      if (file === undefined || !file.isFile() || file.size > MOST_BYTES) return null;
      return readFileSync(join(folder, path), 'utf8');
    },
  };
}

function serverOf(start: FoundStart, manifest: PackageManifest | null, files: ProjectFiles): FoundServer {
  const entry = start.entry === null ? null : sourceOf(start.entry, files);
  const app = entry === null ? null : appOf(entry, files);
  const withRoutes = [entry, app].find((file) => file !== null && routesOf(file.text).length > 0) ?? null;
  return {
    ...start,
    framework: frameworkOf(manifest?.dependencies ?? []),
    routesFrom: withRoutes?.path ?? null,
    routes: withRoutes === null ? [] : routesOf(withRoutes.text),
    fixedPort: entry === null ? null : fixedPortOf(entry.text),
    buildSteps: missingBuild(start, manifest, files.hasFile),
  };
}

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The source of what is started: of what was compiled into another folder, what it was compiled from. */
function sourceOf(entry: string, files: ProjectFiles): SourceFile | null {
  const original = entry.replace(/^(?:dist|build|lib|out)\//, 'src/').replace(/\.([cm]?)js$/, '.$1ts');
  return firstOf([original, `${original}.ts`, entry, `${entry}.js`, posix.join(entry, 'index.js')], files);
}

function appOf({ path, text }: SourceFile, files: ProjectFiles): SourceFile | null {
  const imported = importedApp(text);
  if (imported === null) return null;
  const app = posix.join(posix.dirname(path), imported);
  const bare = app.replace(/\.[cm]?js$/, '');
  return firstOf([app, ...['.js', '.ts', '.mjs', '.cjs', '.mts'].map((ending) => `${bare}${ending}`)], files);
}

function firstOf(paths: readonly string[], { read }: ProjectFiles): SourceFile | null {
  for (const path of paths) {
    const text = read(path);
    if (text !== null) return { path, text };
  }
  return null;
}
