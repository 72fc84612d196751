import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createPoolState, EnginePool, type PooledConnection } from '../../src/load/connection-pool.js';
import type { ConnectFailure } from '../../src/load/open-attempts.js';
import type { Endpoint } from '../../src/model/load-profile.js';
import { endpointOf } from '../helpers/hostile-servers.js';
import { poolOptions } from '../helpers/slices.js';

/** A place that takes its time to open, and does nothing else. */
class SlowConnection implements PooledConnection {
  static underWay = 0;
  static mostUnderWay = 0;
  readonly wasOpen = false;
  isOpen = false;
  readonly #openMs: number;

  constructor(openMs: number) {
    this.#openMs = openMs;
  }

  async open(): Promise<ConnectFailure | null> {
    SlowConnection.underWay += 1;
    SlowConnection.mostUnderWay = Math.max(SlowConnection.mostUnderWay, SlowConnection.underWay);
    await delay(this.#openMs);
    SlowConnection.underWay -= 1;
    this.isOpen = true;
    return null;
  }

  send(): void {}
  flush(): void {}
  takeBack(): void {}
  pendingSentWithin(): number {
    return 0;
  }
  restartSampling(): void {}
  discardPending(): void {}
  reconnect(): void {}
  checkTimeout(): void {}
  shutDown(): void {}
}

/** How long a pool goes on opening after its last connection is open. */
async function settledMs(endpoint: Endpoint, openMs: number, connections = 2): Promise<number> {
  const state = createPoolState(poolOptions(endpoint, { connections }));
  const pool = new EnginePool(state, () => new SlowConnection(openMs));
  const startedMs = performance.now();
  const { open } = await pool.ensureOpen();
  pool.close();
  assert.equal(open, connections);
  return performance.now() - startedMs - openMs;
}

test('connections that a full accept queue kept waiting are given time to be accepted, over TLS they need none', async () => {
  const plain = endpointOf(80);
  const waits = await Promise.all([
    settledMs(plain, 1100),
    settledMs({ ...plain, protocol: 'https' }, 1100),
    settledMs({ ...plain, socketPath: '/server.sock' }, 1100),
    settledMs(plain, 10),
  ]);
  const [repeated, ...others] = waits;
  assert.ok(repeated! >= 3000, `${repeated} ms`);
  for (const other of others) assert.ok(other < repeated! - 1000, `${other} ms`);
});

test('no more connections open at once than a short accept queue takes', async () => {
  SlowConnection.mostUnderWay = 0;
  await settledMs(endpointOf(80), 1, 1000);
  assert.equal(SlowConnection.mostUnderWay, 64);
});
