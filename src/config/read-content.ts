import { readFileSync, realpathSync } from 'node:fs';
import { dirname, extname, relative } from 'node:path';
import { ConfigError } from '../errors.js';
import { parseJson } from '../units/json-syntax.js';
import { type FilePlace, placeOfError } from './error-place.js';
import { importConfigModule } from './import-module.js';
import type { ConfigEnv } from './user-config.js';

/** A config file to be read. */
export interface ConfigPlace {
  readonly path: string;
  /** As messages name it. */
  readonly name: string;
}

const FORM = 'export default { targets: [...] }';

/** What a config file says: its JSON, or its default export, called where it is a function; throws a ConfigError of one line. */
export async function readConfigContent(place: ConfigPlace, env: ConfigEnv): Promise<unknown> {
  return extname(place.path) === '.json' ? readJson(place) : readModule(place, env);
}

function readJson({ path, name }: ConfigPlace): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw refusal(name, `cannot be read: ${reasonOf(error)}`);
  }
  const parsed = parseJson(text);
  if (parsed.ok) return parsed.value;
  const { line, column, message, hint } = parsed.fault;
  throw refusal(`${name}, line ${line}, column ${column}`, message, hint ?? 'it must be plain JSON');
}

async function readModule(place: ConfigPlace, env: ConfigEnv): Promise<unknown> {
  try {
    const module = await importConfigModule(place.path);
    if (!module.hasDefault) throw refusal(place.name, 'has no default export', FORM);
    const { value } = module;
    const content: unknown = await (typeof value === 'function' ? value(env) : value);
    if (content !== undefined || typeof value !== 'function') return content;
    throw refusal(place.name, 'its function returns nothing', 'return { targets: [...] }');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw codeError(place, error);
  }
}

/** What went wrong in code that is not ours, at the line where it did. */
function codeError(place: ConfigPlace, error: unknown): ConfigError {
  const unread = syntaxFault(error);
  if (unread !== null)
    return refusal(placeText(place, unread.place), `cannot be read: ${unread.message}`, 'mend the syntax there');
  const at = placeOfError(error);
  const where = at === null ? place.name : placeText(place, at);
  if (at === null && isModuleError(error)) return refusal(where, `cannot be read: ${reasonOf(error)}`, MISSING);
  const what = error instanceof Error ? `${error.name}: ${reasonOf(error)}` : `"${reasonOf(error)}"`;
  const isCommonJs =
    error instanceof ReferenceError && /^(?:module|exports|require) is not defined/.test(error.message);
  return refusal(where, `threw ${what}`, isCommonJs ? FORM : 'the file is run as code, and this is what its code says');
}

const MISSING = 'what it imports must be installed beside it; ./ begins a file of its own';

/** As jiti tells of code that cannot be read: `ParseError: what is wrong \n file:line:column`. */
function syntaxFault(error: unknown): { readonly message: string; readonly place: FilePlace } | null {
  if (!(error instanceof Error)) return null;
  const [, message, path, line] = /^(?:\w+: )?(.*?)\s*\n\s*(.+):(\d+):\d+\s*$/s.exec(error.message) ?? [];
  if (message === undefined || path === undefined) return null;
  return { message: message.split('\n')[0] ?? '', place: { path, line: Number(line) } };
}

function isModuleError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(ERR_|MODULE_)/.test(String(error.code));
}

/** Of a file that a config imports its own name, seen from the config's folder. */
function placeText({ path, name }: ConfigPlace, place: FilePlace): string {
  const file = realPath(place.path) === realPath(path) ? name : relative(dirname(path), place.path);
  return `${file}, line ${place.line}`;
}

/** Without links, where there is such a file. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // The first line says it; what follows are stacks of whoever was asked.
  return text.split('\n')[0] ?? '';
}

function refusal(where: string, message: string, hint?: string): ConfigError {
  return new ConfigError([{ where, message, hint }]);
}
