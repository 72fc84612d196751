import type { Server } from 'node:net';

/** Where a server of a test listens: a unix socket, else a port of loopback, a free one if none is named. */
export interface ListenPlace {
  readonly socketPath?: string;
  readonly port?: number;
}

/** Resolves when the server listens; its accept queue holds all connections of a test. */
export function listenAt(server: Server, { socketPath, port = 0 }: ListenPlace): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const where = socketPath === undefined ? { host: '127.0.0.1', port } : { path: socketPath };
    server.listen({ ...where, backlog: 1024 }, resolve);
  });
}

/** The port of a server that listens on one. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address.port;
}
