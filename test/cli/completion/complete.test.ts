import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { complete } from '../../../src/cli/completion/complete.js';
import { optionValues } from '../../../src/cli/completion/values.js';
import { buildProgram } from '../../../src/cli/program.js';
import { resolveGate } from '../../../src/config/resolve-gate.js';
import { resolveLoad } from '../../../src/config/resolve-load.js';
import { resolveRun } from '../../../src/config/resolve-run.js';
import { REPORT_FORMATS } from '../../../src/model/config.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-complete-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const place = { cwd: scratch, env: { XDG_STATE_HOME: scratch } };
const program = buildProgram({ argv: [], ...place, stdout: process.stdout, stderr: process.stderr }, () => undefined);

/** What could stand in place of the last word, of those behind the program's name. */
async function wordsFor(...typed: string[]): Promise<string[]> {
  return (await complete(program, typed, place)).candidates.map(({ word }) => word);
}

async function pathsFor(...typed: string[]): Promise<string> {
  return (await complete(program, typed, place)).paths;
}

test('the first word is a command, or an option of the program', async () => {
  const names = program.commands.map((command) => command.name());
  assert.deepEqual(await wordsFor(''), [...names, 'help']);
  assert.deepEqual(await wordsFor('ca'), ['calibrate']);
  assert.deepEqual(await wordsFor('--'), ['--version', '--help']);
  assert.deepEqual(await wordsFor('help', 'rep'), ['report']);
  assert.deepEqual(await wordsFor('rnu', ''), []);
});

test('options are those of the command, each once unless it may be repeated', async () => {
  assert.deepEqual(await wordsFor('run', '--wa'), ['--warmup']);
  assert.deepEqual(await wordsFor('run', '--warmup', '1s', '--wa'), []);
  assert.deepEqual(await wordsFor('run', '--warmup=1s', '--wa'), []);
  assert.deepEqual(await wordsFor('run', '-H', 'A: b', '--head'), ['--header']);
  assert.deepEqual(await wordsFor('load', '--sto'), ['--store']);
  assert.deepEqual(await wordsFor('run', '--sto'), []);
  const letters = await wordsFor('load', '-');
  assert.ok(letters.includes('-c') && letters.includes('--connections'));
  // Options that are only there to be refused are no offer.
  assert.deepEqual(await wordsFor('load', '--scr'), []);
});

test('values of an option come behind it, behind its letter, and behind =', async () => {
  assert.deepEqual(await wordsFor('run', '--mode', ''), ['auto', 'plain', 'freeze', 'exclusive']);
  assert.deepEqual(await wordsFor('run', '--mode=f'), ['--mode=freeze']);
  assert.deepEqual(await wordsFor('load', '-m', 'P'), ['POST', 'PUT', 'PATCH']);
  assert.deepEqual(await wordsFor('run', '--format', ''), [...REPORT_FORMATS]);
  // What is about one load is refused.
  assert.deepEqual(await wordsFor('search', '--format', ''), ['text', 'json', 'markdown', 'html', 'csv', 'ndjson']);
  assert.deepEqual(await wordsFor('diff', '--format', ''), ['text', 'json', 'markdown']);
  assert.deepEqual(await wordsFor('list', '--format', ''), ['text', 'json']);
  assert.deepEqual(await wordsFor('load', '--engine', 'h'), ['http2']);
  assert.deepEqual(await wordsFor('run', '--engine', 'h'), []);
  // A number is nothing to be guessed, and no file.
  assert.deepEqual([await wordsFor('run', '-c', ''), await pathsFor('run', '-c', '')], [[], 'none']);
});

test('targets, scenarios and presets are known by name, several of them with commas', async () => {
  assert.deepEqual(await wordsFor('run', 'expr'), ['express', 'express-tuned']);
  assert.deepEqual(await wordsFor('run', 'express', 'node-h'), ['node-http']);
  assert.deepEqual(await wordsFor('verify', 'def'), ['default']);
  assert.deepEqual(await wordsFor('calibrate', 'def'), []);
  assert.deepEqual(await wordsFor('calibrate', 'express', ''), []);
  assert.deepEqual(await wordsFor('run', '--targets', 'express,node-h'), ['express,node-http']);
  assert.deepEqual(await wordsFor('run', '--targets', 'express,node-http,node-h'), []);
  assert.ok((await wordsFor('run', '--scenario', '')).includes('json'));
  assert.deepEqual(await wordsFor('run', '--preset', 'art'), ['article']);
  assert.deepEqual(await wordsFor('completion', ''), ['bash', 'zsh', 'fish']);
});

test('files and folders are left to the shell where they fit', async () => {
  assert.equal(await pathsFor('run', '--input', ''), 'files');
  assert.equal(await pathsFor('run', '--output', 'js'), 'files');
  assert.equal(await pathsFor('run', '--targets-dir', ''), 'folders');
  assert.equal(await pathsFor('run', './serv'), 'files');
  assert.equal(await pathsFor('load', '--path', '/', '--', 'node', ''), 'files');
  assert.equal(await pathsFor('load', ''), 'none');
  assert.equal(await pathsFor('diff', ''), 'files');
});

test('stored runs are known by id, and the newest as last', async () => {
  assert.deepEqual(await wordsFor('report', ''), []);
  const runs = join(scratch, 'perfcmp', 'reports');
  for (const id of ['20261122-1031-7f3a', '20261123-0120-0001']) mkdirSync(join(runs, id), { recursive: true });
  assert.deepEqual(await wordsFor('report', ''), ['20261123-0120-0001', '20261122-1031-7f3a']);
  assert.deepEqual(await wordsFor('gate', '--against', '20261122'), ['20261122-1031-7f3a']);
});

test('every value that is offered is one that the program takes', async () => {
  const resolvers = {
    run: (flags: object) => resolveRun({ positionals: ['express'], flags, file: null, env: {} }),
    gate: (flags: object) => resolveGate({ positionals: ['a=node a', 'b=node b'], flags, file: null, env: {} }),
    load: (flags: object) => resolveLoad({ positionals: ['http://127.0.0.1:1/'], flags, file: null, env: {} }),
  };
  let checked = 0;
  for (const [name, resolve] of Object.entries(resolvers)) {
    const command = program.commands.find((one) => one.name() === name)!;
    for (const option of command.options) {
      const { candidates } = await optionValues(option, { command: name, before: [], text: '', ...place });
      // What is a name is found or not when the command runs.
      if (!option.required || /targets|scenario|preset|baseline|against|resume/.test(option.long ?? '')) continue;
      for (const { word } of candidates) {
        const rate = option.long === '--arrivals' ? { rate: '1k', ...(name === 'load' ? {} : { loop: 'open' }) } : {};
        resolve({ [option.attributeName()]: option.parseArg === undefined ? word : [word], ...rate });
        checked += 1;
      }
    }
  }
  assert.ok(checked > 60, String(checked));
});
