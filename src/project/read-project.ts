import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { checkoutSteps, missingBuild } from './build-steps.js';
import { findStart, type ProjectFiles } from './find-start.js';
import { frameworkOf } from './frameworks.js';
import { nestRoutes } from './nest-routes.js';
import { parseManifest } from './package-manifest.js';
import type { FoundServer, FoundStart, PackageManifest, Project } from './project.js';
import { routesOf } from './server-routes.js';
import { fixedPortOf, importedApp, listensItself, portVariableOf } from './server-source.js';
import type { Follow } from './source-unit.js';

/** Longer sources are made by a program. */
const MOST_BYTES = 500_000;
/** Of what an import may mean that has none. */
const ENDINGS = ['.js', '.ts', '.mjs', '.cjs', '.mts'];

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
    list: (inner, ending) => {
      if (!existsSync(join(folder, inner))) return [];
      const paths = readdirSync(join(folder, inner), { recursive: true, encoding: 'utf8' });
      const depthOf = (path: string): number => path.split(sep).length;
      return paths
        .filter((path) => path.endsWith(ending))
        .toSorted((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1))
        .map((path) => posix.join(inner, ...path.split(sep)));
    },
  };
}

function serverOf(start: FoundStart, manifest: PackageManifest | null, files: ProjectFiles): FoundServer {
  const entry = start.entry === null ? null : sourceOf(start.entry, files);
  const imported = entry === null ? null : importedApp(entry.text);
  const app = entry === null || imported === null ? null : importedFile(entry.path, imported, files);
  const framework = frameworkOf(manifest?.dependencies ?? []);
  const listening = [entry, app].find((file) => file !== null && listensItself(file.text));
  const variable = portVariableOf(listening?.text ?? '');
  return {
    ...start,
    // Set before the command, so that the checkouts of a gate are told, too.
    command: variable === null ? start.command : `${variable}={port} ${start.command}`,
    framework,
    ...(framework === 'NestJS' ? routesOfNest(entry, files) : routesOfFiles([entry, app], files)),
    fixedPort: fixedPortOf(listening?.text ?? ''),
    buildSteps: missingBuild(start, manifest, files.hasFile),
  };
}

type FoundRoutes = Pick<FoundServer, 'routes' | 'routesFrom'>;

/** Of the first that has any. */
function routesOfFiles(sources: readonly (SourceFile | null)[], files: ProjectFiles): FoundRoutes {
  const found = sources.flatMap((file) =>
    file === null ? [] : [{ routes: routesIn(file, files), routesFrom: file.path }],
  );
  return found.find(({ routes }) => routes.length > 0) ?? { routes: [], routesFrom: null };
}

function routesOfNest(entry: SourceFile | null, files: ProjectFiles): FoundRoutes {
  const main = entry?.text ?? files.read('src/main.ts');
  const sources = (ending: string): string[] => files.list('src', ending).flatMap((path) => files.read(path) ?? []);
  const routes = main === null ? [] : nestRoutes(main, sources('.controller.ts'), sources('.module.ts'));
  return { routes, routesFrom: routes.length === 0 ? null : 'the controllers in src' };
}

function routesIn({ path, text }: SourceFile, files: ProjectFiles): readonly string[] {
  return routesOf(text, followFrom(path, files));
}

function followFrom(path: string, files: ProjectFiles): Follow {
  return (specifier) => {
    const file = importedFile(path, specifier, files);
    return file === null ? null : { source: file.text, follow: followFrom(file.path, files) };
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

function importedFile(importer: string, specifier: string, files: ProjectFiles): SourceFile | null {
  const path = posix.join(posix.dirname(importer), specifier);
  const bare = path.replace(/\.[cm]?js$/, '');
  return firstOf([path, ...[bare, `${bare}/index`].flatMap((name) => ENDINGS.map((ending) => name + ending))], files);
}

function firstOf(paths: readonly string[], { read }: ProjectFiles): SourceFile | null {
  for (const path of paths) {
    const text = read(path);
    if (text !== null) return { path, text };
  }
  return null;
}
