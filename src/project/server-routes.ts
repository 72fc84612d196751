import { isFitPath, isGuard, isOpenRoute } from './open-routes.js';
import { type Call, literalOf, type Span, wordsOf } from './source-text.js';
import {
  chainsOn,
  type DeclaredFunction,
  type Follow,
  type FollowedSource,
  functionAt,
  functionNamed,
  joined,
  prefixIn,
  type SourceUnit,
  sourceUnit,
} from './source-unit.js';

/** What names the application where it comes from another file. */
const USUAL_NAMES = ['app', 'server', 'fastify'];
const HEALTH = /\/(?:_?health\w*|ready\w*|live\w*|ping|status|up)$/i;
/** What puts a part of an application into another. */
const MOUNTS = ['use', 'route', 'register', 'mount', 'group'];
/** Deeper ones go round in circles. */
const DEEPEST = 6;

/** What some names of a source are asked below a prefix. */
interface Scope extends Span {
  readonly names: ReadonlySet<string>;
  /** Null: that cannot be told, and neither can what is below it. */
  readonly prefix: string | null;
  /** How many others it is mounted in. */
  readonly depth: number;
  /** Takes routes that are written as objects, too. */
  readonly hasObjects: boolean;
}

interface Found {
  readonly index: number;
  readonly paths: readonly (string | null)[];
}

/** Paths that a server's source answers with GET, without parameters, in the order of the source; of other files what it mounts. */
export function routesOf(source: string, follow: Follow = () => null): string[] {
  const unit = sourceUnit({ source, follow });
  const scopes = rootsOf(unit, { prefix: '', depth: 0, usual: USUAL_NAMES, hasRouters: false });
  const paths = scopes.flatMap((scope) => routesIn(unit, scope));
  return [...new Set(paths)].filter(isFitPath);
}

/** Of several routes, one that is there to tell whether the server is well. */
export function healthRoute(routes: readonly string[]): string | null {
  return routes.find((path) => HEALTH.test(path)) ?? null;
}

/** What no other part of the source mounts. A program answers nothing by a router that nothing mounts; another file is there to be mounted. */
function rootsOf(
  unit: SourceUnit,
  where: Pick<Scope, 'prefix' | 'depth'> & { readonly usual: readonly string[]; readonly hasRouters: boolean },
): Scope[] {
  const { prefix, depth, usual, hasRouters } = where;
  const declared = unit.declared.map(({ name }) => name);
  const mounted = new Set(mountedNames(unit, new Set([...declared, ...usual])));
  const whole = { from: 0, to: unit.text.length, depth };
  const roots = unit.declared.filter(({ name, isRouter }) => (hasRouters || !isRouter) && !mounted.has(name));
  const others = usual.filter((name) => !declared.includes(name) && !mounted.has(name));
  return [
    ...roots.map((root) => ({
      ...whole,
      names: new Set([root.name]),
      prefix: joined(prefix, root.prefix),
      hasObjects: false,
    })),
    { ...whole, names: new Set(others), prefix, hasObjects: true },
  ];
}

function mountedNames(unit: SourceUnit, names: ReadonlySet<string>): string[] {
  const calls = chainsOn(unit, names, { from: 0, to: unit.text.length }).flat();
  const given = calls.filter(({ method }) => MOUNTS.includes(method)).flatMap(({ args }) => args);
  return given.flatMap((span) => nameIn(wordsOf(unit, span)) ?? []);
}

function nameIn(words: string): string | null {
  return /^(?:await\s+|new\s+)?(?:this\s*\.\s*)?([\w$]+)/.exec(words)?.[1] ?? null;
}

function routesIn(unit: SourceUnit, scope: Scope): string[] {
  if (scope.depth > DEEPEST || scope.prefix === null) return [];
  const others = functionsMounted(unit, scope);
  const isOutside = (place: number): boolean => !others.some(({ from, to }) => place >= from && place < to);
  const chains = chainsOn(unit, scope.names, scope).filter(([first]) => isOutside(first?.from ?? 0));
  const called = untilGuarded(unit, chains).map((calls) => ({
    index: calls[0]?.from ?? 0,
    paths: pathsOfChain(unit, scope, calls),
  }));
  const found: Found[] = [...called, ...routeObjects(unit, scope), ...setUpElsewhere(unit, scope)];
  return found
    .filter(({ index }) => isOutside(index))
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ paths }) => paths.filter((path) => path !== null));
}

/** Functions within a scope that take a part of the application: what is in them has a prefix of its own. */
function functionsMounted(unit: SourceUnit, scope: Scope): DeclaredFunction[] {
  const names = new Set([...scope.names, ...USUAL_NAMES, ...unit.declared.map(({ name }) => name)]);
  const calls = chainsOn(unit, names, { from: 0, to: unit.text.length }).flat();
  const given = calls.filter(({ method }) => MOUNTS.includes(method)).flatMap(({ args }) => args);
  const functions = given.flatMap((span) => functionAt(unit, span) ?? functionNamed(unit, wordsOf(unit, span)) ?? []);
  return functions.filter(({ from, to }) => from > scope.from && to <= scope.to);
}

/** What comes before something that lets only some through. */
function untilGuarded(unit: SourceUnit, chains: readonly (readonly Call[])[]): readonly (readonly Call[])[] {
  const guarded = chains.findIndex((calls) =>
    calls.some(({ method, args }) => {
      const words = args.map((span) => wordsOf(unit, span));
      if (method === 'addHook') return isGuard(words[1] ?? '');
      const isForAll = method === 'use' && words.length > 0 && !/^['"`/[]/.test(words[0]!);
      return isForAll && words.every((word) => isGuard(word) && !isPart(unit, word));
    }),
  );
  return guarded === -1 ? chains : chains.slice(0, guarded);
}

/** Whether words stand for a part of the application, such as a router that is called `authRouter`. */
function isPart(unit: SourceUnit, words: string): boolean {
  return /rout(?:e|er|es)s?\b/i.test(words) || unit.declared.some(({ name }) => name === nameIn(words));
}

function pathsOfChain(unit: SourceUnit, scope: Scope, calls: readonly Call[]): (string | null)[] {
  let base: string | null = null;
  const paths: (string | null)[] = [];
  for (const { method, args } of calls) {
    const words = args.map((span) => wordsOf(unit, span));
    const own = words[0] === undefined ? undefined : pathOf(unit, words[0]);
    if (method === 'route' && args.length === 1) base = own ?? null;
    else if (method === 'get') {
      const path = own ?? base;
      if (path !== null && /^(?:\/|$)/.test(path) && isOpenRoute(words)) paths.push(joined(scope.prefix, path));
    } else if (MOUNTS.includes(method)) paths.push(...mountedBy(unit, scope, args));
  }
  return paths;
}

/** What a string, or a name that stands for one, says; null: a path that cannot be told; undefined: it is no path. */
function pathOf(unit: SourceUnit, words: string): string | null | undefined {
  const literal = literalOf(words);
  if (literal !== null) return literal;
  if (words.startsWith('`')) {
    const filled = words.slice(1, -1).replace(/\$\{\s*([\w$]+)\s*\}/g, (place, name) => constant(unit, name) ?? place);
    return filled.includes('${') ? null : filled;
  }
  if (/^[\w$]+$/.test(words)) {
    const value = constant(unit, words);
    if (value !== null) return value;
  }
  return /^['"[]|^(?:[\w$]+\.)*\w*(?:prefix|path|base|url|root|version)\w*$/i.test(words) ? null : undefined;
}

function constant({ text }: SourceUnit, name: string): string | null {
  const written = new RegExp(`\\b(?:const|let|var)\\s+${name.replaceAll('$', '\\$')}\\s*(?::[^=\\n]+)?=\\s*([^;\\n]+)`);
  return literalOf(written.exec(text)?.[1]?.trim() ?? '');
}

function mountedBy(unit: SourceUnit, scope: Scope, args: readonly Span[]): string[] {
  const words = args.map((span) => wordsOf(unit, span));
  const path = words[0] === undefined ? undefined : pathOf(unit, words[0]);
  const [, ...behind] = args;
  const options = words.slice(1).find((word) => word.startsWith('{'));
  const below = path === undefined ? (options === undefined ? '' : prefixIn(options)) : path;
  const parts = path === undefined ? args : behind;
  const others = path === undefined && options !== undefined ? [options] : words.slice(0, -1);
  if (others.some((word) => isGuard(word) && !isPart(unit, word))) return [];
  const inner = { prefix: joined(scope.prefix, below), depth: scope.depth + 1 };
  return parts.flatMap((span) => routesOfPart(unit, span, inner));
}

/** What is mounted: a function, a router of the same source, or another file. */
function routesOfPart(unit: SourceUnit, span: Span, { prefix, depth }: Pick<Scope, 'prefix' | 'depth'>): string[] {
  const words = wordsOf(unit, span);
  const file = /^(?:await\s+)?(?:require|import)\s*\(\s*['"](\.[^'"]*)['"]/.exec(words)?.[1];
  if (file !== undefined) return routesOfFile(unit.follow(file), null, { prefix, depth });
  const written = functionAt(unit, span);
  if (written !== null) return routesInFunction(unit, written, { prefix, depth });
  const name = nameIn(words);
  if (name === null) return [];
  const router = unit.declared.find((one) => one.name === name);
  if (router !== undefined) {
    const whole = { from: 0, to: unit.text.length, depth, hasObjects: false };
    return routesIn(unit, { ...whole, names: new Set([name]), prefix: joined(prefix, router.prefix) });
  }
  const imported = unit.imports.get(name);
  if (imported !== undefined) return routesOfFile(unit.follow(imported), name, { prefix, depth });
  const named = functionNamed(unit, name);
  return named === null ? [] : routesInFunction(unit, named, { prefix, depth });
}

function routesInFunction(
  unit: SourceUnit,
  { parameter, from, to }: DeclaredFunction,
  where: Pick<Scope, 'prefix' | 'depth'>,
): string[] {
  const inside = unit.declared.filter(({ end }) => end >= from && end < to).map(({ name }) => name);
  return routesIn(unit, { ...where, from, to, names: new Set([parameter, ...inside]), hasObjects: true });
}

function routesOfFile(
  file: FollowedSource | null,
  name: string | null,
  { prefix, depth }: Pick<Scope, 'prefix' | 'depth'>,
): string[] {
  if (file === null || depth > DEEPEST) return [];
  const unit = sourceUnit(file);
  const taken =
    /\b(?:module\.exports|exports\.\w+|export\s+default|export)\s*=?\s*(?:const\s+\w+[^=]*=\s*)?(?:async\b\s*)?(?:function\b[^(]*)?\(\s*([\w$]+)/g;
  const parameters = [...unit.structure.matchAll(taken)].map(([, parameter = '']) => parameter);
  const usual = [...new Set([...USUAL_NAMES, 'router', ...parameters])];
  const roots = rootsOf(unit, { prefix, depth, usual, hasRouters: true });
  const meant = roots.filter(({ names }) => name !== null && names.has(name));
  return (meant.length === 0 ? roots : meant).flatMap((scope) => routesIn(unit, scope));
}

/** Routes as Fastify and hapi take them: `{ method: 'GET', url: '/items' }`. */
function routeObjects({ text }: SourceUnit, { from, to, prefix, hasObjects }: Scope): Found[] {
  if (!hasObjects) return [];
  const objects = /\bmethod:\s*(['"`])GET\1,\s*(?:url|path):\s*(['"`])(\/[^'"`\s]*)\2/g;
  return [...text.matchAll(objects)]
    .filter(({ index }) => index >= from && index < to)
    .map(({ index, 3: path = '' }) => ({ index, paths: [joined(prefix, path)] }));
}

/** Of other files what is given the application: `addRoutes(app)`, `require('./routes')(app)`. */
function setUpElsewhere(unit: SourceUnit, { from, to, names, prefix, depth }: Scope): Found[] {
  const known = [...names].filter((name) => name !== '').map((name) => name.replaceAll('$', '\\$'));
  if (known.length === 0) return [];
  const given = `\\s*\\(\\s*(?:${known.join('|')})\\s*[,)]`;
  const calls = new RegExp(`(?<![\\w$.])(?:([\\w$]+)|require\\s*\\(\\s*['"](\\.[^'"]*)['"]\\s*\\))${given}`, 'g');
  return [...unit.text.matchAll(calls)]
    .filter(({ index }) => index >= from && index < to)
    .map(({ index, 1: name = '', 2: file = unit.imports.get(name) }) => ({
      index,
      paths: file === undefined ? [] : routesOfFile(unit.follow(file), null, { prefix, depth: depth + 1 }),
    }));
}
