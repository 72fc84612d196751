import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { blocksOf, textOf } from '../docs/documents.js';
import { packPackage } from './packed.js';

// The programs of the documents, compiled against the packed package as a user would, and run.
const execute = promisify(execFile);
const packed = packPackage();
const example = readFileSync('examples/api.ts', 'utf8');
const blocks = blocksOf(textOf('docs/API.md'), 'ts');
const names = ['example', ...blocks.map((_, index) => `block-${index + 1}`)];
const api = createServer((_request, response) => response.end('hello'));

/** It waits, so that nobody's load is a full one. */
const SERVER = `
  import { createServer } from 'node:http';
  const answer = (request, response) => {
    response.setHeader('content-type', 'application/json');
    const body = request.url === '/json' ? '{"message":"Hello, World!"}' : '[1, 2, 3]';
    setTimeout(() => response.end(body), 2);
  };
  createServer(answer).listen(process.env.PORT, process.env.HOST);
`;

/**
 * The program as it stands, but for its sizes and the server that it loads. Of two slices one has answers on a busy machine,
 * too; longer ones would make the warm-up as much longer.
 */
function small(program: string): string {
  const { port } = api.address() as AddressInfo;
  return program
    .replaceAll('quick: true', "launches: 1, blocks: 2, slice: '100ms', warmup: '20ms', connections: 2, mode: 'plain'")
    .replaceAll("duration: '10s'", "duration: '300ms'")
    .replaceAll('http://127.0.0.1:3000/', `http://127.0.0.1:${port}/`);
}

let isCompiled = false;

/** The programs as they stand in `whole`, and those that are run in `small`: the compiler is started once for all. */
function compileOnce(): void {
  if (isCompiled) return;
  isCompiled = true;
  const programs = [example, ...blocks];
  const files = [...write('whole', programs), ...write('small', programs.map(small))];
  const options = [
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    'node',
    '--exactOptionalPropertyTypes',
  ];
  packed.run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...options, ...files]);
}

function write(folder: string, programs: readonly string[]): string[] {
  mkdirSync(join(packed.project, folder), { recursive: true });
  return programs.map((program, index) => {
    const file = join(folder, `${names[index]}.ts`);
    writeFileSync(join(packed.project, file), program);
    return file;
  });
}

interface Said {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  /** What it threw. */
  readonly failed: string | null;
}

/** What each of the programs says and ends with. One process runs them in turn: to load the package costs more than most do. */
async function runAll(): Promise<Readonly<Record<string, Said>>> {
  const inTurn = `
    const said = {};
    for (const name of ${JSON.stringify(names)}) {
      const one = { stdout: '', stderr: '', code: 0 };
      for (const stream of ['stdout', 'stderr']) process[stream].write = (text) => (one[stream] += text) !== '';
      process.exitCode = 0;
      const failed = await import('./small/' + name + '.js').then(() => null, String);
      said[name] = { ...one, code: process.exitCode, failed };
    }
    process.exitCode = 0;
    for (const stream of ['stdout', 'stderr']) delete process[stream].write;
    process.stdout.write(JSON.stringify(said));
  `;
  writeFileSync(join(packed.project, 'in-turn.js'), inTurn);
  const env = { ...process.env, XDG_STATE_HOME: join(packed.project, 'state') };
  // The server that one of them loads is of this process, which has to go on meanwhile.
  const { stdout } = await execute(process.execPath, ['in-turn.js'], { cwd: packed.project, env });
  return JSON.parse(stdout) as Record<string, Said>;
}

await new Promise<void>((done) => api.listen(0, '127.0.0.1', done));
for (const file of ['before.js', 'after.js', 'server.js']) writeFileSync(join(packed.project, file), SERVER);
after(() => {
  api.closeAllConnections();
  api.close();
});

test('every program is accepted by a strict compiler, as it stands', () => {
  assert.ok(blocks.length >= 7, String(blocks.length));
  compileOnce();
});

test('the README shows the program of examples/', () => {
  const [shown = ''] = blocksOf(textOf('README.md'), 'ts');
  assert.equal(shown, example.slice(example.indexOf('\n') + 1));
  assert.ok(example.trim().split('\n').length <= 12);
});

test('every program runs to its end, and says what it is to say', async () => {
  compileOnce();
  // What each prints, with numbers as they come; nothing where it prints nothing.
  const said: Record<string, RegExp> = {
    example: /^after throughput [\d.]+ (faster|slower|no-difference|inconclusive|invalid)\n/,
    'block-1': /^after is (faster|slower|no-difference|inconclusive|invalid): [\d.]+ \[[\w.]+, [\w.]+\]\n$/,
    'block-2': /^(faster|slower|no-difference|inconclusive|invalid) \[ [\d.]+ \] \[/,
    'block-3': /^\[( '[12]\. node (before|after)\.js',?)* ?\] [05] \d{8}-\d{4}-[\da-f]{4}\n$/,
    'block-4': /^p99<200ms (true|false)\nerrors<1% true\n$/,
    'block-5': /^$/,
    'block-6': /^$/,
    'block-7': /^$/,
  };
  const ran = await runAll();
  const isRight = (name: string): boolean => {
    const { stdout = '', code, failed } = ran[name] ?? {};
    const isSaid = failed === null && said[name]?.test(stdout) === true;
    return isSaid && (code === 0 || (name === 'example' && code === 5));
  };
  assert.deepEqual(
    names.filter((name) => !isRight(name)).map((name) => [name, ran[name]]),
    [],
  );
  assert.match(ran['block-5']?.stderr ?? '', /launches.*from 1 to 1000/);
  assert.match(readFileSync(join(packed.project, 'report.md'), 'utf8'), /node server\.js/);
  assert.equal(JSON.parse(readFileSync(join(packed.project, 'report.json'), 'utf8')).schema, 'perfcmp/report@1');
});
