import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { createSandbox } from './program.js';
import { reportIn } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

const SHORT = [
  ...['--launches', '1', '--blocks', '1', '--slice', '50ms', '--warmup', '0'],
  ...['-c', '2', '--mode', 'plain'],
];

// Tells how it was started whenever it is, and ends where it was told a wrong thing.
const SERVER = `
import { appendFileSync, readFileSync } from 'node:fs';
import http from 'node:http';
const { PORT, HOST, NAME, MODE, SAID } = process.env;
const content = readFileSync('content.txt', 'utf8').trim();
appendFileSync(SAID, [NAME, MODE, content, process.argv[2]].join(' ') + '\\n');
http.createServer((request, response) => response.end(content)).listen(Number(PORT), HOST);
`;

mkdirSync(join(sandbox.folder, 'app'));
writeFileSync(join(sandbox.folder, 'app', 'server.mjs'), SERVER);
writeFileSync(join(sandbox.folder, 'app', 'content.txt'), 'ready');

function said(name: string): { readonly variable: string; readonly lines: () => string[] } {
  const file = join(sandbox.folder, name);
  return { variable: `SAID=${file}`, lines: () => readFileSync(file, 'utf8').trimEnd().split('\n') };
}

test('variables and folder reach every server, commands are run around each start, and one that fails ends its target alone', async () => {
  const { variable, lines } = said('around.txt');
  const { code, stdout, stderr } = await sandbox.runHere([
    ...[
      'run',
      'a=NAME=prefix node server.mjs one',
      ...['b', 'c', 'd'].map((label) => `${label}=node server.mjs ${label}`),
    ],
    ...['--cwd', 'app', '--env', variable, '--env', 'NAME=all', '--env', 'b:MODE=named', '--env', 'MODE=all'],
    ...['--prepare', 'b:echo "prepare $NAME" >> $SAID', '--cleanup', 'echo "cleanup $NAME" >> $SAID'],
    ...['--prepare', 'c:echo no database >&2; exit 3', '--prepare', 'd:sleep 60; sleep 60', '--prepare-timeout', '3s'],
    ...[...SHORT, '--launches', '2', '--format', 'json'],
  ]);
  assert.equal(code, EXIT.target, stderr);
  const report = reportIn(stdout);
  const [a, b, c, d] = report.targets;
  assert.deepEqual([a?.cwd, a?.prepare, b?.prepare], ['app', undefined, 'echo "prepare $NAME" >> $SAID']);
  assert.deepEqual([a?.failure, b?.failure, b?.cleanup], [null, null, 'echo "cleanup $NAME" >> $SAID']);
  assert.match(c?.failure ?? '', /^prepare failed with code 3: echo no database/);
  assert.match(d?.failure ?? '', /^prepare was stopped after 3s, the limit of --prepare-timeout: sleep 60/);
  assert.match(stderr, /^ {2}\| no database$/m);
  const of = (text: string): string[] => lines().filter((line) => line.includes(text));
  assert.deepEqual(of('ready one'), Array(2).fill('prefix all ready one'));
  assert.deepEqual(of('ready b'), Array(2).fill('all named ready b'));
  assert.deepEqual([of('ready c'), of('ready d'), of('prepare prefix')], [[], [], []]);
  // Of a and b after each launch, of c and d after what was to be their only one.
  assert.deepEqual([of('prepare all').length, of('cleanup prefix').length, of('cleanup all').length], [2, 2, 4]);
});

test('a config file says the same, and a scan measures a target for each combination, the first as the baseline', async () => {
  const { variable, lines } = said('config.txt');
  const [, file = ''] = variable.split('=');
  const config = {
    targets: [{ label: 'app', command: 'node server.mjs {T}', env: { NAME: 'own' } }],
    parameters: { M: ['slow', 'fast'], T: { from: 1, to: 2 } },
    env: { NAME: 'all', MODE: '{M}', SAID: file },
    cwd: 'app',
    prepare: 'echo "prepare $NAME {M}" >> $SAID',
  };
  writeFileSync(join(sandbox.folder, 'own.config.json'), JSON.stringify(config));
  const { code, stdout, stderr } = await sandbox.runHere([
    'run',
    '--config',
    'own.config.json',
    ...SHORT,
    '--format',
    'json',
  ]);
  assert.ok(code === EXIT.ok || code === EXIT.invalid, stderr);
  const report = reportIn(stdout);
  const combinations = ['slow', 'fast'].flatMap((M) => ['1', '2'].map((T) => ({ M, T })));
  assert.deepEqual(
    report.targets.map(({ name, parameters }) => [name, parameters]),
    combinations.map(({ M, T }) => [`app M=${M} T=${T}`, { M, T }]),
  );
  assert.equal(report.plan.baseline, 'app M=slow T=1');
  const told = combinations.flatMap(({ M, T }) => [`prepare own ${M}`, `own ${M} ready ${T}`]);
  assert.deepEqual(lines().sort(), told.sort());
});

test('the server of a load is started the same way', async () => {
  const { variable, lines } = said('load.txt');
  const { code, stdout, stderr } = await sandbox.runHere([
    ...['load', '-n', '20', '-c', '2', '--format', 'json', '--cwd', 'app', '--env', variable, '--env', 'NAME=load'],
    ...['--prepare', 'echo prepare >> $SAID', '--cleanup', 'echo cleanup >> $SAID', '--quiet'],
    ...['--', 'node', 'server.mjs', 'three'],
  ]);
  assert.equal(code, EXIT.ok, stderr);
  assert.equal(reportIn(stdout).measurements[0]?.requests.ok, 20);
  assert.deepEqual(lines(), ['prepare', 'load  ready three', 'cleanup']);
});
