import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CappedLog } from '../../src/target/capped-log.js';
import { freePort } from '../../src/target/free-port.js';
import type { ProcessGroup } from '../../src/target/process-group.js';
import { waitUntilReady } from '../../src/target/readiness.js';
import { endpointOf } from '../helpers/hostile-servers.js';

test('where nobody listens that is said, also of a probe that was cut short on a busy machine', async () => {
  const tree = { cpuNs: () => 0, refresh: () => [] };
  const ready = waitUntilReady({
    name: 'late',
    group: { tree, exit: null, exited: new Promise(() => {}), adoptStrays: () => {} } as unknown as ProcessGroup,
    log: { lines: () => [], tail: () => [] } as unknown as CappedLog,
    endpoint: endpointOf(await freePort('127.0.0.1')),
    isHttp2: false,
    healthPath: '/',
    timeoutMs: 1,
    expectedTarget: null,
    signal: new AbortController().signal,
  });
  const told = assert.rejects(ready, { code: 'not-listening', message: /did not listen on port \d+ within/ });
  // The time of the probe is over before anything of it can have been seen.
  for (const startedMs = performance.now(); performance.now() < startedMs + 20; );
  await told;
});
