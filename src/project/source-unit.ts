import { joined, prefixIn } from './path-words.js';
import {
  type Call,
  callsFrom,
  closeOf,
  literalOf,
  type SourceText,
  type Span,
  sourceText,
  wordsOf,
} from './source-text.js';

/** Reads the file that a source imports by such words as `./routes/items.js`; null: it is no file of the project. */
export type Follow = (specifier: string) => FollowedSource | null;

/** A source with the way to those that it imports. */
export interface FollowedSource {
  readonly source: string;
  readonly follow: Follow;
}

/** What a source calls an application, or a part of one that is put into another. */
export interface Declared {
  readonly name: string;
  /** Express and Koa have routers, which answer nothing by themselves. */
  readonly isRouter: boolean;
  /** What its own paths begin with; null: that cannot be told. */
  readonly prefix: string | null;
  /** Behind it, where what is called on it begins. */
  readonly end: number;
}

/** A function of a source that takes an application, as a plugin of Fastify does. */
export interface DeclaredFunction extends Span {
  readonly parameter: string;
}

/** What has to be known of a source to find its routes. */
export interface SourceUnit extends SourceText {
  readonly follow: Follow;
  readonly declared: readonly Declared[];
  /** Files of the project, by the names that they are imported under. */
  readonly imports: ReadonlyMap<string, string>;
}

const TYPE = '(?:<[^()]*?>)?';
const FACTORY = new RegExp(
  [
    `\\bexpress\\s*\\(|\\b[fF]astify\\s*(?:\\.\\s*default\\s*)?${TYPE}\\(|\\bpolka\\s*\\(|\\brestify\\s*\\.\\s*createServer\\s*\\(`,
    `\\brequire\\s*\\(\\s*['"](?:express|fastify|polka)['"]\\s*\\)\\s*\\(|\\bnew\\s+(?:\\w*Hono|Elysia|Koa)\\s*${TYPE}\\(`,
  ].join('|'),
  'g',
);
const ROUTER = new RegExp(
  [
    `(?:\\bnew\\s+)?(?:\\b\\w+\\s*\\.\\s*|\\brequire\\s*\\(\\s*['"][\\w@/-]+['"]\\s*\\)\\s*\\.\\s*)?\\b\\w*Router\\s*${TYPE}\\(`,
    `\\brequire\\s*\\(\\s*['"][^'"]*router['"]\\s*\\)\\s*\\(`,
  ].join('|'),
  'g',
);
/** The name that is given to what follows. */
const NAMED = /([\w$]+)\s*(?::[^=;\n]+)?=\s*(?:await\s+)?$/;
const MOST_LETTERS_OF_A_NAME = 200;

export function sourceUnit({ source, follow }: FollowedSource): SourceUnit {
  const text = sourceText(source);
  return {
    ...text,
    follow,
    declared: [...declaredIn(text, FACTORY, false), ...declaredIn(text, ROUTER, true)],
    imports: importsIn(text),
  };
}

function declaredIn(source: SourceText, pattern: RegExp, isRouter: boolean): Declared[] {
  return [...source.text.matchAll(pattern)].flatMap(({ 0: call, index }) => {
    const before = source.text.slice(Math.max(0, index - MOST_LETTERS_OF_A_NAME), index);
    const name = NAMED.exec(before)?.[1];
    // Hono and Elysia are often only called on, and never named.
    if (name === undefined && !call.startsWith('new ')) return [];
    const open = index + call.length - 1;
    const end = closeOf(source.structure, open) + 1;
    const options = source.text.slice(open + 1, end - 1);
    const based = callsFrom(source, end).find(({ method }) => method === 'basePath')?.args[0];
    const prefix = joined(prefixIn(options), based === undefined ? '' : literalOf(wordsOf(source, based)));
    return [{ name: name ?? '', isRouter, prefix, end }];
  });
}

function importsIn({ text }: SourceText): ReadonlyMap<string, string> {
  const imports = new Map<string, string>();
  const whole =
    /\bimport\s+([^'"();]+?)\s+from\s*['"](\.[^'"]*)['"]|\b(?:const|let|var)\s+([\w$]+|\{[^}]*\})\s*=\s*require\s*\(\s*['"](\.[^'"]*)['"]/g;
  for (const [, imported, from, required, file] of text.matchAll(whole)) {
    const specifier = from ?? file ?? '';
    // Of `a as b` and `a: b` the name is the last word.
    for (const part of (imported ?? required ?? '').split(/[{},]/)) {
      const name = /([\w$]+)\s*$/.exec(part)?.[1];
      if (name !== undefined) imports.set(name, specifier);
    }
  }
  return imports;
}

/** What is called on these names within a part of a source, chain by chain, in the order of the source. */
export function chainsOn(
  unit: SourceUnit,
  names: ReadonlySet<string>,
  { from, to }: Span,
): readonly (readonly Call[])[] {
  const known = [...names].filter((name) => name !== '').map((name) => name.replaceAll('$', '\\$'));
  const spoken =
    known.length === 0
      ? []
      : [...unit.structure.matchAll(new RegExp(`(?<![\\w$])(?:${known.join('|')})(?=\\s*[?!]?\\s*\\.)`, 'g'))];
  const places = [
    ...spoken.map(({ 0: name, index }) => index + name.length),
    ...unit.declared.filter(({ name }) => names.has(name)).map(({ end }) => end),
  ];
  return places
    .filter((place) => place >= from && place < to)
    .toSorted((a, b) => a - b)
    .map((place) => callsFrom(unit, place))
    .filter((calls) => calls.length > 0);
}

/** The function that is written at a place; null: there is none that takes something. */
export function functionAt(unit: SourceUnit, span: Span): DeclaredFunction | null {
  const words = wordsOf(unit, span);
  if (!/^(?:async\b\s*)?(?:function\b|\(?[^()]*\)?\s*(?::[^=]+)?=>)/.test(words)) return null;
  const parameter = /^(?:async\b\s*)?(?:function\b[^(]*)?\(?\s*([\w$]+)/.exec(words)?.[1];
  return parameter === undefined ? null : { ...span, parameter };
}

/** A function of the source by its name; null: there is none that takes something. */
export function functionNamed(unit: SourceUnit, name: string): DeclaredFunction | null {
  if (!/^[\w$]+$/.test(name)) return null;
  const written = name.replaceAll('$', '\\$');
  const pattern = `\\bfunction\\s+${written}\\s*${TYPE}\\(\\s*([\\w$]+)|\\b${written}\\s*(?::[^=\\n]+)?=\\s*(?:async\\s*)?(?:function\\b[^(]*)?\\(?\\s*([\\w$]+)(?=[^;{}]*(?:=>|\\)\\s*\\{))`;
  const found = new RegExp(pattern).exec(unit.structure);
  const parameter = found?.[1] ?? found?.[2];
  if (found === null || parameter === undefined) return null;
  const brace = bodyOf(unit.structure, found.index + found[0].length);
  return brace === null ? null : { from: brace, to: closeOf(unit.structure, brace), parameter };
}

/** Where the body of a function begins of which this is among the parameters. */
function bodyOf(structure: string, place: number): number | null {
  let depth = 1;
  for (let at = place; at < structure.length; at++) {
    const letter = structure[at];
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === '{' && depth <= 0) return at;
    if (letter === ';' && depth <= 0) return null;
  }
  return null;
}
