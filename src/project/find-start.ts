import type { FoundStart, PackageManifest } from './project.js';
import { type HasFile, scriptCommand } from './script-command.js';

/** Scripts that may start the server, the most likely to be the one that is meant for use first. */
const SCRIPTS = ['start:prod', 'start', 'serve', 'server', 'dev'];
const NAMES = ['server', 'app', 'index', 'main'];
const ENDINGS = ['.js', '.mjs', '.cjs', '.ts', '.mts'];

/** What a project's files say of how its server is started. */
export interface ProjectFiles {
  readonly hasFile: HasFile;
  /** Null: there is no such file. */
  readonly read: (path: string) => string | null;
  /** Paths of files in a folder and below it that end so, those nearest to it first. */
  readonly list: (folder: string, ending: string) => readonly string[];
}

/** How the server is started: by a script, else by the package's main file or one of the usual names, if that serves; null: no sign of one. */
export function findStart(manifest: PackageManifest | null, files: ProjectFiles): FoundStart | null {
  const { scripts = {}, main = null } = manifest ?? {};
  for (const name of SCRIPTS) {
    const script = scripts[name];
    const found = script === undefined ? null : scriptCommand(script, scripts, files.hasFile);
    if (found !== null) return { ...found, from: `"${name}" of package.json` };
  }
  const named = main === null ? [] : [{ path: main.replace(/^\.\//, ''), from: '"main" of package.json' }];
  const usual = ['', 'src/'].flatMap((folder) =>
    NAMES.flatMap((name) => ENDINGS.map((ending) => ({ path: `${folder}${name}${ending}`, from: 'its name' }))),
  );
  for (const { path, from } of [...named, ...usual]) {
    const source = files.read(path);
    const runner = runnerOf(path, files.hasFile);
    if (source !== null && runner !== null && serves(source))
      return { command: `${runner} ${path}`, entry: path, from };
  }
  return null;
}

/** What runs a file; null: nothing that is there. */
function runnerOf(path: string, hasFile: HasFile): string | null {
  if (/\.[cm]?js$/.test(path)) return 'node';
  return ['node_modules/.bin/tsx', 'node_modules/.bin/ts-node'].find(hasFile) ?? null;
}

/** A library's main file is no server. */
function serves(source: string): boolean {
  return /\.listen\s*\(|\bcreateServer\s*\(|\bserve\s*\(/.test(source);
}
