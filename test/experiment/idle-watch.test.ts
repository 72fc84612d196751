import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdleWatch } from '../../src/experiment/idle-watch.js';
import type { LiveInstance } from '../../src/experiment/live-cell.js';

/** An instance of which only the CPU it has used so far is real. */
function fakeInstance(target: string, id = target) {
  const fake = {
    cpuMs: 0 as number | null,
    live: { planned: { target, id }, instance: { cpuNs: () => (fake.cpuMs === null ? null : fake.cpuMs * 1e6) } },
  };
  return fake as unknown as { cpuMs: number | null; readonly live: LiveInstance };
}

/** CPU that the instance burns before, and then within, its slice. */
function slice(watch: IdleWatch, one: ReturnType<typeof fakeInstance>, idleMs: number, sliceMs: number) {
  one.cpuMs = (one.cpuMs ?? 0) + idleMs;
  const idleNs = watch.enter(one.live);
  one.cpuMs += sliceMs;
  return [idleNs, watch.leave(one.live)];
}

test('CPU is split into own slices and the time between them', () => {
  const watch = new IdleWatch();
  const one = fakeInstance('a');
  one.cpuMs = 5000;
  watch.begin(one.live);
  assert.deepEqual(slice(watch, one, 10, 90), [10e6, 90e6]);
  assert.deepEqual(slice(watch, one, 0, 100), [0, 100e6]);
  assert.deepEqual([...watch.seen()], [['a', { idleNs: 10e6, allNs: 200e6, share: 0.05 }]]);
});

test('launches and instances of a target add up', () => {
  const watch = new IdleWatch();
  for (const one of [fakeInstance('a'), fakeInstance('a', 'a+2'), fakeInstance('a')]) {
    watch.begin(one.live);
    slice(watch, one, 2, 98);
  }
  assert.deepEqual([...watch.seen()], [['a', { idleNs: 6e6, allNs: 300e6, share: 0.02 }]]);
});

test('what cannot be seen, or is too little to judge, has no share', () => {
  const watch = new IdleWatch();
  const hidden = fakeInstance('url');
  hidden.cpuMs = null;
  watch.begin(hidden.live);
  assert.deepEqual([watch.enter(hidden.live), watch.leave(hidden.live)], [null, null]);
  const small = fakeInstance('small');
  watch.begin(small.live);
  slice(watch, small, 50, 49);
  assert.deepEqual([watch.seen().get('url')?.share, watch.seen().get('small')?.share], [null, null]);
  slice(watch, small, 0, 1);
  assert.equal(watch.seen().get('small')?.share, 0.5);
});

test("what we made it do between slices is nobody's", () => {
  const watch = new IdleWatch();
  const one = fakeInstance('a');
  watch.begin(one.live);
  one.cpuMs = 40;
  watch.skip(one.live);
  assert.deepEqual(slice(watch, one, 0, 200), [0, 200e6]);
  assert.equal(watch.seen().get('a')?.share, 0);
});

test('a reset forgets everything', () => {
  const watch = new IdleWatch();
  const one = fakeInstance('a');
  watch.begin(one.live);
  slice(watch, one, 100, 100);
  watch.reset();
  assert.equal(watch.seen().size, 0);
  assert.equal(watch.enter(one.live), null, 'not before it begins again');
});
