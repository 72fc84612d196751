import { isGuard } from './open-routes.js';
import { joined, pathOf, prefixIn } from './path-words.js';
import { type Span, wordsOf } from './source-text.js';
import {
  chainsOn,
  type DeclaredFunction,
  type FollowedSource,
  functionAt,
  functionNamed,
  type SourceUnit,
  sourceUnit,
} from './source-unit.js';

/** What names the application where it comes from another file. */
const USUAL_NAMES = ['app', 'server', 'fastify'];
const MOUNTS = ['use', 'route', 'register', 'mount', 'group'];

/** A part of an application: what some names of a source are asked below a prefix. */
export interface Part extends Span {
  readonly unit: SourceUnit;
  readonly names: ReadonlySet<string>;
  /** Null: that cannot be told, and neither can what is below it. */
  readonly prefix: string | null;
  /** How many others it is mounted in. */
  readonly depth: number;
  /** Takes routes that are written as objects, too. */
  readonly hasObjects: boolean;
}

/** Where a part is mounted. */
type Place = Pick<Part, 'prefix' | 'depth'>;

/** Whether a method puts a part of an application into another. */
export function isMount(method: string): boolean {
  return MOUNTS.includes(method);
}

/** The parts of a program that no other is asked for: it answers nothing by a router that nothing mounts. */
export function partsOfProgram(unit: SourceUnit): Part[] {
  return rootsOf(unit, { prefix: '', depth: 0 }, USUAL_NAMES, false);
}

/** The parts that a file has to be mounted in another, which may mean one by its name. */
export function partsOfFile(file: FollowedSource | null, name: string | null, place: Place): Part[] {
  if (file === null) return [];
  const unit = sourceUnit(file);
  const taken =
    /\b(?:module\.exports|exports\.\w+|export\s+default|export)\s*=?\s*(?:const\s+\w+[^=]*=\s*)?(?:async\b\s*)?(?:function\b[^(]*)?\(\s*([\w$]+)/g;
  const parameters = [...unit.structure.matchAll(taken)].map(([, parameter = '']) => parameter);
  const roots = rootsOf(unit, place, [...new Set([...USUAL_NAMES, 'router', ...parameters])], true);
  const meant = roots.filter(({ names }) => name !== null && names.has(name));
  return meant.length === 0 ? roots : meant;
}

/** The parts that a call mounts in another, unless it lets only some through. */
export function partsMounted({ unit, prefix, depth }: Part, args: readonly Span[]): Part[] {
  const words = args.map((span) => wordsOf(unit, span));
  const path = words[0] === undefined ? undefined : pathOf(unit, words[0]);
  const [, ...behind] = args;
  const options = words.slice(1).find((word) => word.startsWith('{'));
  const below = path === undefined ? (options === undefined ? '' : prefixIn(options)) : path;
  const given = path === undefined ? args : behind;
  const others = path === undefined && options !== undefined ? [options] : words.slice(0, -1);
  if (others.some((word) => isGuard(word) && !isPart(unit, word))) return [];
  return given.flatMap((span) => partsAt(unit, span, { prefix: joined(prefix, below), depth: depth + 1 }));
}

/** Functions within a part that take another: what is in them has a prefix of its own. */
export function functionsMounted({ unit, names, from, to }: Part): DeclaredFunction[] {
  const known = new Set([...names, ...USUAL_NAMES, ...unit.declared.map(({ name }) => name)]);
  const functions = spansMounted(unit, known).flatMap(
    (span) => functionAt(unit, span) ?? functionNamed(unit, wordsOf(unit, span)) ?? [],
  );
  return functions.filter((one) => one.from > from && one.to <= to);
}

/** Whether words stand for a part of the application, such as a router that is called `authRouter`. */
export function isPart(unit: SourceUnit, words: string): boolean {
  return /rout(?:e|er|es)s?\b/i.test(words) || unit.declared.some(({ name }) => name === nameIn(words));
}

/** What no other part of the source mounts. */
function rootsOf(unit: SourceUnit, { prefix, depth }: Place, usual: readonly string[], hasRouters: boolean): Part[] {
  const declared = unit.declared.map(({ name }) => name);
  const spans = spansMounted(unit, new Set([...declared, ...usual]));
  const mounted = new Set(spans.flatMap((span) => nameIn(wordsOf(unit, span)) ?? []));
  const whole = { unit, from: 0, to: unit.text.length, depth };
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

function spansMounted(unit: SourceUnit, names: ReadonlySet<string>): Span[] {
  const calls = chainsOn(unit, names, { from: 0, to: unit.text.length }).flat();
  return calls.filter(({ method }) => isMount(method)).flatMap(({ args }) => args);
}

function nameIn(words: string): string | null {
  return /^(?:await\s+|new\s+)?(?:this\s*\.\s*)?([\w$]+)/.exec(words)?.[1] ?? null;
}

/** What stands for parts: a function, a router of the same source, or another file. */
function partsAt(unit: SourceUnit, span: Span, place: Place): Part[] {
  const words = wordsOf(unit, span);
  const file = /^(?:await\s+)?(?:require|import)\s*\(\s*['"](\.[^'"]*)['"]/.exec(words)?.[1];
  if (file !== undefined) return partsOfFile(unit.follow(file), null, place);
  const written = functionAt(unit, span);
  if (written !== null) return [partInFunction(unit, written, place)];
  const name = nameIn(words);
  if (name === null) return [];
  const router = unit.declared.find((one) => one.name === name);
  if (router !== undefined) {
    const prefix = joined(place.prefix, router.prefix);
    const whole = { unit, from: 0, to: unit.text.length };
    return [{ ...whole, names: new Set([name]), prefix, depth: place.depth, hasObjects: false }];
  }
  const imported = unit.imports.get(name);
  if (imported !== undefined) return partsOfFile(unit.follow(imported), name, place);
  const named = functionNamed(unit, name);
  return named === null ? [] : [partInFunction(unit, named, place)];
}

function partInFunction(unit: SourceUnit, { parameter, from, to }: DeclaredFunction, place: Place): Part {
  const inside = unit.declared.filter(({ end }) => end >= from && end < to).map(({ name }) => name);
  return { ...place, unit, from, to, names: new Set([parameter, ...inside]), hasObjects: true };
}
