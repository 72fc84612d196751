// A server with a large heap beside a lean one: what `run` makes of them, in the mode that it chooses, and what continuous
// load shows of each by itself, in turn; `node bench/background-work.mjs [node|go] [rounds] [launches]`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [, , runtime = 'node', rounds = '6', launches = '5'] = process.argv;
const CONNECTIONS = '32';
const JSON_ONLY = ['--format', 'json', '--quiet'];
const SECONDS = 8;
const RETAIN = { lean: 2000, large: 300_000 };
const here = fileURLToPath(new URL('background-work/', import.meta.url));
const bin = fileURLToPath(new URL('../bin/perfcmp.js', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'background-work-'));

function check({ status, error, stderr }, what) {
  if (error !== undefined || status === null || status > 1) {
    throw new Error(`${what} ended with ${status}: ${error?.message ?? stderr}`);
  }
}

function builtServer() {
  if (runtime === 'node') return ['node', '--max-old-space-size=1024', join(here, 'server.mjs')];
  const file = join(scratch, 'server');
  check(spawnSync('go', ['build', '-o', file, '.'], { cwd: join(here, 'go'), encoding: 'utf8' }), 'go build');
  return [file];
}

function perfcmp(args, allowed) {
  const result = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { ...process.env, XDG_STATE_HOME: scratch, PERFCMP_CACHE_DIR: scratch },
  });
  if (!allowed.includes(result.status))
    throw new Error(`perfcmp ${args[0]} ended with ${result.status}: ${result.stderr}`);
  return JSON.parse(result.stdout);
}

/** The core that `run` gives to its servers. */
const core = String(availableParallelism() - 1);

function continuous(server, name) {
  const command = ['taskset', '-c', core, 'env', `RETAIN=${RETAIN[name]}`, ...server];
  const options = ['-c', CONNECTIONS, '-d', `${SECONDS}s`, '--warmup', '4s', ...JSON_ONLY];
  const [measurement] = perfcmp(['load', ...options, '--', ...command], [0]).measurements;
  return { perSec: measurement.throughput.value, cpuUs: measurement.server.cpuPerRequestUs };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** Mean over rounds of large over lean, with its standard error, both as ratios. */
function ratioOf(pairs, of) {
  const logs = pairs.map(({ lean, large }) => Math.log(of(large) / of(lean)));
  const variance = logs.reduce((sum, log) => sum + (log - mean(logs)) ** 2, 0) / (logs.length - 1);
  return { ratio: Math.exp(mean(logs)), error: Math.sqrt(variance / logs.length) };
}

try {
  const server = builtServer();
  const pairs = [];
  const loadRound = (round) => {
    const order = round % 2 === 0 ? ['lean', 'large'] : ['large', 'lean'];
    pairs.push(Object.fromEntries(order.map((name) => [name, continuous(server, name)])));
  };
  const half = Math.ceil(Number(rounds) / 2);
  for (let round = 0; round < half; round += 1) loadRound(round);
  const text = server.map((word) => `'${word}'`).join(' ');
  const targets = ['lean', 'large'].map((name) => `${name}=RETAIN=${RETAIN[name]} exec ${text}`);
  const report = perfcmp(
    [
      'run',
      ...targets,
      '-c',
      CONNECTIONS,
      '--launches',
      launches,
      '--duration',
      `${8 * Number(launches)}s`,
      '--warmup',
      '4s',
      '--baseline',
      'lean',
      ...JSON_ONLY,
    ],
    [0, 5],
  );
  for (let round = half; round < Number(rounds); round += 1) loadRound(round);
  const truth = ratioOf(pairs, ({ perSec }) => perSec);
  const cpu = ratioOf(pairs, ({ cpuUs }) => 1 / cpuUs);
  const of = (metric) => report.comparisons.find((comparison) => comparison.metric === metric);
  const { ratio, verdict } = of('throughput');
  console.log(`${runtime}: ${RETAIN.large} objects kept against ${RETAIN.lean}, ${CONNECTIONS} connections`);
  console.log(
    `run, ${report.plan.mode}: ${ratio.value.toFixed(3)} [${ratio.lower.toFixed(3)}, ${ratio.upper.toFixed(3)}] ${verdict}`,
  );
  for (const { mode, reason } of report.plan.modeChoice) console.log(`  ${mode}: ${reason}`);
  console.log(
    `continuous load of each alone, ${pairs.length} x ${SECONDS} s: ${truth.ratio.toFixed(3)} +-${percent(truth.error)} ` +
      `(${pairs.map(({ lean, large }) => (large.perSec / lean.perSec).toFixed(3)).join(', ')})`,
  );
  console.log(`run against that: ${percent(ratio.value / truth.ratio - 1)}`);
  const ofCpu = of('cpuPerRequest')?.ratio.value ?? Number.NaN;
  console.log(
    `CPU per request: run ${ofCpu.toFixed(3)}, continuous ${cpu.ratio.toFixed(3)} +-${percent(cpu.error)}: ` +
      `${percent(ofCpu / cpu.ratio - 1)}`,
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
