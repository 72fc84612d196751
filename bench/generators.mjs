// What a request costs each load generator, in CPU time of its whole process (start included), all against one trivial
// server, in random order within every round. Ratios are of requests per CPU-second, with a 95 % interval over rounds.
//
//   npm run bench                      ten rounds of 10 s
//   npm run bench -- --rounds 20 --seconds 10 --shape p16
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mean, median, stddev } from '../dist/src/stats/moments.js';
import { studentTQuantile } from '../dist/src/stats/student-t.js';
import { freePort } from '../dist/src/target/free-port.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '64' },
    shape: { type: 'string', multiple: true, default: ['p1', 'p10'] },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const { connections } = values;
const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-bench-'));

/** Each tool: how it is called for a depth, and how many requests it says were answered. */
const TOOLS = [
  {
    name: 'perfcmp',
    version: () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
    command: (url, depth) =>
      [process.execPath, join(root, 'bin/perfcmp.js'), 'load', url, '-c', connections, '-d', `${seconds}s`].concat([
        '-p',
        String(depth),
        '--format',
        'json',
        '--quiet',
      ]),
    answered: (stdout) => JSON.parse(stdout).measurements[0].requests.ok,
  },
  {
    name: 'perfcmp undici',
    version: () => JSON.parse(readFileSync(join(root, 'node_modules/undici/package.json'), 'utf8')).version,
    command: (url, depth) => [...TOOLS[0].command(url, depth), '--engine', 'undici'],
    answered: (stdout) => TOOLS[0].answered(stdout),
  },
  {
    name: 'wrk',
    version: () => /wrk (\S+)/.exec(spawnSync('wrk', ['-v'], { encoding: 'utf8' }).stdout)?.[1],
    command: (url, depth) => ['wrk', '-t', '1', '-c', connections, '-d', `${seconds}s`, ...pipelineScript(depth), url],
    answered: (stdout) => Number(/(\d+) requests in/.exec(stdout)[1]),
  },
  {
    name: 'autocannon',
    version: () => JSON.parse(readFileSync(join(root, 'node_modules/autocannon/package.json'), 'utf8')).version,
    command: (url, depth) =>
      [process.execPath, join(root, 'node_modules/autocannon/autocannon.js'), '-c', connections, '-d'].concat([
        String(seconds),
        '-p',
        String(depth),
        '--json',
        '--no-progress',
        url,
      ]),
    answered: (stdout) => JSON.parse(stdout)['2xx'],
  },
];

// wrk has no pipelining of its own; this is what its users do, and what TechEmpower does.
function pipelineScript(depth) {
  if (depth === 1) return [];
  const file = join(scratch, `pipeline-${depth}.lua`);
  const lines = [
    'init = function(args)',
    '  local one = wrk.format()',
    '  batch = ""',
    `  for i = 1, ${depth} do batch = batch .. one end`,
    'end',
    'request = function() return batch end',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return ['-s', file];
}

/** Runs a command and returns its output and the CPU seconds of its process, as the shell that waited for it knows them. */
async function timed(command) {
  const quoted = command.map((word) => `'${word}'`).join(' ');
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

async function startServer() {
  const port = await freePort('127.0.0.1');
  const server = spawn(process.execPath, ['server.js'], {
    cwd: join(root, 'targets/null-server'),
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return { url: `http://127.0.0.1:${port}/`, stop: () => server.kill() };
  }
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
  const half = (studentTQuantile(0.975, logs.length - 1) * stddev(logs)) / Math.sqrt(logs.length);
  return `${Math.exp(centre).toFixed(2)} [${Math.exp(centre - half).toFixed(2)}, ${Math.exp(centre + half).toFixed(2)}]`;
}

const present = TOOLS.flatMap((tool) => {
  const version = tool.version();
  if (version === undefined) process.stderr.write(`${tool.name} is not installed: left out\n`);
  return version === undefined ? [] : [{ ...tool, label: `${tool.name} ${version}` }];
});

/** Requests per CPU-second and per second of every tool, by round. */
async function measure(url, depth) {
  const results = new Map(present.map((tool) => [tool.name, { perCpuSecond: [], perSecond: [] }]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const tool of shuffled(present)) {
      const { stdout, cpuSeconds } = await timed(tool.command(url, depth));
      const answered = tool.answered(stdout);
      results.get(tool.name).perCpuSecond.push(answered / cpuSeconds);
      results.get(tool.name).perSecond.push(answered / seconds);
    }
    process.stderr.write(`pipelining ${depth}: round ${round} of ${rounds}\n`);
  }
  return results;
}

const server = await startServer();
try {
  process.stdout.write(
    `${rounds} rounds of ${seconds} s, ${connections} connections, ${cpus().length} cores (${cpus()[0].model}), ` +
      `node ${process.versions.node}\n`,
  );
  for (const shape of values.shape) {
    const depth = Number(shape.slice(1));
    const results = await measure(server.url, depth);
    const ours = results.get('perfcmp').perCpuSecond;
    process.stdout.write(
      `\n| pipelining ${depth} | requests per CPU-second | requests per second | perfcmp / this |\n`,
    );
    process.stdout.write('| --- | ---: | ---: | ---: |\n');
    for (const tool of present) {
      const { perCpuSecond, perSecond } = results.get(tool.name);
      const ratio = tool.name === 'perfcmp' ? '' : ratioText(ours, perCpuSecond);
      const cells = [tool.label, Math.round(median(perCpuSecond)), Math.round(median(perSecond)), ratio];
      process.stdout.write(`| ${cells.join(' | ')} |\n`);
    }
  }
} finally {
  server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
