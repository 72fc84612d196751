import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { placeOfError } from './error-place.js';

/** What a config file's module exports. */
export type ConfigModule = { readonly hasDefault: true; readonly value: unknown } | { readonly hasDefault: false };

/** A config file's module, with what it imports; throws what its code throws. */
export async function importConfigModule(path: string): Promise<ConfigModule> {
  if (!canImport(path)) return importWithJiti(path);
  try {
    return defaultOf(await import(pathToFileURL(path).href));
  } catch (error) {
    // In none of these cases has any of its code been run.
    if (isForJiti(error)) return importWithJiti(path);
    throw error;
  }
}

/** Where a package's module lies, as an import from this file would find it; null: there is none. */
export async function findPackageModule(specifier: string, importer: string): Promise<string | null> {
  try {
    return createRequire(importer).resolve(specifier);
  } catch {
    // A package that is only for import.
    const jiti = await jitiFor(importer);
    const url = jiti.esmResolve(specifier, { try: true });
    return url === undefined ? null : fileURLToPath(url);
  }
}

function canImport(path: string): boolean {
  // Whether node strips types is only known to newer versions of it, whose types are not ours.
  return (
    !/^\.[cm]?ts$/.test(extname(path)) || ('typescript' in process.features && Boolean(process.features.typescript))
  );
}

/**
 * A syntax that node does not read, of TypeScript or wrong, for which jiti knows the line; or `perfcmp` itself, which is not
 * to be found beside a config file where perfcmp is installed for all folders or run by npx.
 */
function isForJiti(error: unknown): boolean {
  if (!(error instanceof Error) || placeOfError(error) !== null) return false;
  if (error instanceof SyntaxError) return true;
  return 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && /package 'perfcmp'/.test(error.message);
}

async function importWithJiti(path: string): Promise<ConfigModule> {
  const jiti = await jitiFor(path);
  return defaultOf(await jiti.import(path));
}

async function jitiFor(path: string) {
  const { createJiti } = await import('jiti');
  // Named by its place, as a config file names it: nothing here depends on it.
  const perfcmp: Record<string, unknown> = await import(new URL('../index.js', import.meta.url).href);
  // What it would keep for the next time would lie in a folder that others may write to.
  return createJiti(path, { fsCache: false, interopDefault: false, virtualModules: { perfcmp } });
}

function defaultOf(module: unknown): ConfigModule {
  if (typeof module === 'object' && module !== null && 'default' in module)
    return { hasDefault: true, value: module.default };
  // As jiti gives what was exported by CommonJS.
  const isEmpty = typeof module !== 'object' || module === null || '__esModule' in module || isNamespace(module);
  return isEmpty ? { hasDefault: false } : { hasDefault: true, value: module };
}

function isNamespace(module: object): boolean {
  return Reflect.get(module, Symbol.toStringTag) === 'Module';
}
