import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HookSource } from '../../model/request-source.js';
import { accept, type Parsed, reject } from '../parsers.js';

/** Finds `--hook` and, for TypeScript that node cannot read by itself, tsx beside it. It is loaded by the threads. */
export function findHook(name: string): Parsed<Omit<HookSource, 'records'>> {
  const path = resolve(name);
  if (!existsSync(path)) return reject(`no such file: "${name}"`, 'name a module that exports function request');
  const url = pathToFileURL(path).href;
  if (/^\.[cm]?js$/.test(extname(path))) return accept({ url, name, tsxUrl: null });
  if (!/^\.[cm]?ts$/.test(extname(path))) return reject(`must be a .js, .mjs or .ts file, got "${name}"`);
  // Whether node strips types is only known to newer versions of it, whose types are not ours.
  if ('typescript' in process.features && process.features.typescript) return accept({ url, name, tsxUrl: null });
  try {
    // What require finds is made for require: the module for import lies beside it.
    const api = createRequire(path)
      .resolve('tsx/esm/api')
      .replace(/\.cjs$/, '.mjs');
    return accept({ url, name, tsxUrl: pathToFileURL(api).href });
  } catch {
    return reject(`"${name}" is TypeScript, which needs tsx`, 'npm install --save-dev tsx, or write it as .mjs');
  }
}
