import assert from 'node:assert/strict';
import { execFile as execFileWithCallback } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { EXIT } from '../../src/errors.js';
import { blocksOf, textOf } from '../docs/documents.js';
import { createSandbox } from './program.js';
import { reportIn } from './reports.js';

const execFile = promisify(execFileWithCallback);
const sandbox = createSandbox();
after(sandbox.remove);

const SHORT = ['--launches', '1', '--blocks', '2', '--slice', '50ms', '--warmup', '0', '-c', '8', '--mode', 'plain'];

test('the target that the documents add from nothing is verified and measured', async () => {
  const block = blocksOf(textOf('docs/TARGETS.md'), 'sh').find((text) => text.includes('target.json')) ?? '';
  const lines = block.trim().split('\n');
  assert.ok(lines.length < 20, 'the example stays short');
  const script = lines.filter((line) => !line.startsWith('npx '));
  await execFile('sh', ['-ec', script.join('\n')], { cwd: sandbox.folder });
  const commands = lines.filter((line) => line.startsWith('npx perfcmp ')).map((line) => line.split(' ').slice(2));
  assert.deepEqual(
    commands.map(([name]) => name),
    ['verify', 'run'],
  );
  const [verify = [], run = []] = commands;
  const verified = await sandbox.runHere(verify);
  assert.deepEqual([verified.code, verified.stderr], [EXIT.ok, ''], verified.stdout);
  assert.match(verified.stdout, /^tiny: \d+ rules on 2 endpoints, all kept/);
  const measured = await sandbox.runHere([...run, '--format', 'json', ...SHORT]);
  const report = reportIn(measured.stdout);
  const value = (name: string) => report.measurements.find(({ target }) => target === name)?.throughput.value ?? 0;
  assert.ok(value('tiny') > 0 && value('node-http') > 0, measured.stderr);
});

test('a config file names folders of targets, which are built, listed and measured like any other', async () => {
  const folder = join(sandbox.folder, 'mine', 'made');
  mkdirSync(folder, { recursive: true });
  const json = {
    name: 'made',
    title: 'Made',
    build: [['sh', '-c', 'echo "process.title" > made.mjs; echo working; [ ! -e broken ]']],
    start: ['node', 'made.mjs'],
    implements: ['json'],
  };
  writeFileSync(join(folder, 'target.json'), JSON.stringify(json));
  writeFileSync(join(sandbox.folder, 'perfcmp.config.json'), '{ "targetsDir": "mine" }');
  const first = await sandbox.runHere(['build', 'made']);
  assert.match(first.stdout, /^made {2}built in [\d.]+m?s\n$/);
  const again = await sandbox.runHere(['build', 'made', 'node-http']);
  assert.deepEqual(
    [again.code, again.stdout, again.stderr],
    [EXIT.ok, 'made       up to date\nnode-http  nothing to build\n', ''],
  );
  const anew = await sandbox.runHere(['build', 'made', '--rebuild', '--format', 'json', '--quiet']);
  assert.equal(JSON.parse(anew.stdout)[0].state, 'built');
  writeFileSync(join(folder, 'broken'), '');
  const failed = await sandbox.runHere(['build', 'made', '--quiet']);
  assert.equal(failed.code, EXIT.target);
  assert.match(
    failed.stdout,
    /^made {2}failed: sh -c .* failed with code 1\n.*\n {2}\| working\n {2}hint: the whole log/,
  );
  const run = await sandbox.runHere(['run', 'made', '--quiet']);
  assert.deepEqual([run.code, run.stdout], [EXIT.target, '']);
  assert.match(run.stderr, /^error: target "made": sh -c .* failed with code 1\nhint: the whole log is in .*\.log\n/);
});

test('a target that cannot be used is told in full where it is named, and stands in nobody else’s way', async () => {
  const folder = join(sandbox.folder, 'mine', 'wrong');
  mkdirSync(folder, { recursive: true });
  const json = { name: 'wrong', title: '', prot: 1, start: ['node'], implements: ['jsn'] };
  writeFileSync(join(folder, 'target.json'), JSON.stringify(json));
  const lacking = join(sandbox.folder, 'mine', 'lacking');
  mkdirSync(lacking, { recursive: true });
  const requires = [{ name: 'no-such-tool', hint: 'install it' }];
  writeFileSync(join(lacking, 'target.json'), JSON.stringify({ name: 'lacking', title: 'L', start: ['no'], requires }));

  const named = await sandbox.runHere(['build', 'wrong', '--targets-dir', 'mine']);
  assert.equal(named.code, EXIT.usage);
  const told = named.stderr.split('\n').map((line) => line.replace(/^error: .*target\.json /, ''));
  assert.deepEqual(told.slice(0, 3), [
    'title: must not be empty, got ""',
    `prot: unknown field  (${told[1]?.split('  (')[1]}`,
    'implements[0]: no endpoint of the contract: got "jsn"  (did you mean json?)',
  ]);
  const listed = await sandbox.runHere(['list']);
  assert.match(listed.stdout, /^ {2}lacking: no-such-tool is not on PATH \(install it\)\n/m);
  assert.match(listed.stdout, /^cannot be read\n {2}.*\/mine\/wrong\n {4}title: /m);
  const explicit = await sandbox.runHere(['build', 'lacking', '--quiet']);
  assert.deepEqual(
    [explicit.code, explicit.stdout],
    [EXIT.target, 'lacking  cannot be built here: no-such-tool is not on PATH (install it)\n'],
  );
  const others = await sandbox.runHere(['build', 'node-http']);
  assert.deepEqual([others.code, others.stdout], [EXIT.ok, 'node-http  nothing to build\n']);
  const nowhere = await sandbox.runHere(['list', '--targets-dir', 'nowhere', '--targets-dir', 'mine/lacking']);
  assert.deepEqual(
    [nowhere.code, nowhere.stderr],
    [
      EXIT.usage,
      'error: targets folder "nowhere": no such folder  (it holds one folder for each target)\n' +
        'error: targets folder "mine/lacking": is a target itself  (name the folder around it)\n',
    ],
  );
});
