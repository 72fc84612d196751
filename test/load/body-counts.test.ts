import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BodyCounts, LONGEST_COUNTED_BYTES } from '../../src/load/body-counts.js';
import { bodyHash } from '../../src/scenario/body-hash.js';
import { answerText } from '../helpers/hostile-servers.js';
import { startServerFor } from '../helpers/http2-servers.js';
import { ALL_ENGINES, poolOptions, runSlice, withPool } from '../helpers/slices.js';

const hashOf = (text: string, mediaType: string | null = null): string => bodyHash(Buffer.from(text), mediaType);

for (const { name, engine } of ALL_ENGINES) {
  test(`${name}: what a server says before and after it turns is counted, of the answers that are looked into`, async () => {
    const server = await startServerFor(name, {
      onRequest: ({ index, answer }) => answer(answerText(index < 30 ? 'before' : 'after!')),
    });
    try {
      const options = poolOptions(server.endpoint, { connections: 1, bodySampleEvery: 10 });
      const slice = { windowMs: null, requestLimit: 50 };
      await withPool(engine, options, async (pool) => {
        const { bodies, sampled, requests } = await runSlice(pool, { ...slice, countsBodies: true });
        assert.deepEqual(bodies, { counts: { [hashOf('before')]: 3, [hashOf('after!')]: 2 }, others: 0 });
        assert.deepEqual([sampled, requests.ok], [{ answers: 5, wrong: 0 }, 50]);
        const again = await runSlice(pool, slice);
        assert.deepEqual([again.bodies, again.sampled], [undefined, undefined], 'nobody asked for it');
      });
    } finally {
      await server.close();
    }
  });

  test(`${name}: bodies of answers that are refused are not counted`, async () => {
    const server = await startServerFor(name, {
      onRequest: ({ index, answer }) => answer(answerText('no', index % 2 === 0 ? 200 : 500)),
    });
    try {
      const options = poolOptions(server.endpoint, { connections: 1, bodySampleEvery: 1 });
      const { bodies } = await withPool(engine, options, (pool) =>
        runSlice(pool, { windowMs: null, requestLimit: 20, countsBodies: true }),
      );
      assert.deepEqual(bodies, { counts: { [hashOf('no')]: 10 }, others: 0 });
    } finally {
      await server.close();
    }
  });
}

test('of a server that says something new each time four bodies are hashed, whatever it goes on to say', () => {
  const counts = new BodyCounts();
  for (let round = 0; round < 2; round += 1) {
    for (let index = 0; index < 25; index += 1) counts.add(0, {}, Buffer.from(`${index}`));
  }
  const first = ['0', '1', '2', '3'].map((text) => [hashOf(text), 2] as const);
  assert.deepEqual(counts.recorded, { bodies: { counts: Object.fromEntries(first), others: 42 } });
});

test('the first body of each request is counted, however much another request has to say', () => {
  const counts = new BodyCounts();
  for (let index = 0; index < 10; index += 1) counts.add(0, {}, Buffer.from(`${index}`));
  for (let request = 1; request < 20; request += 1) counts.add(request, {}, Buffer.from(`page ${request}`));
  const { bodies } = counts.recorded;
  const counted = bodies?.counts ?? {};
  assert.equal(counted[hashOf('page 19')], 1);
  assert.deepEqual([Object.keys(counted).length, bodies?.others], [23, 6]);
});

test('a page that several requests share is one', () => {
  const counts = new BodyCounts();
  for (let request = 0; request < 3; request += 1) counts.add(request, {}, Buffer.from('a page'));
  assert.deepEqual(counts.recorded, { bodies: { counts: { [hashOf('a page')]: 3 }, others: 0 } });
});

test('JSON that only names its members in another order says the same', () => {
  const counts = new BodyCounts();
  const json = { 'content-type': 'application/json; charset=utf-8' };
  counts.add(0, json, Buffer.from('{"a":1,"b":2}'));
  counts.add(0, json, Buffer.from('{"b": 2, "a": 1}'));
  assert.deepEqual(counts.recorded, { bodies: { counts: { [hashOf('{"a":1,"b":2}', 'text/json')]: 2 }, others: 0 } });
});

test('a body that is too long to be hashed, or to be kept, is one of the others', () => {
  const counts = new BodyCounts();
  counts.add(0, {}, Buffer.alloc(LONGEST_COUNTED_BYTES + 1));
  counts.add(0, {}, null);
  assert.deepEqual(counts.recorded, { bodies: { counts: {}, others: 2 } });
});

test('a body is compared with the one before it as it was, whatever overwrites its bytes', () => {
  const counts = new BodyCounts();
  const shared = Buffer.from('one');
  counts.add(0, {}, shared);
  shared.write('two');
  counts.add(0, {}, shared);
  assert.deepEqual(counts.recorded, { bodies: { counts: { [hashOf('one')]: 1, [hashOf('two')]: 1 }, others: 0 } });
});
