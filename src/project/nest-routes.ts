import { isFitPath } from './open-routes.js';
import { joined } from './path-words.js';
import { closeOf, literalOf, type SourceText, sourceText } from './source-text.js';

/** What makes paths other than their decorators say, or asks everybody who they are. */
const ELSEWHERE = /\b(?:enableVersioning|useGlobalGuards)\s*\(|\b(?:APP_GUARD|RouterModule)\b/;
const GUARDED = /@(?:UseGuards|Version|Sse|Auth\w*|Roles?)\b/;
const CONTROLLER = /@Controller\s*\(/g;

/** Paths that controllers of NestJS answer with GET, without parameters; `main` is the file that starts the application. */
export function nestRoutes(main: string, controllers: readonly string[], modules: readonly string[] = []): string[] {
  const { text } = sourceText(main);
  const [, written] = /\bsetGlobalPrefix\s*\(\s*([^,)]*)/.exec(text) ?? [];
  const prefix = written === undefined ? '' : joined('', literalOf(written.trim()));
  const isElsewhere = [text, ...modules.map((source) => sourceText(source).text)].some((one) => ELSEWHERE.test(one));
  if (isElsewhere || prefix === null) return [];
  const paths = controllers.flatMap((source) => controllerPaths(sourceText(source), prefix));
  return [...new Set(paths)].filter(isFitPath);
}

function controllerPaths(source: SourceText, prefix: string): string[] {
  const { text, structure } = source;
  const starts = [...structure.matchAll(CONTROLLER)].map(({ 0: call, index }) => ({
    index,
    open: index + call.length - 1,
  }));
  return starts.flatMap(({ index, open }, place) => {
    const body = structure.indexOf('{', closeOf(structure, open));
    const isOpen = !GUARDED.test(decoratorsBefore(source, index)) && !GUARDED.test(text.slice(index, body));
    const base = joined(prefix, controllerPath(text.slice(open + 1, closeOf(structure, open)).trim()));
    if (!isOpen || body === -1 || base === null) return [];
    return getPaths(source, body, starts[place + 1]?.index ?? text.length).map((path) => joined(base, path) || '/');
  });
}

/** Null: it cannot be told. */
function controllerPath(words: string): string | null {
  if (words === '') return '';
  const path = words.startsWith('{') ? /\bpath\s*:\s*([^,}]+)/.exec(words)?.[1]?.trim() : words;
  return words.includes('version') || path === undefined ? null : literalOf(path);
}

function getPaths(source: SourceText, from: number, to: number): string[] {
  const { text, structure } = source;
  return [...structure.matchAll(/@Get\s*\(/g)].flatMap(({ 0: call, index }) => {
    if (index < from || index >= to) return [];
    const close = closeOf(structure, index + call.length - 1);
    const words = text.slice(index + call.length, close).trim();
    const path = words === '' ? '' : literalOf(words);
    const around = decoratorsBefore(source, index) + text.slice(close, structure.indexOf('{', close));
    return path === null || GUARDED.test(around) ? [] : [path];
  });
}

/** From the end of what stands before a decorator: others of the same thing. */
function decoratorsBefore({ text, structure }: SourceText, place: number): string {
  const start = Math.max(structure.lastIndexOf('}', place), structure.lastIndexOf(';', place), 0);
  return text.slice(start, place);
}
