import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { listenAt, portOf } from '../helpers/listening.js';

/** The servers that documents ask, on ports that are free here. */
export interface DocumentServers {
  /** By the port that documents have for it. */
  readonly ports: ReadonlyMap<string, string>;
  readonly stop: () => Promise<void>;
}

/** These answer `ok` to everything. */
const ANSWERING = ['3209', '8083'];
const NODE_HTTP = '3000';

export async function startServers(): Promise<DocumentServers> {
  const servers = await Promise.all(ANSWERING.map(startAnswering));
  const { child, port } = await startNodeHttp();
  const answering = ANSWERING.map((shown, index) => [shown, String(portOf(servers[index]!))] as const);
  return {
    ports: new Map([[NODE_HTTP, String(port)], ...answering]),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await Promise.all([ended, ...servers.map(close)]);
    },
  };
}

async function startAnswering(): Promise<Server> {
  const server = createServer((_request, response) => response.setHeader('Content-Type', 'text/plain').end('ok'));
  await listenAt(server, {});
  return server;
}

async function startNodeHttp(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const holder = await startAnswering();
  const port = portOf(holder);
  await close(holder);
  const env = { ...process.env, HOST: '127.0.0.1', PORT: String(port) };
  const child = spawn(process.execPath, ['targets/node-http/server.js'], { env, stdio: 'ignore' });
  const deadline = Date.now() + 20_000;
  while (!(await isOpen(port))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('node-http does not listen');
    await delay(20);
  }
  return { child, port };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection(port, '127.0.0.1');
    const end = (found: boolean) => () => {
      socket.destroy();
      done(found);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}

function close(server: Server): Promise<unknown> {
  server.closeAllConnections();
  return new Promise((closed) => server.close(closed));
}
