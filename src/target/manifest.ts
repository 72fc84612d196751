import { dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError, type Problem } from '../errors.js';
import type { TargetManifest } from '../model/target.js';

const argv = z.array(z.string().min(1)).min(1, 'must name a program');

const requiredTool = z
  .strictObject({
    name: z.string().min(1),
    minVersion: z
      .string()
      .regex(/^\d+(\.\d+)*$/, 'must be a dotted version such as "17" or "1.22.3"')
      .nullable()
      .default(null),
    hint: z.string().nullable().default(null),
  })
  .readonly();

const GROUP = 'must be a regular expression with one group, around the version';

const versionSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), version: z.string().min(1) }),
  z.strictObject({ kind: z.literal('npm'), package: z.string().min(1) }),
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1), pattern: z.string().refine(hasOneGroup, GROUP) }),
  z.strictObject({ kind: z.literal('runtime') }),
]);

const manifestSchema = z.strictObject({
  // It becomes part of paths and of command lines.
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens'),
  title: z.string().min(1),
  sources: z.array(z.string().min(1)).default([]),
  build: z.array(argv).default([]),
  start: argv,
  env: z.record(z.string(), z.string()).default({}),
  healthPath: z.string().startsWith('/', 'must start with "/"').default('/health'),
  readyTimeoutMs: z.number().int().positive().default(20_000),
  requires: z.array(requiredTool).default([]),
  implements: z.array(z.string().min(1)).default([]),
  severalWorkers: z.array(z.string().min(1)).default([]),
  warmup: z
    .strictObject({ minMs: z.number().int().positive(), maxMs: z.number().int().positive() })
    .refine(({ minMs, maxMs }) => minMs <= maxMs, 'must have a minMs of at most maxMs')
    .nullable()
    .default(null),
  version: versionSource.default({ kind: 'runtime' }),
  role: z.literal('ceiling').nullable().default(null),
});

/** The file that makes a folder a target. */
export const MANIFEST_FILE = 'target.json';

function hasOneGroup(pattern: string): boolean {
  try {
    return new RegExp(`${pattern}|`).exec('')?.length === 2;
  } catch {
    return false;
  }
}

/** Checks the content of a target.json and fills in its defaults; a ConfigError lists everything that is wrong. */
export function parseManifest(json: unknown, folder: string): TargetManifest {
  const result = manifestSchema.safeParse(json);
  const problems = result.success
    ? sourceProblems(result.data.sources, folder)
    : result.error.issues.flatMap((issue) => problemsOf(issue, folder));
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  const { build, sources, ...rest } = result.data;
  return {
    ...rest,
    folder,
    build: build.map((command) => ({ command })),
    sources: sources.map((source) => resolve(folder, source)),
  };
}

/** Sources are copied beside the target at the same relative place, so they must lie beside it. */
function sourceProblems(sources: readonly string[], folder: string): Problem[] {
  return sources.flatMap((source, index) => {
    const place = relative(dirname(folder), resolve(folder, source));
    const isBeside = place !== '' && !place.startsWith('..') && !isWithin(folder, resolve(folder, source));
    if (isBeside) return [];
    return [
      problem(
        folder,
        ['sources', index],
        `must lie beside the target's folder: got "${source}"`,
        'such as "../shared"',
      ),
    ];
  });
}

function isWithin(folder: string, path: string): boolean {
  return !relative(folder, path).startsWith('..');
}

function problemsOf(issue: z.core.$ZodIssue, folder: string): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = `known fields: ${Object.keys(manifestSchema.shape).join(', ')}`;
    return issue.keys.map((key) => problem(folder, [...issue.path, key], 'unknown field', known));
  }
  return [problem(folder, issue.path, issue.message, undefined)];
}

function problem(folder: string, path: readonly PropertyKey[], message: string, hint: string | undefined): Problem {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return {
    where: `${join(folder, MANIFEST_FILE)}${place === '' ? '' : ` ${place.replace(/^\./, '')}`}`,
    message,
    hint,
  };
}
