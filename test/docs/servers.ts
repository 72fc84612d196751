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
/** These are programs, which are told their port. */
const PROGRAMS: readonly (readonly [shown: string, ...words: string[]])[] = [
  ['3000', 'targets/node-http/server.js'],
  ['8082', 'bench/h2c-server.mjs', '{port}'],
];

export async function startServers(): Promise<DocumentServers> {
  const servers = await Promise.all(ANSWERING.map(startAnswering));
  const programs = await Promise.all(PROGRAMS.map(([, ...words]) => startProgram(words)));
  const ports = [
    ...ANSWERING.map((shown, index) => [shown, String(portOf(servers[index]!))] as const),
    ...PROGRAMS.map(([shown], index) => [shown, programs[index]!.port] as const),
  ];
  return {
    ports: new Map(ports),
    stop: async () => {
      await Promise.all([...programs.map(({ child }) => kill(child)), ...servers.map(close)]);
    },
  };
}

async function startAnswering(): Promise<Server> {
  const server = createServer((_request, response) => response.setHeader('Content-Type', 'text/plain').end('ok'));
  await listenAt(server, {});
  return server;
}

async function startProgram(
  words: readonly string[],
): Promise<{ readonly child: ChildProcess; readonly port: string }> {
  const port = await freePort();
  const env = { ...process.env, HOST: '127.0.0.1', PORT: port };
  const args = words.map((word) => word.replace('{port}', port));
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
  const deadline = Date.now() + 20_000;
  while (!(await isOpen(port))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`does not listen: ${args.join(' ')}`);
    await delay(20);
  }
  return { child, port };
}

async function freePort(): Promise<string> {
  const holder = await startAnswering();
  const port = portOf(holder);
  await close(holder);
  return String(port);
}

function isOpen(port: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection(Number(port), '127.0.0.1');
    const end = (found: boolean) => () => {
      socket.destroy();
      done(found);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function close(server: Server): Promise<unknown> {
  server.closeAllConnections();
  return new Promise((closed) => server.close(closed));
}
