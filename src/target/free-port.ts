import { createServer } from 'node:net';

// Below the range Linux takes the source ports of outgoing connections from (32768 and up), so that no connection of
// the load generator can sit on the port between our look and the server's bind.
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;
const ATTEMPTS = 20;

const handedOut = new Set<number>();

/** A TCP port of `host` that nobody holds and that this process has not handed out lately. */
export async function freePort(host: string): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT));
    if (handedOut.has(port) || !(await isPortFree(host, port))) continue;
    remember(port);
    return port;
  }
  return (await listen(host, 0)) ?? Promise.reject(new Error(`no free port on ${host}`));
}

/** True when a server could listen on this port now. */
export async function isPortFree(host: string, port: number): Promise<boolean> {
  return (await listen(host, port)) !== null;
}

function remember(port: number): void {
  handedOut.add(port);
  const oldest = handedOut.values().next();
  if (handedOut.size > 1000 && !oldest.done) handedOut.delete(oldest.value);
}

/** Listens for a moment; the port that was taken, or null. */
function listen(host: string, port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}
