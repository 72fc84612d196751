import type { z } from 'zod';
import type { Problem } from '../errors.js';
import { suggestion } from '../units/nearest.js';
import { kindText, valueText } from '../units/value-words.js';
import { keysAt, userConfigSchema } from './schema.js';
import type { UserConfig } from './user-config.js';

/** A config file as far as it can be used, and everything that is wrong with its shape. */
export interface CheckedConfig {
  /** Without the keys that are wrong; null where too much would be missing. */
  readonly config: UserConfig | null;
  readonly problems: readonly Problem[];
}

/** Holds a config file's content against its schema. */
export function checkUserConfig(content: unknown, fileName: string): CheckedConfig {
  const result = userConfigSchema.safeParse(content);
  if (result.success) return { config: result.data, problems: [] };
  const { issues } = result.error;
  const problems = issues.flatMap((issue) => problemsOf(issue, [], { content, fileName, keys: keysAt }));
  const rest = userConfigSchema.safeParse(withoutFaults(content, issues));
  return { config: rest.success ? rest.data : null, problems };
}

/** Unknown keys are left out, and keys at the top whose values have the wrong type; a load needs all of its own. */
function withoutFaults(content: unknown, issues: readonly Issue[]): unknown {
  if (!isObject(content)) return content;
  const rest: Record<string, unknown> = { ...content };
  const load: unknown = rest.load;
  const ownLoad: Record<string, unknown> | null = isObject(load) ? { ...load } : null;
  for (const issue of issues) {
    const [first, ...inner] = issue.path;
    if (first === 'load' && issue.code === 'unrecognized_keys' && inner.length === 0 && ownLoad !== null) {
      for (const key of issue.keys) delete ownLoad[key];
    } else if (first === undefined && issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) delete rest[key];
    } else if (first !== undefined && first !== 'load') {
      delete rest[String(first)];
    }
  }
  return ownLoad === null ? rest : { ...rest, load: ownLoad };
}

/** A file's content as its schema has it, or everything that is wrong with its shape. */
export function checkContent<T>(
  schema: z.ZodType<T>,
  content: unknown,
  fileName: string,
  keys: KnownKeys = () => [],
): { readonly value: T } | { readonly problems: readonly Problem[] } {
  const result = schema.safeParse(content);
  if (result.success) return { value: result.data };
  return { problems: result.error.issues.flatMap((issue) => problemsOf(issue, [], { content, fileName, keys })) };
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];
/** The keys that are known at a path. */
type KnownKeys = (path: Path) => readonly string[];

interface Checked {
  readonly content: unknown;
  readonly fileName: string;
  readonly keys: KnownKeys;
}

function problemsOf(issue: Issue, base: Path, checked: Checked): readonly Problem[] {
  const { content, fileName, keys } = checked;
  const path = [...base, ...issue.path];
  const value = valueAt(content, path);
  const where = [fileName, pathText(path)].filter((part) => part !== '').join(', ');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      where,
      message: `unknown key "${key}"`,
      hint: keys(path).length === 0 ? undefined : suggestion(key, keys(path), `known keys: ${keys(path).join(', ')}`),
    }));
  }
  // Of "text or object" the branch that the value was meant for says what is wrong with it.
  if (issue.code === 'invalid_union' && isObject(value)) {
    const branch = issue.errors.find((errors) => errors.every((inner) => inner.path.length > 0 || isKeyIssue(inner)));
    if (branch !== undefined) return branch.flatMap((inner) => problemsOf(inner, path, checked));
  }
  const kinds = kindsOf(issue);
  const message = kinds.length > 0 ? `must be ${orText(kinds)}` : expectation(issue);
  if (value === undefined && path.length > 0) return [{ where, message: 'is missing', hint: `it ${message}` }];
  const hint = isEmptyList(issue) ? 'name at least one, or leave it out' : formHint(kinds, value);
  return [{ where, message: `${message}, got ${valueText(value)}`, hint }];
}

function isKeyIssue(issue: Issue): boolean {
  return issue.code === 'unrecognized_keys';
}

/** The kinds of value that are expected; empty where it is not the kind that is wrong. */
function kindsOf(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [issue.expected];
  if (issue.code !== 'invalid_union') return [];
  return [...new Set(issue.errors.flatMap((errors) => errors.flatMap((inner) => kindsOf(inner))))];
}

function orText(kinds: readonly string[]): string {
  return [...new Set(kinds.map(kindText))].join(' or ');
}

function isEmptyList(issue: Issue): boolean {
  return issue.code === 'too_small' && issue.origin === 'array';
}

function expectation(issue: Issue): string {
  if (isEmptyList(issue)) return 'must not be empty';
  return issue.code === 'too_small' ? 'must not be empty or negative' : issue.message;
}

/** The same value in a form that would be understood, where there is one. */
function formHint(kinds: readonly string[], value: unknown): string | undefined {
  const isScalar = typeof value === 'string' || typeof value === 'number';
  if (kinds.includes('string') && typeof value === 'number') return `write it in quotes: "${value}"`;
  if (kinds.includes('boolean')) return 'write true or false, without quotes';
  if (/^(number|int)$/.test(kinds[0] ?? '')) return 'write it without quotes, like 5';
  if (kinds.includes('array')) return `write it in brackets: [${isScalar ? JSON.stringify(value) : '...'}]`;
  return kinds.some((kind) => kind === 'object' || kind === 'record') ? 'write it in braces: { ... }' : undefined;
}

function pathText(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? Reflect.get(value, key) : undefined), content);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
