import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PerfcmpError } from '../../src/errors.js';
import { unlessInterrupted } from '../../src/session/interrupted.js';

const isInterruption = (error: unknown): boolean =>
  error instanceof PerfcmpError && error.code === 'interrupted' && error.exitCode === 143;

test('an interrupt ends what has no end of its own, now and later', async () => {
  const never = new Promise<void>(() => {});
  await assert.rejects(unlessInterrupted(AbortSignal.abort('SIGTERM'), never), isInterruption);
  const abort = new AbortController();
  const waiting = unlessInterrupted(abort.signal, never);
  abort.abort('SIGTERM');
  await assert.rejects(waiting, isInterruption);
});

test('work that is not interrupted comes to what it comes to', async () => {
  const { signal } = new AbortController();
  assert.equal(await unlessInterrupted(signal, Promise.resolve(7)), 7);
  await assert.rejects(unlessInterrupted(signal, Promise.reject(new Error('no'))), /no/);
});
