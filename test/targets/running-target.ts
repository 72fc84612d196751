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

const START_DEADLINE_MS = 20_000;

/** Path of a file in the repository's `targets/`. */
export function targetFile(path: string): string {
  return fileURLToPath(new URL(`../../../targets/${path}`, import.meta.url));
}

/** Starts one server file with node, waits until it answers, and ends it whatever `use` does. */
export async function withTarget<T>(
  file: string,
  env: Readonly<Record<string, string>>,
  use: (target: RunningTarget) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const child = spawn(process.execPath, [file], {
    cwd: dirname(file),
    env: { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), ...env },
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
