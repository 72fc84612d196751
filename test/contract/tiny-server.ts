import type { Endpoint } from '../../src/model/load-profile.js';
import { parseEndpoint } from '../../src/scenario/endpoint.js';

interface TinyServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const FIXTURE = new URL('../../../test/fixtures/contract/server.mjs', import.meta.url);

/** Runs `use` against the fixture server, with one rule broken when `breakage` names it. */
export async function withTinyServer<T>(breakage: string | null, use: (endpoint: Endpoint) => Promise<T>): Promise<T> {
  const { startServer } = (await import(FIXTURE.href)) as {
    startServer: (breakage: string | null) => Promise<TinyServer>;
  };
  const server = await startServer(breakage);
  try {
    return await use(parseEndpoint(`http://127.0.0.1:${server.port}`).endpoint);
  } finally {
    await server.close();
  }
}
