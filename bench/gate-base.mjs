// Does `perfcmp gate --base HEAD~1` find a loss of so many percent, and stay silent without one? Makes a small repository
// whose last commit gives each request more work, in another the last commit changes a text, and gates both with what
// `gate` does by default. For a quiet machine; takes about five minutes.
//
//   node bench/gate-base.mjs [--loss 15] [--times 1] [-- options of gate]
//
// Ends with 0 where each gate said what it should: 1 for the loss, 0 without.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const perfcmp = fileURLToPath(new URL('../bin/perfcmp.js', import.meta.url));
// About 100 us, beside which the 20 us that node itself needs for a request hide a part of the loss.
const WORK = 100_000;
const STARTUP_REQUESTS = 400;

const { values, positionals } = parseArgs({
  options: { loss: { type: 'string', default: '15' }, times: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const loss = Number(values.loss) / 100;
const root = mkdtempSync(join(tmpdir(), 'perfcmp-gate-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));

const server = (work) => `import { createServer } from 'node:http';
createServer((request, response) => {
  let sum = 0;
  for (let step = 0; step < ${work}; step += 1) sum += Math.sqrt(step);
  response.end(sum >= 0 ? 'done' : '');
}).listen(Number(process.env.PORT), process.env.HOST);
`;

function run(program, args, cwd) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function repository(name, slower) {
  const folder = join(root, name);
  const git = (...args) => {
    const { status, stderr } = run(
      'git',
      ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args],
      folder,
    );
    if (status !== 0) throw new Error(stderr);
  };
  run('mkdir', [folder], root);
  git('init', '-q');
  const commit = (work, words) => {
    writeFileSync(join(folder, 'server.mjs'), server(work));
    writeFileSync(join(folder, 'README'), words);
    git('add', '-A');
    git('commit', '-qm', words);
  };
  commit(WORK, 'before');
  commit(Math.round(WORK * slower), 'after');
  return folder;
}

/** Microseconds of work a request, so that so much more of it costs the wanted share of throughput. */
function perRequestUs(work) {
  const program = `let sum = 0; const once = () => { for (let step = 0; step < ${work}; step += 1) sum += Math.sqrt(step); };
for (let call = 0; call < ${STARTUP_REQUESTS}; call += 1) once();
const begin = process.hrtime.bigint();
for (let call = 0; call < ${STARTUP_REQUESTS}; call += 1) once();
console.log(Number(process.hrtime.bigint() - begin) / 1e3 / ${STARTUP_REQUESTS});`;
  return Number(run(process.execPath, ['-e', program], root).stdout);
}

// Throughput falls by `loss` where the time of a request, work and node's own, grows to 1 / (1 - loss) of it.
const workUs = perRequestUs(WORK);
const OWN_US = 25;
const slower = 1 + ((1 / (1 - loss) - 1) * (workUs + OWN_US)) / workUs;
const cases = [
  { name: `${values.loss} % slower`, folder: repository('slower', slower), expected: 1 },
  { name: 'the same code', folder: repository('same', 1), expected: 0 },
];
let wrong = 0;
for (let time = 0; time < Number(values.times); time += 1) {
  for (const { name, folder, expected } of cases) {
    const args = [
      perfcmp,
      'gate',
      'node server.mjs',
      '--base',
      'HEAD~1',
      '--quiet',
      '--format',
      'json',
      ...positionals,
    ];
    const begin = Date.now();
    const { status, stdout, stderr } = run(process.execPath, args, folder);
    const check = stdout === '' ? null : JSON.parse(stdout).gate?.results[0];
    if (status !== expected) wrong += 1;
    const seconds = Math.round((Date.now() - begin) / 1000);
    console.log(
      `${name}: exit ${status}, expected ${expected}; ${check?.status} ${check?.message ?? stderr} (${seconds} s)`,
    );
  }
}
console.log(wrong === 0 ? 'as expected' : `${wrong} not as expected`);
process.exitCode = wrong === 0 ? 0 : 1;
