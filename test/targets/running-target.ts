import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Endpoint } from '../../src/model/load-profile.js';
import { parseEndpoint } from '../../src/scenario/endpoint.js';

/** A bundled target's server, started as target.json says but without the product's own machinery. */
export interface RunningTarget {
  readonly process: ChildProcess;
  readonly endpoint: Endpoint;
  readonly url: string;
}

/** How a target that is no single file of node is started. */
export interface TargetStart {
  /** Program and arguments; `{port}`, `{host}` and `{workers}` are replaced. */
  readonly start: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

// A JVM on a busy machine; what ends before is told at once.
const START_DEADLINE_MS = 120_000;

/** Path of a file in the repository's `targets/`. */
export function targetFile(path: string): string {
  return fileURLToPath(new URL(`../../../targets/${path}`, import.meta.url));
}

/** Starts a server, waits until it answers, and ends it whatever `use` does; a text is a file of node. */
export async function withTarget<T>(
  server: string | TargetStart,
  env: Readonly<Record<string, string>>,
  use: (target: RunningTarget) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const { start, cwd, env: own } = typeof server === 'string' ? startOfFile(server) : server;
  const fill = (text: string) =>
    text.replaceAll('{port}', String(port)).replaceAll('{host}', '127.0.0.1').replaceAll('{workers}', '1');
  const [program = '', ...args] = start.map(fill);
  const filled = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, fill(value)]));
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...filled, HOST: '127.0.0.1', PORT: String(port), PERFCMP_WORKERS: '1', ...env },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const complaints = text(child.stderr);
  const url = `http://127.0.0.1:${port}`;
  try {
    if (!(await isHealthyInTime(child, url))) {
      child.kill('SIGKILL');
      const code = child.exitCode === null ? 'nothing' : child.exitCode;
      throw new Error(`the target ended with ${code} before it answered: ${await complaints}`);
    }
    return await use({ process: child, endpoint: parseEndpoint(url).endpoint, url });
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
}

function startOfFile(file: string): TargetStart {
  return { start: [process.execPath, file], cwd: dirname(file), env: { NODE_ENV: 'production' } };
}

async function isHealthyInTime(child: ChildProcess, url: string): Promise<boolean> {
  const deadlineMs = performance.now() + START_DEADLINE_MS;
  while (child.exitCode === null && performance.now() < deadlineMs) {
    const response = await fetch(`${url}/health`).catch(() => null);
    await response?.arrayBuffer();
    if (response?.ok) return true;
    await delay(20);
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
