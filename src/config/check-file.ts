import type { z } from 'zod';
import type { Problem } from '../errors.js';
import { suggestion } from '../units/nearest.js';
import { kindText, valueText } from '../units/value-words.js';
import { keysAt, userConfigSchema } from './schema.js';
import type { UserConfig } from './types.js';

/** A config file's content as a UserConfig, or everything that is wrong with its shape. */
export function checkUserConfig(
  content: unknown,
  fileName: string,
): { readonly config: UserConfig } | { readonly problems: readonly Problem[] } {
  const checked = checkContent(userConfigSchema, content, fileName, keysAt);
  return 'value' in checked ? { config: checked.value } : checked;
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
  return [{ where, message: `${expectation(issue)}, got ${valueText(value)}` }];
}

function isKeyIssue(issue: Issue): boolean {
  return issue.code === 'unrecognized_keys';
}

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return `must be ${kindText(issue.expected)}`;
  if (issue.code === 'invalid_union') {
    const parts = issue.errors.flatMap((errors) =>
      errors.flatMap((inner) => ('expected' in inner ? inner.expected : [])),
    );
    return `must be ${[...new Set(parts)].map((part) => kindText(part)).join(' or ')}`;
  }
  return issue.code === 'too_small' ? 'must not be empty or negative' : issue.message;
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
