import {
  functionsMounted,
  isMount,
  isPart,
  type Part,
  partsMounted,
  partsOfFile,
  partsOfProgram,
} from './mounted-parts.js';
import { isFitPath, isGuard, isOpenRoute } from './open-routes.js';
import { joined, pathOf } from './path-words.js';
import { type Call, wordsOf } from './source-text.js';
import { chainsOn, type Follow, type SourceUnit, sourceUnit } from './source-unit.js';

const HEALTH = /\/(?:_?health\w*|ready\w*|live\w*|ping|status|up)$/i;
/** Deeper ones go round in circles. */
const DEEPEST = 6;

interface Found {
  readonly index: number;
  readonly paths: readonly (string | null)[];
}

/** Paths that a server's source answers with GET, without parameters, in the order of the source; of other files what it mounts. */
export function routesOf(source: string, follow: Follow = () => null): string[] {
  const paths = partsOfProgram(sourceUnit({ source, follow })).flatMap(routesIn);
  return [...new Set(paths)].filter(isFitPath);
}

/** Of several routes, one that is there to tell whether the server is well. */
export function healthRoute(routes: readonly string[]): string | null {
  return routes.find((path) => HEALTH.test(path)) ?? null;
}

function routesIn(part: Part): string[] {
  const { unit, names } = part;
  if (part.depth > DEEPEST || part.prefix === null) return [];
  const others = functionsMounted(part);
  const isOutside = (place: number): boolean => !others.some(({ from, to }) => place >= from && place < to);
  const chains = chainsOn(unit, names, part).filter(([first]) => isOutside(first?.from ?? 0));
  const called = untilGuarded(unit, chains).map((calls) => ({
    index: calls[0]?.from ?? 0,
    paths: pathsOfChain(part, calls),
  }));
  const found: Found[] = [...called, ...routeObjects(part), ...setUpElsewhere(part)];
  return found
    .filter(({ index }) => isOutside(index))
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ paths }) => paths.filter((path) => path !== null));
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

function pathsOfChain(part: Part, calls: readonly Call[]): (string | null)[] {
  let base: string | null = null;
  const paths: (string | null)[] = [];
  for (const { method, args } of calls) {
    const words = args.map((span) => wordsOf(part.unit, span));
    const own = words[0] === undefined ? undefined : pathOf(part.unit, words[0]);
    if (method === 'route' && args.length === 1) base = own ?? null;
    else if (method === 'get') {
      const path = own ?? base;
      if (path !== null && /^(?:\/|$)/.test(path) && isOpenRoute(words)) paths.push(joined(part.prefix, path));
    } else if (isMount(method)) paths.push(...partsMounted(part, args).flatMap(routesIn));
  }
  return paths;
}

/** Routes as Fastify and hapi take them: `{ method: 'GET', url: '/items' }`. */
function routeObjects({ unit, from, to, prefix, hasObjects }: Part): Found[] {
  if (!hasObjects) return [];
  const objects = /\bmethod:\s*(['"`])GET\1,\s*(?:url|path):\s*(['"`])(\/[^'"`\s]*)\2/g;
  return [...unit.text.matchAll(objects)]
    .filter(({ index }) => index >= from && index < to)
    .map(({ index, 3: path = '' }) => ({ index, paths: [joined(prefix, path)] }));
}

/** Of other files what is given the application: `addRoutes(app)`, `require('./routes')(app)`. */
function setUpElsewhere({ unit, from, to, names, prefix, depth }: Part): Found[] {
  const known = [...names].filter((name) => name !== '').map((name) => name.replaceAll('$', '\\$'));
  if (known.length === 0) return [];
  const given = `\\s*\\(\\s*(?:${known.join('|')})\\s*[,)]`;
  const calls = new RegExp(`(?<![\\w$.])(?:([\\w$]+)|require\\s*\\(\\s*['"](\\.[^'"]*)['"]\\s*\\))${given}`, 'g');
  return [...unit.text.matchAll(calls)]
    .filter(({ index }) => index >= from && index < to)
    .map(({ index, 1: name = '', 2: file = unit.imports.get(name) }) => {
      const parts = file === undefined ? [] : partsOfFile(unit.follow(file), null, { prefix, depth: depth + 1 });
      return { index, paths: parts.flatMap(routesIn) };
    });
}
