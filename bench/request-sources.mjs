// What each kind of request costs the generator: requests a CPU-second of static ones, placeholders and hooks, interleaved
// in one run so that the machine's moods hit all alike; `node bench/request-sources.mjs [rounds] [requests] [depth ...]`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from './servers.mjs';

const rounds = Number(process.argv[2] ?? 7);
const requests = process.argv[3] ?? '200k';
const depths = process.argv.length > 4 ? process.argv.slice(4) : ['1', '16'];
const bin = fileURLToPath(new URL('../bin/perfcmp.js', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-bench-'));
const csv = join(scratch, 'users.csv');
const hook = join(scratch, 'hook.mjs');
const answers = join(scratch, 'answers.mjs');
writeFileSync(csv, `id,name\n${Array.from({ length: 10_000 }, (_, id) => `${id},user ${id}`).join('\n')}\n`);
writeFileSync(hook, "export const request = ({ seq }) => ({ path: '/items/' + seq });\n");
writeFileSync(answers, `${readFileSync(hook, 'utf8')}export const response = () => {};\n`);

const JSON_BODY = ['-H', 'Content-Type: application/json'];
const KINDS = [
  ['static', []],
  ['four static, weighted', [5, 2, 2, 1].flatMap((weight) => ['--request', `${weight} GET /items/${weight}`])],
  ['{{seq}} in the path', ['--path', '/items/{{seq}}']],
  ['a data row in the path', ['--path', '/items/{{id}}?name={{name}}', '--data', csv]],
  ['static JSON body', [...JSON_BODY, '-b', '{"id":12345,"name":"user 12345","token":"0"}']],
  [
    'JSON body from a data row, {{uuid}} and {{random}}',
    [...JSON_BODY, '--data', csv, '-b', '{"id":{{id}},"name":"{{name}}","token":"{{uuid}}","n":{{random:1..100}}}'],
  ],
  ['hook', ['--hook', hook]],
  ['hook with response()', ['--hook', answers]],
];

async function perCpuSecond(url, options, pipelining) {
  const report = join(scratch, 'report.json');
  const argv = ['load', url, '-n', requests, '-c', '64', '-p', pipelining, ...options, '--output', report, '--quiet'];
  const child = spawn(process.execPath, [bin, ...argv], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`perfcmp ${argv.join(' ')} ended with ${code}`);
  const [measured] = JSON.parse(readFileSync(report, 'utf8')).measurements;
  return measured.requests.ok / measured.generator.cpuSeconds;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const server = await startServer('plain', scratch);
try {
  console.log(`node ${process.versions.node}, ${rounds} rounds of ${requests} requests, 64 connections; medians`);
  for (const pipelining of depths) {
    const rates = KINDS.map(() => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, [, options]] of KINDS.entries()) {
        rates[index].push(await perCpuSecond(server.url, options, pipelining));
      }
    }
    console.log(`\n${`pipelining ${pipelining}`.padEnd(55)}requests/CPU-second  against static`);
    for (const [index, [name]] of KINDS.entries()) {
      const ratio = median(rates[index].map((rate, round) => rate / rates[0][round]));
      const rate = Math.round(median(rates[index]));
      console.log(`  ${name.padEnd(52)}${String(rate).padStart(20)}${ratio.toFixed(2).padStart(16)}`);
    }
  }
} finally {
  server.stop();
  rmSync(scratch, { recursive: true });
}
