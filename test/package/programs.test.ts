import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { blocksOf, textOf } from '../docs/documents.js';
import { packPackage } from './packed.js';

// The programs of the documents, compiled against the packed package as a user would, and run.
const packed = packPackage();
const example = readFileSync('examples/api.ts', 'utf8');
const blocks = blocksOf(textOf('docs/API.md'), 'ts');
const names = ['example', ...blocks.map((_, index) => `block-${index + 1}`)];
const api = createServer((_request, response) => response.end('hello'));

const SERVER = `
  import { createServer } from 'node:http';
  const answer = (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(request.url === '/json' ? '{"message":"Hello, World!"}' : '[1, 2, 3]');
  };
  createServer(answer).listen(process.env.PORT, process.env.HOST);
`;

/** The program as it stands, but for its sizes and the server that it loads. */
function small(program: string): string {
  const { port } = api.address() as AddressInfo;
  return program
    .replaceAll('quick: true', "launches: 1, blocks: 1, slice: '100ms', warmup: '20ms', connections: 2, mode: 'plain'")
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

async function run(name: string): Promise<{ stdout: string; stderr: string; code: number | null }> {
  const env = { ...process.env, XDG_STATE_HOME: join(packed.project, 'state') };
  const child = spawn(process.execPath, [join('small', `${name}.js`)], { cwd: packed.project, env });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((done) => child.once('close', done)),
  ]);
  return { stdout, stderr, code };
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
  const problems: Record<string, unknown> = {};
  const waiting = [...names];
  const check = async (name: string): Promise<void> => {
    const { stdout, stderr, code } = await run(name);
    const isRight = said[name]?.test(stdout) === true && (code === 0 || (name === 'example' && code === 5));
    if (!isRight) problems[name] = { code, stdout, stderr };
    if (name === 'block-5') assert.match(stderr, /launches.*from 1 to 1000/);
  };
  // Several at once, as each waits for servers most of the time.
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await check(name);
  };
  await Promise.all([work(), work(), work(), work()]);
  assert.deepEqual(problems, {});
  assert.match(readFileSync(join(packed.project, 'report.md'), 'utf8'), /node server\.js/);
  assert.equal(JSON.parse(readFileSync(join(packed.project, 'report.json'), 'utf8')).schema, 'perfcmp/report@1');
});
