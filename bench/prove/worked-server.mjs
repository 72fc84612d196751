// One server of a known cost under load from this process: to find how many steps a request should work, and what the
// variants truly cost.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Generator } from '../../dist/src/load/generator.js';
import { fixedSource } from '../../dist/src/model/request-source.js';
import { SUCCESS_STATUSES } from '../../dist/src/model/scenario.js';
import { CONNECTIONS } from './trial.mjs';

const SCRIPT = fileURLToPath(new URL('server.mjs', import.meta.url));

/** Starts it where `perfcmp run` starts servers, on the last core, and calls `use` with it; ends it in any case. */
export async function withWorkedServer(signal, use) {
  const port = await freePort();
  const pinned = spawnSync('taskset', ['--version']).status === 0;
  const prefix = pinned ? ['taskset', '-c', String(availableParallelism() - 1)] : [];
  const [program, ...rest] = [...prefix, process.execPath, SCRIPT, String(port), '0'];
  const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = once(child, 'exit');
  const generator = await Generator.start(1);
  try {
    await answering(port, signal);
    const pool = await generator.open(poolSpec(port), signal);
    return await use({ load: (steps, ms) => load({ port, pool, steps, ms, signal }) });
  } finally {
    await generator.stop();
    child.kill('SIGKILL');
    await exited;
  }
}

/** One span of load with so many steps for each request: what the server says it cost, and what the generator saw. */
async function load({ port, pool, steps, ms, signal }) {
  signal.throwIfAborted();
  const before = await ask(port, `/steps/${steps}`);
  const recording = await pool.run({
    ...{ settleMs: 20, windowMs: ms, fillerMs: ms, staggerMs: 0, requestLimit: null, drain: true, sampleMs: null },
    ...{ ticks: false, arrivals: null, think: null, expect: { status: SUCCESS_STATUSES, body: null, mediaType: null } },
  });
  const after = await ask(port, '/accounting');
  const { ok, laneSpanNs } = recording.window;
  return {
    cpuUs: after.cpuUs - before.cpuUs,
    answered: after.answered - before.answered,
    ok,
    seconds: laneSpanNs / recording.lanes / 1e9,
  };
}

function poolSpec(port) {
  return {
    endpoint: {
      protocol: 'http',
      host: '127.0.0.1',
      port,
      socketPath: null,
      authority: `127.0.0.1:${port}`,
      tls: null,
    },
    source: fixedSource([{ method: 'GET', path: '/', headers: {}, body: null }]),
    profile: {
      ...{ name: 'truth', kind: 'closed', connections: CONNECTIONS, pipelining: 1, threads: 1, engine: 'socket' },
      ...{ timeoutMs: 2000, connectTimeoutMs: 2000, bodySampleEvery: 100, requestsPerConnection: null, think: null },
    },
  };
}

async function answering(port, signal) {
  const deadline = performance.now() + 10_000;
  for (;;) {
    try {
      return await ask(port, '/accounting');
    } catch (error) {
      if (performance.now() > deadline || signal.aborted) throw error;
      await sleep(20);
    }
  }
}

async function ask(port, path) {
  return (await fetch(`http://127.0.0.1:${port}${path}`)).json();
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
