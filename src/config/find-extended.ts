import { existsSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { suggestion } from '../units/nearest.js';
import { findPackageModule } from './import-module.js';
import { accept, type Parsed, reject } from './parsers.js';
import { presetNames } from './preset-file.js';
import type { ConfigPlace } from './read-content.js';

/** What an entry of `extends` stands for. */
export type Extended =
  | { readonly kind: 'preset'; readonly name: string }
  | { readonly kind: 'file'; readonly place: ConfigPlace };

/** Finds what an entry of `extends` names: a path is seen from the file that names it, a preset goes before a package. */
export async function findExtended(text: string, importer: ConfigPlace, cwd: string): Promise<Parsed<Extended>> {
  if (/^\.{1,2}\//.test(text) || isAbsolute(text)) {
    const path = resolve(dirname(importer.path), text);
    if (!existsSync(path)) return reject(`no such file: "${text}"`, `looked for ${path}`);
    return accept({ kind: 'file', place: { path, name: shownPath(path, cwd) } });
  }
  const presets = presetNames();
  if (presets.includes(text)) return accept({ kind: 'preset', name: text });
  const path = text === '' ? null : await findPackageModule(text, importer.path);
  if (path !== null) return accept({ kind: 'file', place: { path, name: text } });
  if (existsSync(resolve(dirname(importer.path), text))) return reject(`names no package: "${text}"`, `try ./${text}`);
  const hint = suggestion(text, presets, `presets: ${presets.join(', ')}; ./ begins the path of a file`);
  return reject(`there is no preset or installed package "${text}"`, hint);
}

/** As people would name it from where they are. */
function shownPath(path: string, cwd: string): string {
  return relative(cwd, path) || path;
}
