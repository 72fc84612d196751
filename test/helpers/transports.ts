import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RawServer, type RawServerOptions } from './hostile-servers.js';

export const TRANSPORTS = ['tcp', 'tls', 'unix'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** A raw server for the time of `use`. */
export async function withRawServer<T>(
  transport: Transport,
  script: RawServerOptions,
  use: (server: RawServer) => Promise<T>,
): Promise<T> {
  const folder = transport === 'unix' ? mkdtempSync(join(tmpdir(), 'perfcmp-')) : null;
  const where = folder === null ? { tls: transport === 'tls' } : { socketPath: join(folder, 'server.sock') };
  const server = await RawServer.start({ ...script, ...where });
  try {
    return await use(server);
  } finally {
    await server.close();
    if (folder !== null) rmSync(folder, { recursive: true });
  }
}
