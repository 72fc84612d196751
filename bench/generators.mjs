// What a request costs each load generator, in CPU time of its whole process (start included), all against one trivial
// server, in random order within every round. Ratios are of requests per CPU-second, with a 95 % interval over rounds.
//
//   npm run bench                      ten rounds of 10 s for each shape
//   npm run bench -- --rounds 20 --seconds 5 --shape p16 --shape tls --tool perfcmp --tool wrk
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mean, median, stddev } from '../dist/src/stats/moments.js';
import { studentTQuantile } from '../dist/src/stats/student-t.js';
import { startServer } from './servers.mjs';
import { installedTools, SHAPES } from './tools.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '64' },
    shape: { type: 'string', multiple: true, default: ['p1', 'p16', 'tls', 'h2', 'h2m10'] },
    tool: { type: 'string', multiple: true },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const { connections } = values;
const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-bench-'));

/** Runs a command and returns its output and the CPU seconds of its process, as the shell that waited for it knows them. */
async function timed(command) {
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const child = spawn('bash', ['-c', `TIMEFORMAT='%U %S'; time ${quoted}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command[0]} ended with ${code}: ${stderr}`);
  const [user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { stdout, cpuSeconds: user + system };
}

function shuffled(items) {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(Math.random() * (last + 1));
    [copy[last], copy[chosen]] = [copy[chosen], copy[last]];
  }
  return copy;
}

/** Mean of the log ratios of rounds with its t interval, as a ratio. */
function ratioText(ours, theirs) {
  const logs = ours.map((value, round) => Math.log(value / theirs[round]));
  const centre = mean(logs);
  if (logs.length < 2) return Math.exp(centre).toFixed(2);
  const half = (studentTQuantile(0.975, logs.length - 1) * stddev(logs)) / Math.sqrt(logs.length);
  return `${Math.exp(centre).toFixed(2)} [${Math.exp(centre - half).toFixed(2)}, ${Math.exp(centre + half).toFixed(2)}]`;
}

/** Requests per CPU-second and per second of every tool, by round. */
async function measure(tools, url, shape) {
  const results = new Map(tools.map((tool) => [tool.name, { perCpuSecond: [], perSecond: [] }]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const tool of shuffled(tools)) {
      const { stdout, cpuSeconds } = await timed(tool.command(url, shape));
      const answered = tool.answered(stdout);
      results.get(tool.name).perCpuSecond.push(answered / cpuSeconds);
      results.get(tool.name).perSecond.push(answered / seconds);
    }
    process.stderr.write(`${shape.title}: round ${round} of ${rounds}\n`);
  }
  return results;
}

function table(tools, results, shape, serverTitle) {
  const ours = results.get('perfcmp').perCpuSecond;
  const lines = [
    `| ${shape.title} (${serverTitle}) | requests per CPU-second | requests per second | perfcmp / this |`,
    '| --- | ---: | ---: | ---: |',
  ];
  for (const tool of tools) {
    const { perCpuSecond, perSecond } = results.get(tool.name);
    const ratio = tool.name === 'perfcmp' ? '' : ratioText(ours, perCpuSecond);
    const cells = [tool.label, Math.round(median(perCpuSecond)), Math.round(median(perSecond)), ratio];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  return `${lines.join('\n')}\n\n`;
}

try {
  const installed = installedTools({ connections, seconds, scratch });
  const wanted = installed.filter(({ name }) => name === 'perfcmp' || (values.tool ?? [name]).includes(name));
  process.stdout.write(
    `${rounds} rounds of ${seconds} s, ${connections} connections, ${cpus().length} cores (${cpus()[0].model}), ` +
      `node ${process.versions.node}\n\n`,
  );
  for (const name of values.shape) {
    const shape = SHAPES[name];
    if (shape === undefined) throw new Error(`no shape "${name}": ${Object.keys(SHAPES).join(', ')}`);
    const server = await startServer(shape.server, scratch);
    try {
      const tools = wanted.filter((tool) => tool.does(shape));
      const results = await measure(tools, server.url, shape);
      process.stdout.write(table(tools, results, shape, server.title));
    } finally {
      server.stop();
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
