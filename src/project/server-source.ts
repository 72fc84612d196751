import { sourceText } from './source-text.js';

const LISTENED = /\.listen\s*\(\s*(?:\{[^}]*?\bport\s*:\s*)?([^,)}]+)|\bserve\s*\(\s*\{[^}]*?\bport\s*:\s*([^,)}]+)/;
/** `{ port, host }`. */
const SHORTHAND = /\.listen\s*\(\s*\{(?:[^}]*,)?\s*port\s*[,}]/;
/** A variable that is asked for: `process.env.PORT`, `env['PORT']`. */
const VARIABLE = /\benv\s*(?:\.\s*(\w+)|\[\s*['"`](\w+)['"`]\s*\])/;

/** Where a server listens whatever PORT says: its source has a number there and does not ask for PORT. */
export function fixedPortOf(source: string): number | null {
  const { text } = sourceText(source);
  if (/\benv\s*(?:\.\s*PORT\b|\[\s*['"`]PORT['"`]\s*\])|\bPORT\b[^\n]*\}\s*=\s*(?:process|Bun)\.env/.test(text))
    return null;
  const served = listenedIn(text);
  if (served === null) return null;
  const port = /^\d{2,5}\b/.exec(served)?.[0] ?? /^\d{2,5}\b/.exec(declarationOf(text, served))?.[0];
  return port === undefined ? null : Number(port);
}

/** The variable that a server takes its port from where that is not PORT; null: it is, or cannot be told. */
export function portVariableOf(source: string): string | null {
  const { text } = sourceText(source);
  const served = listenedIn(text) ?? '';
  const [, dotted, quoted] = VARIABLE.exec(served) ?? VARIABLE.exec(declarationOf(text, served)) ?? [];
  const name = dotted ?? quoted ?? 'PORT';
  return name === 'PORT' || !/port/i.test(name) ? null : name;
}

/** Whether a server begins to listen here, and not in a file that this one imports. */
export function listensItself(source: string): boolean {
  return listenedIn(sourceText(source).text) !== null;
}

/** What stands where a server is told its port; null: it is told nothing here. */
function listenedIn(text: string): string | null {
  const [, listened, served] = LISTENED.exec(text) ?? [];
  const words = (listened ?? served)?.trim() ?? null;
  // Of `{ host: HOST, port }` the name is the key, whatever stands before it.
  return words?.startsWith('{') === true ? (SHORTHAND.exec(text) === null ? null : 'port') : words;
}

/** What a name stands for; empty: it is no name, or that is not to be seen. */
function declarationOf(text: string, name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) return '';
  return new RegExp(`(?:const|let|var)\\s+${name}\\s*(?::[^=;]+)?=\\s*([^;\\n]+)`).exec(text)?.[1] ?? '';
}

/** The file of the project that a server's first file takes its application from, where one is called so. */
export function importedApp(source: string): string | null {
  const imports = sourceText(source).text.matchAll(/(?:from|require\s*\(|import)\s*['"](\.{1,2}\/[^'"]+)['"]/g);
  const paths = [...imports].map(([, path = '']) => path);
  return paths.find((path) => /(?:^|\/)(?:app|server)(?:\.\w+)?$/.test(path)) ?? null;
}
