import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint } from '../../src/model/load-profile.js';
import { parseEndpoint } from '../../src/scenario/endpoint.js';

interface TinyServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const FIXTURE = new URL('../../../test/fixtures/contract/server.mjs', import.meta.url);

/** Runs `use` against the fixture server, with one rule broken when `breakage` names it, and with a folder of its own. */
export async function withTinyServer<T>(
  breakage: string | null,
  use: (endpoint: Endpoint, dataDir: string) => Promise<T>,
): Promise<T> {
  const { startServer } = (await import(FIXTURE.href)) as {
    startServer: (breakage: string | null, dataDir: string) => Promise<TinyServer>;
  };
  const parent = mkdtempSync(join(tmpdir(), 'perfcmp-contract-'));
  const dataDir = join(parent, 'root');
  mkdirSync(dataDir);
  const server = await startServer(breakage, dataDir);
  try {
    return await use(parseEndpoint(`http://127.0.0.1:${server.port}`).endpoint, dataDir);
  } finally {
    await server.close();
    rmSync(parent, { recursive: true, force: true });
  }
}
