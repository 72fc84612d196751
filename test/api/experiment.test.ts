import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { begin, type ExperimentOptions } from '../../src/api/experiment.js';
import { ConfigError, PerfcmpError } from '../../src/errors.js';
import type { RunEvent } from '../../src/model/events.js';
import type { SessionIo } from '../../src/session/io.js';

const EVENT: RunEvent = { kind: 'launch-finished', launch: 1 };

/** Work that ends as soon as it is told to. */
function until<T>(signal: AbortSignal, result: () => T): Promise<T> {
  return new Promise((done, failed) => {
    signal.addEventListener('abort', () => {
      try {
        done(result());
      } catch (error) {
        failed(error);
      }
    });
  });
}

test('a loop hears every event, and await then has the result', async () => {
  const experiment = begin(async ({ onEvent }) => {
    await null;
    onEvent(EVENT);
    onEvent(EVENT);
    return 'done';
  }, {});
  const events: RunEvent[] = [];
  for await (const event of experiment) events.push(event);
  assert.deepEqual(events, [EVENT, EVENT]);
  assert.equal(await experiment, 'done');
});

test('the result needs no loop, and a loop that is left does not end the measurement', async () => {
  let io: SessionIo | null = null;
  const experiment = begin(async (given) => {
    await null;
    io = given;
    given.onEvent(EVENT);
    return given.signal.aborted;
  }, {});
  for await (const _event of experiment) break;
  assert.equal(await experiment, false);
  assert.notEqual(io, null);
  assert.equal(await begin(async () => 1, {}), 1);
});

test('a failure is thrown by the loop and by await alike, and is unhandled by neither alone', async () => {
  const failing = () =>
    begin(async ({ onEvent }) => {
      await null;
      onEvent(EVENT);
      throw new PerfcmpError('unreachable', 'nobody there', 3);
    }, {});
  const heard: RunEvent[] = [];
  await assert.rejects(
    async () => {
      for await (const event of failing()) heard.push(event);
    },
    { code: 'unreachable' },
  );
  assert.deepEqual(heard, [EVENT]);
  await assert.rejects(failing(), { code: 'unreachable', exitCode: 3, problems: [] });
});

test('options that are none fail the loop and await alike, and nothing is left on the signal', async () => {
  const { signal } = new AbortController();
  const wrong: unknown[] = [null, { cwd: 1, signal }, { signal: {} }];
  for (const options of wrong) {
    const experiment = begin(async () => 'done', options as ExperimentOptions);
    await assert.rejects(async () => {
      for await (const _event of experiment) assert.fail('nothing happens');
    }, TypeError);
    await assert.rejects(experiment, TypeError);
  }
  assert.deepEqual(getEventListeners(signal, 'abort'), []);
});

test('the signal ends it with what there is, and nothing listens to the signal afterwards', async () => {
  const abort = new AbortController();
  const experiment = begin(({ signal }) => until(signal, () => 'what there is'), { signal: abort.signal });
  assert.equal(getEventListeners(abort.signal, 'abort').length, 1);
  abort.abort();
  assert.equal(await experiment, 'what there is');
  assert.deepEqual(getEventListeners(abort.signal, 'abort'), []);
});

test('what an abort breaks is told as interrupted, with what it broke as the cause', async () => {
  const abort = new AbortController();
  const broken = new TypeError('no pool');
  const fail = (): never => {
    throw broken;
  };
  const experiment = begin(({ signal }) => until(signal, fail), { signal: abort.signal });
  abort.abort('SIGTERM');
  await assert.rejects(experiment, { code: 'interrupted', exitCode: 143, cause: broken });
  const wrong = new ConfigError([{ where: 'targets', message: 'is missing' }]);
  const config = begin(async () => Promise.reject(wrong), { signal: AbortSignal.abort() });
  await assert.rejects(config, wrong);
});

test("an error of the caller's own onEvent ends the measurement, and is what it rejects with", async () => {
  const own = new Error('disk full');
  let calls = 0;
  const experiment = begin(
    async ({ onEvent, signal }) => {
      onEvent(EVENT);
      onEvent(EVENT);
      return signal.aborted;
    },
    {
      onEvent() {
        calls += 1;
        throw own;
      },
    },
  );
  await assert.rejects(experiment, own);
  assert.equal(calls, 1);
});
