import assert from 'node:assert/strict';
import { test } from 'node:test';
import { targetFile } from './running-target.js';

type Task = (taken: number) => Promise<unknown>;
const { Slots } = (await import(targetFile('shared/slots.js'))) as {
  Slots: new (limit: number) => { run(task: Task): Promise<unknown> };
};
const { oneAtATime } = (await import(targetFile('shared/one-at-a-time.js'))) as {
  oneAtATime: (work: () => Promise<unknown>) => () => Promise<unknown>;
};

test('slots are never more than their limit, and those who wait come in their order', async () => {
  const slots = new Slots(3);
  const started: number[] = [];
  const takenAtStart: number[] = [];
  let running = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      slots.run(async (taken) => {
        started.push(index);
        takenAtStart.push(taken);
        most = Math.max(most, ++running);
        await Promise.resolve();
        running--;
      }),
    ),
  );
  assert.equal(most, 3);
  assert.deepEqual(started, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual([takenAtStart.slice(0, 3), Math.max(...takenAtStart)], [[1, 2, 3], 3]);
});

test('a task that fails frees its slot', async () => {
  const slots = new Slots(1);
  const outcomes = await Promise.allSettled([
    slots.run(() => Promise.reject(new Error('broken'))),
    slots.run(async (taken) => taken),
  ]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'fulfilled'],
  );
  assert.equal(await slots.run(async (taken) => taken), 1);
});

test('one at a time refuses the second with 503, and takes another after a failure', async () => {
  let fail = (_error: Error) => {};
  const run = oneAtATime(() => new Promise((_resolve, reject) => (fail = reject)));
  const first = run();
  await assert.rejects(run(), { answer: { error: 'Service Unavailable', status: 503 } });
  fail(new Error('broken'));
  await assert.rejects(first, /broken/);
  const another = run();
  fail(new Error('broken again'));
  await assert.rejects(another, /broken again/);
});
