import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCommand } from './commands.js';
import { blocksOf, codeOf, tableOf, textOf } from './documents.js';

const action = textOf('action.yml');

test("GitHub's own parser has no complaint about the action and the workflow", (context) => {
  if (!existsSync('node_modules/@actions/workflow-parser')) {
    return context.skip('needs the package @actions/workflow-parser: npm ci brings it');
  }
  const args = ['test/fixtures/read-workflow.mjs', 'action.yml', 'examples/github-workflow.yml'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.equal(stdout, '[[],[]]', stderr);
});

test('the action reads every input it declares, and no other', () => {
  const declared = [...(/^inputs:\n(.*?)^outputs:/ms.exec(action)?.[1] ?? '').matchAll(/^ {2}([\w-]+):$/gm)];
  const read = new Set([...action.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name));
  assert.deepEqual(declared.map(([, name]) => name).sort(), [...read].sort());
});

test('no expression stands within a script, where a value could become a command', () => {
  const scripts = action
    .split(/^ {6}run:/m)
    .slice(1)
    .map((text) => text.split(/^ {4}- name:/m)[0] ?? '');
  assert.equal(scripts.length, 4);
  assert.deepEqual(
    scripts.filter((script) => script.includes('${{')),
    [],
  );
});

test('the examples of the documentation are the files that are checked', () => {
  const examples = blocksOf(textOf('docs/CI.md'), 'yaml');
  for (const path of ['examples/github-workflow.yml', 'examples/gitlab-ci.yml']) {
    assert.ok(examples.includes(textOf(path)), path);
  }
});

test('the program understands what the examples ask of it', () => {
  const [, args = ''] = /^ +args: (.*)$/m.exec(textOf('examples/github-workflow.yml')) ?? [];
  const [, line = ''] = /- perfcmp (.*)$/m.exec(textOf('examples/gitlab-ci.yml')) ?? [];
  for (const command of [`gate ${args} --base main`, line]) assert.equal(readCommand(command).name, 'gate');
});

const SUMMARY = '<!-- perfcmp:gate-json -->\n\n### perfcmp gate: pass\n';
const MARKER = '<!-- ci-gate perfcmp:gate-json -->\n';

/** Comments as GitHub keeps them, and what was asked of it. */
async function comment(
  existing: readonly string[],
  { status = 200, matrix = 'null' }: { readonly status?: number; readonly matrix?: string } = {},
): Promise<{ asked: string[]; stdout: string; code: unknown }> {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-comment-'));
  writeFileSync(join(folder, 'summary.md'), SUMMARY);
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { body = '' } = JSON.parse((await bodyOf(request)) || '{}') as { body?: string };
    assert.equal(request.headers.authorization, 'Bearer secret');
    asked.push([request.method, request.url, body].filter((part) => part !== '').join(' '));
    const page = Number(/&page=(\d+)/.exec(request.url ?? '')?.[1] ?? 1);
    const comments = existing.map((text, id) => ({ id, body: text })).slice((page - 1) * 100, page * 100);
    response.writeHead(status).end(JSON.stringify(request.method === 'GET' ? comments : {}));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const { port } = server.address() as AddressInfo;
    const env = {
      ...{ PATH: process.env.PATH, GITHUB_API_URL: `http://127.0.0.1:${port}`, GITHUB_REPOSITORY: 'a/b' },
      ...{ GITHUB_TOKEN: 'secret', GITHUB_WORKFLOW: 'ci', GITHUB_JOB: 'gate', PULL_REQUEST: '7', MATRIX: matrix },
    };
    const child = spawn(process.execPath, ['action/comment.mjs', join(folder, 'summary.md')], { env });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const code = await new Promise((done) => child.on('close', done));
    return { asked, stdout, code };
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}

test('a pull request without a comment of this job gets one', async () => {
  const { asked, stdout, code } = await comment(['hello', '<!-- ci-other perfcmp:gate-json -->']);
  assert.deepEqual(asked, [
    'GET /repos/a/b/issues/7/comments?per_page=100&page=1',
    `POST /repos/a/b/issues/7/comments ${MARKER}${SUMMARY}`,
  ]);
  assert.deepEqual([stdout, code], ['', 0]);
});

test('the comment of an earlier run is replaced, on whatever page it stands', async () => {
  const { asked } = await comment([...Array.from({ length: 100 }, () => 'hello'), `${MARKER}old`]);
  assert.equal(asked.at(-1), `PATCH /repos/a/b/issues/comments/100 ${MARKER}${SUMMARY}`);
});

test('each leg of a matrix keeps a comment of its own', async () => {
  const post = async (matrix: string): Promise<string> => (await comment([MARKER], { matrix })).asked.at(-1) ?? '';
  const legs = await Promise.all(['{"node":20}', '{"node":22}'].map(post));
  const markers = legs.map((asked) => /^POST \S+ (<!-- ci-gate-[0-9a-f]{8} perfcmp:gate-json -->\n)/.exec(asked)?.[1]);
  assert.equal(new Set(markers).size, 2);
  const again = await comment([MARKER, `${markers[0]}old`], { matrix: '{"node":20}' });
  assert.equal(again.asked.at(-1), `PATCH /repos/a/b/issues/comments/1 ${markers[0]}${SUMMARY}`);
});

test('a comment that is refused is a warning', async () => {
  const { stdout, code } = await comment([], { status: 403 });
  assert.match(
    stdout,
    /^::warning title=perfcmp::the pull request has no comment: GET .* answered 403; the job needs "permissions: pull-requests: write"/,
  );
  assert.equal(code, 0);
});

test('the marker of a comment comes of the first line of a real summary', () => {
  const [first] = readFileSync('test/golden/gate-pass.summary.md', 'utf8').split('\n');
  assert.equal(first, SUMMARY.split('\n')[0]);
});

test('CI.md has the inputs and outputs of the action, with the defaults that are plain values', () => {
  const page = textOf('docs/CI.md');
  const between = (from: string, to: string): string => action.split(`\n${from}:\n`)[1]?.split(`\n${to}:\n`)[0] ?? '';
  const inputs = [...between('inputs', 'outputs').matchAll(/^ {2}([\w-]+):\n.*\n {4}default: (.*)$/gm)];
  const documented = tableOf(page, 'input', 'default').map(([input, value]) => [codeOf(input), codeOf(value)]);
  assert.deepEqual(documented.map(([name]) => name).sort(), inputs.map(([, name]) => name).sort());
  for (const [, name = '', value = ''] of inputs) {
    const told = documented.find(([input]) => input === name)?.[1];
    if (/^[\w."-]+$/.test(value) && value !== '""') assert.equal(told, value.replaceAll('"', ''), name);
  }
  const outputs = [...between('outputs', 'runs').matchAll(/^ {2}([\w-]+):$/gm)].map(([, name]) => name);
  assert.deepEqual(
    tableOf(page, 'output', 'meaning').map(([output]) => codeOf(output)),
    outputs,
  );
});
