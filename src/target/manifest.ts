import { existsSync } from 'node:fs';
import { dirname, isAbsolute, normalize, relative, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError, type Problem } from '../errors.js';
import { ENDPOINT_NAMES } from '../model/endpoint-names.js';
import type { TargetManifest } from '../model/target.js';
import { suggestion } from '../units/nearest.js';
import { manifestProblem as problem, problemsOf } from './manifest-problems.js';

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

const BUILD_TIMEOUT_MS = 15 * 60_000;

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
  buildTimeoutMs: z.number().int().positive().default(BUILD_TIMEOUT_MS),
  reuse: z.array(z.string().refine(isInside, 'must be a folder within the target, such as "target"')).default([]),
  start: argv,
  env: z.record(z.string(), z.string()).default({}),
  healthPath: z.string().startsWith('/', 'must start with "/"').default('/health'),
  readyTimeoutMs: z.number().int().positive().default(20_000),
  requires: z.array(requiredTool).default([]),
  implements: z.array(z.string()).default([]),
  severalWorkers: z.array(z.string()).default([]),
  warmup: z
    .strictObject({
      minMs: z.number().int().positive(),
      maxMs: z.number().int().positive(),
      minCpuMs: z.number().int().positive().optional(),
    })
    .refine(({ minMs, maxMs }) => minMs <= maxMs, 'must have a minMs of at most maxMs')
    .refine(({ minCpuMs = 0, maxMs }) => minCpuMs <= maxMs, 'must have a minCpuMs of at most maxMs: a core has no more')
    .nullable()
    .default(null),
  version: versionSource.default({ kind: 'runtime' }),
  role: z.literal('ceiling').nullable().default(null),
});

function isInside(path: string): boolean {
  const place = normalize(path);
  return path !== '' && !isAbsolute(place) && place !== '.' && !/^\.\.(\/|$)/.test(place);
}

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
  const problems = [
    ...(result.success
      ? []
      : result.error.issues.flatMap((issue) =>
          problemsOf(issue, { json, folder, fields: Object.keys(manifestSchema.shape) }),
        )),
    ...sourceProblems(textsOf(json, 'sources'), folder),
    ...endpointProblems(json, folder),
  ];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  const { build, sources, ...rest } = result.data;
  return {
    ...rest,
    folder,
    build: build.map((command) => ({ command })),
    sources: sources.map((source) => resolve(folder, source)),
  };
}

/** A list of a manifest that may be wrong elsewhere, or in itself, which the schema tells. */
function textsOf(json: unknown, field: 'sources' | 'implements' | 'severalWorkers'): string[] {
  const list: unknown = typeof json === 'object' && json !== null && field in json ? Reflect.get(json, field) : [];
  return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : [];
}

/** Sources are copied beside the target at the same relative place, so they must lie beside it. */
function sourceProblems(sources: readonly string[], folder: string): Problem[] {
  return sources.flatMap((source, index) => {
    const path = resolve(folder, source);
    const place = relative(dirname(folder), path);
    const isBeside = place !== '' && !place.startsWith('..') && !isWithin(folder, path);
    if (isBeside && existsSync(path)) return [];
    const message = isBeside ? 'no such file or folder' : "must lie beside the target's folder";
    return [problem(folder, ['sources', index], `${message}: got "${source}"`, 'such as "../shared"')];
  });
}

/** What a target implements is known by name, and what several workers share is a part of it. */
function endpointProblems(json: unknown, folder: string): Problem[] {
  const own = textsOf(json, 'implements');
  const unknown = (['implements', 'severalWorkers'] as const).flatMap((field) =>
    textsOf(json, field).flatMap((name, index) => {
      if (ENDPOINT_NAMES.some((known) => known === name)) return [];
      const hint = suggestion(name, ENDPOINT_NAMES, `endpoints: ${ENDPOINT_NAMES.join(', ')}`);
      return [problem(folder, [field, index], `no endpoint of the contract: got "${name}"`, hint)];
    }),
  );
  const apart = textsOf(json, 'severalWorkers').flatMap((name, index) => {
    if (own.includes(name) || !ENDPOINT_NAMES.some((known) => known === name)) return [];
    return [problem(folder, ['severalWorkers', index], `"${name}" is not in implements`, 'name it there as well')];
  });
  return [...unknown, ...apart];
}

function isWithin(folder: string, path: string): boolean {
  return !relative(folder, path).startsWith('..');
}
