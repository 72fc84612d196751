import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitCodeOf, renderError } from '../../src/cli/errors.js';
import { runProgram } from '../../src/cli/program.js';
import type { TerminalStream } from '../../src/cli/terminal.js';
import { EXIT } from '../../src/errors.js';
import { folderWith } from '../helpers/made-folder.js';
import { assertGolden, perfcmp } from './harness.js';

interface Case {
  readonly what: string;
  readonly files: Readonly<Record<string, string | object>>;
  /** `run` unless it says otherwise. */
  readonly args?: readonly string[];
}

const ITEMS = { path: '/items' };

const CASES: readonly Case[] = [
  { what: 'unknown key', files: json({ conections: 5 }) },
  { what: 'wrong type', files: json({ quick: 'yes', connections: 5 }) },
  { what: 'wrong word', files: json({ mode: 'frezze' }) },
  { what: 'bad duration', files: json({ warmup: '2 minutes' }) },
  { what: 'bad rate', files: json({ loop: 'open', rate: 'fast' }) },
  { what: 'negative number', files: json({ connections: -5 }) },
  { what: 'empty lists', files: json({ targets: [], scenarios: [], gate: { candidates: [] } }) },
  { what: 'missing key', files: json({ scenarios: [{ path: '/items' }] }) },
  {
    what: 'two targets of one name',
    files: json({ ...ITEMS, targets: ['new=node a.js', { label: 'new', command: 'node b.js' }] }),
  },
  { what: 'unknown preset', files: json({ preset: 'artcle' }) },
  { what: 'unknown scenario', files: json({ targets: ['node-http'], scenarios: ['jsn'] }), args: ['run', '--dry-run'] },
  { what: 'two keys that contradict each other', files: json({ duration: '30s', blocks: 5 }) },
  { what: 'wrong JSON', files: { 'perfcmp.config.json': '{\n  "targets": ["express"],\n  "connections": 5,\n}\n' } },
  { what: 'JSON with a comment', files: { 'perfcmp.config.json': '{\n  // fast\n  "quick": true\n}\n' } },
  {
    what: 'TypeScript that cannot be read',
    files: { 'perfcmp.config.ts': 'const count: number = 5;\n\nexport default { connections: count + };\n' },
  },
  {
    what: 'code that throws',
    files: { 'perfcmp.config.mjs': 'const { hosts } = {};\n\nexport default { connections: hosts.length };\n' },
  },
  { what: 'no default export', files: { 'perfcmp.config.mjs': 'export const config = { connections: 5 };\n' } },
  { what: 'a function that returns nothing', files: { 'perfcmp.config.mjs': 'export default () => {};\n' } },
  {
    what: 'a circle of files',
    files: { ...json({ extends: './base.json' }), 'base.json': { extends: './perfcmp.config.json' } },
  },
  { what: 'nothing to extend', files: json({ extends: 'artcle' }) },
  {
    what: 'a wrong part of load',
    files: json({ load: { url: 'http://127.0.0.1:1/', rate: '5k', stages: '1k@1s' } }),
    args: ['load'],
  },
  {
    what: 'several at once, in several files',
    files: {
      ...json({ extends: './shared/base.json', conections: 5, warmup: 'long', targets: [{ comand: 'node a.js' }] }),
      'shared/base.json': { quick: 1, timeout: '-1s', margins: { throughputs: '5%' } },
    },
  },
];

function json(config: object): Case['files'] {
  return { 'perfcmp.config.json': config };
}

/** What the program says in a folder of these files, and the code that it would end with. */
async function said({ files, args = ['run'] }: Case): Promise<{ readonly text: string; readonly code: number }> {
  const stream: TerminalStream = {
    write: (_text, done) => {
      done?.();
      return true;
    },
  };
  const cwd = folderWith(files);
  try {
    const code = await runProgram({ argv: args, cwd, env: {}, stdout: stream, stderr: stream });
    return { text: '', code };
  } catch (error) {
    return { text: renderError(error, { color: false, debug: false }), code: exitCodeOf(error) };
  }
}

test('a wrong config file of every kind has its own message, with what to write instead', async () => {
  const parts: string[] = [];
  for (const one of CASES) {
    const { text, code } = await said(one);
    assert.equal(code, EXIT.usage, `${one.what}: ${text}`);
    for (const line of text.trimEnd().split('\n')) assert.match(line, /^error: \S.*: .* {2}\(.+\)$/, one.what);
    parts.push(`# ${one.what}\n$ perfcmp ${(one.args ?? ['run']).join(' ')}\n${text}`);
  }
  assertGolden('config-errors.txt', parts.join('\n'));
});

test('the program itself says it on stderr and starts nothing', async () => {
  const several = CASES.at(-1)!;
  const { code, stdout, stderr } = await perfcmp(['run'], { cwd: folderWith(several.files) });
  assert.deepEqual([code, stdout, stderr], [EXIT.usage, '', (await said(several)).text]);
});
