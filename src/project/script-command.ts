/** What a script of package.json starts. */
export interface ScriptCommand {
  readonly command: string;
  readonly entry: string | null;
}

/** What is known of the project's files: names are relative to its folder. */
export type HasFile = (path: string) => boolean;

/** Programs that watch, build or test, or keep a server in the background: a server of theirs is no server to be measured. */
const NO_SERVERS = [
  ...['vite', 'webpack', 'react-scripts', 'ng', 'vue-cli-service', 'parcel', 'gulp', 'electron', 'expo'],
  ...['ts-node-dev', 'tsnd', 'concurrently', 'turbo', 'nx', 'lerna', 'jest', 'vitest', 'mocha', 'echo', 'exit', 'tsc'],
  ...['pm2', 'pm2-runtime', 'forever', 'docker', 'docker-compose', 'npm-run-all', 'run-p', 'run-s'],
];
/** Of frameworks' own programs, what starts the server for development. */
const DEVELOPMENT = /^(?:dev|develop|--watch|--debug|-w)$/;
/** What node is told for development. */
const WATCHING = /^(?:--watch(?:-path)?|--watch-path=.*|--inspect(?:-brk)?|--inspect(?:-brk)?=.*|--hot|watch)$/;
/** Options of node whose value is a word of its own. */
const WITH_VALUE = ['-r', '--require', '--import', '--loader', '--env-file', '-C', '--conditions', '--watch-path'];
const RUNNERS = ['npm', 'yarn', 'pnpm', 'bun'];
/** A shell would do more with it than start one program. */
const SHELL_WORK = /[|;<>`&]|\$\(/;

/** The one program that a script leaves running, without what is only for development; null: there is none to be seen. */
export function scriptCommand(
  script: string,
  scripts: Readonly<Record<string, string>>,
  hasFile: HasFile,
  depth = 0,
): ScriptCommand | null {
  const last = script.split('&&').at(-1)?.trim() ?? '';
  if (last === '' || depth > 3 || SHELL_WORK.test(last)) return null;
  const { env, words } = withoutVariables(last.match(/(?:'[^']*'|"[^"]*"|\S)+/g) ?? []);
  const [program = '', ...args] = words;
  if (RUNNERS.includes(program) && isScript(args, scripts)) {
    return scriptCommand(scripts[args.at(-1)!]!, scripts, hasFile, depth + 1);
  }
  const started = program === 'nodemon' ? nodemonWords(args) : [program, ...args];
  return started === null ? null : commandOf(env, started, hasFile);
}

function isScript(args: readonly string[], scripts: Readonly<Record<string, string>>): boolean {
  const name = args.at(-1) ?? '';
  return Object.hasOwn(scripts, name) && args.slice(0, -1).every((word) => /^(?:run|-s|--silent)$/.test(word));
}

/** Without PORT, which perfcmp chooses, and NODE_ENV, which is for the config to say. */
function withoutVariables(words: readonly string[]): {
  readonly env: readonly string[];
  readonly words: readonly string[];
} {
  const start = words.findIndex((word) => !/^(?:cross-env|env|npx|[A-Za-z_]\w*=.*)$/.test(word));
  const before = start === -1 ? [] : words.slice(0, start);
  const env = before.filter((word) => word.includes('=') && !/^(?:PORT|HOST|NODE_ENV)=/.test(word));
  return { env, words: start === -1 ? [] : words.slice(start) };
}

/** `nodemon --watch src server.js` is `node server.js`; null: it runs another program. */
function nodemonWords(args: readonly string[]): readonly string[] | null {
  const entry = args.find((word) => /\.[cm]?js$/.test(word));
  const isOther = args.some((word) => /^(?:-x|--exec)/.test(word));
  return entry === undefined || isOther ? null : ['node', entry];
}

function commandOf(env: readonly string[], words: readonly string[], hasFile: HasFile): ScriptCommand | null {
  const [program = '', ...args] = words;
  if (NO_SERVERS.includes(program)) return null;
  const isNode = ['node', 'tsx', 'ts-node', 'bun', 'deno'].includes(program);
  if (!isNode && args.some((word) => DEVELOPMENT.test(word))) return null;
  const kept = isNode ? args.filter((word) => !WATCHING.test(word)) : args;
  const local = `node_modules/.bin/${program}`;
  const file = !/[/\\]/.test(program) && program !== 'node' && hasFile(local) ? local : program;
  return { command: [...env, file, ...withPort(kept)].join(' '), entry: isNode ? entryOf(kept) : null };
}

/** `-p 3000` and `--port=3000` become the port that perfcmp chooses. */
function withPort(args: readonly string[]): readonly string[] {
  return args.map((word, index) => {
    if (/^(?:--port|-p)=?\d{2,5}$/.test(word)) return word.replace(/\d+$/, '{port}');
    const isAfterFlag = /^(?:--port|-p)$/.test(args[index - 1] ?? '');
    return isAfterFlag && /^(?:\d{2,5}|"?\$\{?PORT.*)$/.test(word) ? '{port}' : word;
  });
}

function entryOf(args: readonly string[]): string | null {
  const place = args.findIndex((word, index) => !word.startsWith('-') && !WITH_VALUE.includes(args[index - 1] ?? ''));
  const words = args
    .slice(place === -1 ? args.length : place)
    .filter((word) => word !== 'run' && !word.startsWith('-'));
  return words[0]?.replace(/^\.\//, '') ?? null;
}
