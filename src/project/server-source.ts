/** Routes are looked for on what these give. */
const FACTORY = /(?:express|fastify|polka|restify\.createServer|new\s+\w*(?:Hono|Elysia|OpenAPIHono))/i;
/** What names the application where it comes from another file. */
const USUAL_NAMES = ['app', 'server', 'fastify'];
/** Asking again and again for one of these might do harm. */
const HARMFUL = /logout|signout|delete|remove|reset|shutdown|stop|kill|exit/i;
const HEALTH = /\/(?:_?health\w*|ready\w*|live\w*|ping|status|up)$/i;

/** Paths that a server's source answers with GET, without parameters, in the order of the source. */
export function routesOf(source: string): string[] {
  const text = withoutComments(source);
  const declared = new RegExp(
    `(?:const|let|var)\\s+(\\w+)\\s*(?::[^=;]+)?=\\s*(?:await\\s+)?${FACTORY.source}\\b`,
    'gi',
  );
  const found = [...text.matchAll(declared)].map(([, name = '']) => name);
  const name = `(?:${[...new Set([...found, ...USUAL_NAMES])].join('|')})`;
  const patterns = [
    `\\b${name}\\s*\\.\\s*get\\s*(?:<[^>]*>)?\\(\\s*(['"\`])(/[^'"\`\\s]*)\\1`,
    `\\b${name}\\s*\\.\\s*route\\s*\\(\\s*(['"\`])(/[^'"\`\\s]*)\\1\\s*\\)\\s*\\.\\s*get\\s*\\(`,
    `\\bmethod:\\s*(['"\`])GET\\1,\\s*(?:url|path):\\s*['"\`](/[^'"\`\\s]*)['"\`]`,
  ];
  const places = patterns.flatMap((pattern) => [...text.matchAll(new RegExp(pattern, 'g'))]);
  const paths = places.toSorted((a, b) => a.index - b.index).map(([, , path = '']) => path);
  return [...new Set(paths)].filter((path) => isPlain(path) && !HARMFUL.test(path));
}

/** Of several routes, one that is there to tell whether the server is well. */
export function healthRoute(routes: readonly string[]): string | null {
  return routes.find((path) => HEALTH.test(path)) ?? null;
}

/** Where a server listens whatever PORT says: its source has a number there and does not ask for PORT. */
export function fixedPortOf(source: string): number | null {
  const text = withoutComments(source);
  if (/\benv\s*(?:\.\s*PORT\b|\[\s*['"`]PORT['"`]\s*\])|\bPORT\b[^\n]*\}\s*=\s*(?:process|Bun)\.env/.test(text))
    return null;
  const listened = /\.listen\s*\(\s*(?:\{[^}]*?\bport\s*:\s*)?(\d{2,5}|[A-Za-z_]\w*)\b/.exec(text)?.[1];
  const served = listened ?? /\bserve\s*\(\s*\{[^}]*?\bport\s*:\s*(\d{2,5}|[A-Za-z_]\w*)\b/.exec(text)?.[1];
  if (served === undefined) return null;
  if (/^\d/.test(served)) return Number(served);
  const number = new RegExp(`(?:const|let|var)\\s+${served}\\s*(?::[^=;]+)?=\\s*(\\d{2,5})\\b`).exec(text)?.[1];
  return number === undefined ? null : Number(number);
}

/** The file of the project that a server's first file takes its application from, where one is called so. */
export function importedApp(source: string): string | null {
  const imports = withoutComments(source).matchAll(/(?:from|require\s*\(|import)\s*['"](\.{1,2}\/[^'"]+)['"]/g);
  const paths = [...imports].map(([, path = '']) => path);
  return paths.find((path) => /(?:^|\/)(?:app|server)(?:\.\w+)?$/.test(path)) ?? null;
}

function isPlain(path: string): boolean {
  return /^\/[\w./~-]*$/.test(path);
}

function withoutComments(source: string): string {
  // A route may hold /*, but not at the beginning of a word.
  return source.replace(/(^|\s)\/\*[\s\S]*?\*\//g, '$1').replace(/^\s*\/\/.*$/gm, '');
}
