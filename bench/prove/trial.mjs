// One trial: a comparison by the program itself, as anybody would call it, and what of its report is kept.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
// The design that `run` has by default, with some blocks more: 20 s of load for both servers, warm-ups included. The length of slices is fixed so that trials are alike however busy the machine is
// while it warms up: with so many connections they hold over twenty latencies even when half of a core is gone.
export const CONNECTIONS = 32;
const LAUNCHES = 5;
const BLOCKS = 14;
const WARM_UP_MS = 500;
/** Trials of another one are not to be counted with these. */
export const DESIGN = `${LAUNCHES} launches of ${BLOCKS} blocks`;
const OPTIONS = [
  ...['--launches', String(LAUNCHES), '--blocks', String(BLOCKS), '--slice', '100ms', '--warmup', `${WARM_UP_MS}ms`],
  ...['-c', String(CONNECTIONS)],
  ...['--format', 'json', '--quiet'],
];

/** Compares two servers of these steps, beside a neighbour where that is asked; throws when interrupted. */
export async function runTrial({ steps: [base, other], seed, hog }, signal) {
  const neighbour = hog ? startHog() : null;
  const store = mkdtempSync(join(tmpdir(), 'perfcmp-prove-'));
  const server = (label, steps) => `${label}=${process.execPath} bench/prove/server.mjs {port} ${steps}`;
  const targets = [server('base', base), server('other', other)];
  const startedMs = performance.now();
  try {
    const { code, stdout, stderr } = await program([...targets, ...OPTIONS, '--seed', String(seed)], store, signal);
    signal.throwIfAborted();
    const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
    return { seed, seconds, exitCode: code, ...read(stdout, stderr) };
  } finally {
    await neighbour?.stop();
    rmSync(store, { recursive: true, force: true });
  }
}

/** An own process group, so that Ctrl-C reaches the program once: by us, who wait for its end. */
async function program(args, store, signal) {
  const child = spawn(process.execPath, ['bin/perfcmp.js', 'run', ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutOptions(process.env), XDG_STATE_HOME: store },
  });
  const interrupt = () => child.kill('SIGINT');
  signal.addEventListener('abort', interrupt);
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => (texts[name] += text));
  const [code] = await once(child, 'close');
  signal.removeEventListener('abort', interrupt);
  return { code, ...texts };
}

/** Whoever set options in the environment did not mean these runs. */
function withoutOptions(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PERFCMP_')));
}

function startHog() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('hog.mjs', import.meta.url))], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = () => {
    kill();
    process.off('exit', kill);
    return exited;
  };
  return { stop };
}

function read(stdout, stderr) {
  const report = parsed(stdout);
  const throughput = report?.comparisons?.find(({ metric }) => metric === 'throughput');
  if (throughput === undefined) return { failure: lastLine(stderr) };
  const cpu = report.comparisons.find(({ metric }) => metric === 'cpuPerRequest');
  const { verdict, ratio, typicalRatio, allBlocksRatio, mde } = throughput;
  return {
    ...{ verdict, ratio, typicalRatio, allBlocksRatio, mde, launchRatios: throughput.launchRatios },
    cpuRatio: cpu?.ratio ?? null,
    cpuLaunchRatios: cpu?.launchRatios ?? null,
    blockRatios: blockRatios(report),
    warnings: report.warnings.map(({ code, level }) => `${code}:${level}`),
    // Of both servers, warm-ups at their shortest.
    warmUpSeconds: (report.measurements.length * LAUNCHES * WARM_UP_MS) / 1000,
    loadedSeconds: report.measurements.reduce((sum, { loadedSeconds }) => sum + loadedSeconds, 0),
    loadAverage: report.environment.loadAverage,
    fingerprint: report.environment.fingerprint,
    version: report.tool.version,
  };
}

/** Slice over slice of every block of every launch, for whoever wants to know what makes intervals wide. */
function blockRatios({ measurements }) {
  const [base, other] = measurements.map(({ series }) => series);
  const partners = new Map(base.map((slice) => [`${slice.launch} ${slice.block}`, slice.throughputPerSec]));
  return [...groupByLaunch(other).values()].map((slices) =>
    slices.map(({ launch, block, throughputPerSec }) => {
      const partner = partners.get(`${launch} ${block}`);
      return partner && throughputPerSec ? Math.round((1e4 * throughputPerSec) / partner) / 1e4 : null;
    }),
  );
}

function groupByLaunch(slices) {
  const launches = new Map();
  for (const slice of slices) launches.set(slice.launch, [...(launches.get(slice.launch) ?? []), slice]);
  return launches;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function lastLine(text) {
  return text.trim().split('\n').at(-1) || 'it printed no report';
}
