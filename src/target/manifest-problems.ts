import { join } from 'node:path';
import type { z } from 'zod';
import type { Problem } from '../errors.js';
import { nearest } from '../units/nearest.js';
import { kindText, valueText } from '../units/value-words.js';

/** The file that makes a folder a target. */
export const MANIFEST_FILE = 'target.json';

/** What was read and from where, and which fields there are at its top. */
export interface ReadManifest {
  readonly json: unknown;
  readonly folder: string;
  readonly fields: readonly string[];
}

/** One thing that is wrong with the shape of a target.json, in words that need no schema. */
export function problemsOf(issue: z.core.$ZodIssue, { json, folder, fields }: ReadManifest): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const here = issue.path.length === 0 ? fields : [];
    const known = here.length === 0 ? undefined : `known fields: ${here.join(', ')}`;
    return issue.keys.map((key) => {
      const near = nearest(key, here);
      return manifestProblem(
        folder,
        [...issue.path, key],
        'unknown field',
        near === null ? known : `did you mean ${near}?`,
      );
    });
  }
  return [manifestProblem(folder, issue.path, expectation(issue, valueAt(json, issue.path)), undefined)];
}

/** A problem with the file and the path within it. */
export function manifestProblem(
  folder: string,
  path: readonly PropertyKey[],
  message: string,
  hint: string | undefined,
): Problem {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return {
    where: `${join(folder, MANIFEST_FILE)}${place === '' ? '' : ` ${place.replace(/^\./, '')}`}`,
    message,
    hint,
  };
}

function expectation(issue: z.core.$ZodIssue, value: unknown): string {
  const got = `got ${valueText(value)}`;
  if (issue.code === 'invalid_type') {
    const kind = kindText(issue.expected);
    return value === undefined ? `is missing: must be ${kind}` : `must be ${kind}, ${got}`;
  }
  if (issue.code === 'too_small' && issue.origin === 'string') return `must not be empty, ${got}`;
  if (issue.code === 'too_small' && typeof value === 'number') return `must be above 0, ${got}`;
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    return `must be one of runtime, npm, file and fixed, ${got}`;
  }
  if (issue.code === 'invalid_value')
    return `must be ${issue.values.map((one) => `"${String(one)}"`).join(' or ')}, ${got}`;
  return typeof value === 'string' ? `${issue.message}, ${got}` : issue.message;
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    json,
  );
}
