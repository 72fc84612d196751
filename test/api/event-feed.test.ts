import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventFeed } from '../../src/api/event-feed.js';
import type { RunEvent } from '../../src/model/events.js';

function launch(number: number): RunEvent {
  return { kind: 'launch-finished', launch: number };
}

async function launchesOf(events: AsyncIterable<RunEvent>): Promise<number[]> {
  const seen: number[] = [];
  for await (const event of events) if (event.kind === 'launch-finished') seen.push(event.launch);
  return seen;
}

test('every reader hears all that happens after it began, in order', async () => {
  const feed = new EventFeed();
  const first = feed.read();
  feed.push(launch(1));
  const second = feed.read();
  feed.push(launch(2));
  feed.push(launch(3));
  feed.end();
  assert.deepEqual(await launchesOf(first), [1, 2, 3]);
  assert.deepEqual(await launchesOf(second), [2, 3]);
  assert.deepEqual(await launchesOf(feed.read()), []);
});

test('a reader that is slow loses nothing, and keeps nobody waiting', async () => {
  const feed = new EventFeed();
  const reader = feed.read();
  const numbers = Array.from({ length: 10_000 }, (_, index) => index);
  // Nothing of this waits for a turn of the event loop, in which a reader could be asked.
  for (const number of numbers) feed.push(launch(number));
  feed.end();
  assert.deepEqual(await launchesOf(reader), numbers);
});

test('an event is heard as soon as it happens', async () => {
  const feed = new EventFeed();
  const reader = feed.read();
  const next = reader.next();
  feed.push(launch(7));
  assert.deepEqual(await next, { done: false, value: launch(7) });
});

test('a failure is met behind the last event, and by nobody where nobody reads', async () => {
  const feed = new EventFeed();
  const reader = feed.read();
  feed.push(launch(1));
  feed.fail(new RangeError('broken'));
  assert.deepEqual(await reader.next(), { done: false, value: launch(1) });
  await assert.rejects(reader.next(), RangeError);
  // An unhandled rejection would fail this file.
  new EventFeed().fail(new RangeError('unheard'));
});

test('a reader that leaves ends nothing for the others', async () => {
  const feed = new EventFeed();
  const [leaving, staying] = [feed.read(), feed.read()];
  feed.push(launch(1));
  for await (const event of leaving) {
    assert.deepEqual(event, launch(1));
    break;
  }
  feed.push(launch(2));
  feed.end();
  assert.deepEqual(await launchesOf(staying), [1, 2]);
});
