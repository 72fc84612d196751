import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { freePort } from '../../src/target/free-port.js';
import { fixtureTarget, instanceOptions, startError, startInstance, stopAll } from './server-fixtures.js';

after(() => stopAll());

// Each of these waits for seconds by design, so they wait together.
describe('a server that has to be waited for', { concurrency: true }, () => {
  test('a command that listens elsewhere is told where, long before its time is up', async () => {
    const fixedPort = await freePort('127.0.0.1');
    const error = await startError(fixtureTarget('hello.mjs', { env: { FIXED_PORT: String(fixedPort) } }));
    assert.equal(error.code, 'listens-elsewhere');
    assert.match(error.message, new RegExp(`listens on ${fixedPort}, not on \\d+$`));
    assert.equal(error.hint, 'use {port} or PORT in its command');
  });

  test('a wrong status is no sign of readiness', async () => {
    const error = await startError(fixtureTarget('hello.mjs', { env: { ANSWER_STATUS: '404' }, healthPath: '/ready' }));
    assert.equal(error.code, 'wrong-answer');
    assert.match(error.message, /GET \/ready answers 404, not 2xx or 3xx$/);
  });

  test('a server that ignores SIGTERM is killed', async () => {
    const instance = await startInstance(fixtureTarget('ignores-sigterm.mjs'), instanceOptions());
    await instance.stop();
    assert.deepEqual(await instance.exited, { code: null, signal: 'SIGKILL' });
    assert.deepEqual(instance.logTail(1), ['SIGTERM ignored']);
  });
});
