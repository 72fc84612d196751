import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBackgroundWork } from '../../src/analysis/checks/server.js';
import { collectRunFacts } from '../../src/analysis/run-facts.js';
import { selectSlices } from '../../src/analysis/slice-selection.js';
import { IdleWatch, idleShare } from '../../src/experiment/idle-watch.js';
import type { LiveInstance } from '../../src/experiment/live-cell.js';
import { decideMode } from '../../src/experiment/mode.js';
import type { RunEvent } from '../../src/model/events.js';
import { syntheticRun } from '../helpers/events.js';

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
  const idleCpuNs = watch.lap(one.live);
  one.cpuMs += sliceMs;
  const cpuNs = watch.lap(one.live);
  if (idleCpuNs !== null && cpuNs !== null) watch.add(one.live.planned.target, { cpuNs, idleCpuNs });
  return [idleCpuNs, cpuNs];
}

test('CPU is split into own slices and the time between them', () => {
  const watch = new IdleWatch();
  const one = fakeInstance('a');
  one.cpuMs = 5000;
  watch.begin(one.live);
  assert.deepEqual(slice(watch, one, 10, 90), [10e6, 90e6]);
  assert.deepEqual(slice(watch, one, 0, 100), [0, 100e6]);
  assert.deepEqual([...watch.seen()], [['a', { idleNs: 10e6, allNs: 200e6 }]]);
  assert.equal(idleShare({ idleNs: 10e6, allNs: 200e6 }), 0.05);
});

test('launches and instances of a target add up', () => {
  const watch = new IdleWatch();
  for (const one of [fakeInstance('a'), fakeInstance('a', 'a+2'), fakeInstance('a')]) {
    watch.begin(one.live);
    slice(watch, one, 2, 98);
  }
  assert.deepEqual([...watch.seen()], [['a', { idleNs: 6e6, allNs: 300e6 }]]);
});

test('of what cannot be seen, or did nothing, there is no share', () => {
  const watch = new IdleWatch();
  const hidden = fakeInstance('url');
  hidden.cpuMs = null;
  watch.begin(hidden.live);
  assert.deepEqual([watch.lap(hidden.live), watch.lap(hidden.live)], [null, null]);
  assert.equal(watch.seen().size, 0);
  assert.equal(idleShare({ idleNs: 0, allNs: 0 }), null);
});

test('a slice that was cut short is no evidence, as the analysis has none of it', () => {
  const watch = new IdleWatch();
  const one = fakeInstance('a');
  watch.begin(one.live);
  slice(watch, one, 0, 100);
  one.cpuMs = 180;
  assert.equal(watch.lap(one.live), 80e6);
  assert.deepEqual([...watch.seen()], [['a', { idleNs: 0, allNs: 100e6 }]]);
});

test("what we made it do between slices is nobody's", () => {
  const watch = new IdleWatch();
  const one = fakeInstance('a');
  watch.begin(one.live);
  one.cpuMs = 40;
  watch.begin(one.live);
  assert.deepEqual(slice(watch, one, 0, 200), [0, 200e6]);
});

test('a reset forgets everything', () => {
  const watch = new IdleWatch();
  const one = fakeInstance('a');
  watch.begin(one.live);
  slice(watch, one, 100, 100);
  watch.reset();
  assert.equal(watch.seen().size, 0);
  assert.equal(watch.lap(one.live), null, 'not before it begins again');
});

/** A run in which one target works so much outside its slices, pilot blocks of the first launch included. */
function runWith(idleShareOfSlices: number, sliceCpuNs: number): RunEvent[] {
  return syntheticRun({
    launches: 5,
    slice: (event) => {
      const isLoud = event.cell.target === 'fastify';
      const server = { cpuNs: sliceCpuNs, idleCpuNs: isLoud ? Math.round(sliceCpuNs * idleShareOfSlices) : 0 };
      return { ...event, server, phase: event.launch === 1 && event.block < 6 ? 'pilot' : 'measure' };
    },
  });
}

test('a run leaves plain mode at the end of its last launch exactly where the analysis would make a target invalid', () => {
  const rows: [shareOfSlices: number, sliceCpuNs: number, isLoud: boolean][] = [
    [0.0049, 80_000_003, false],
    [0.00502, 80_000_003, false],
    [0.00504, 80_000_003, true],
    [0.1, 2_000_003, true],
    [0.04, 2_000_003, false],
    [0.4, 1_000_003, false],
    [0.1, 3_000_000, false],
    [0.4, 2_000_000, true],
  ];
  for (const [share, sliceCpuNs, isLoud] of rows) {
    const events = runWith(share, sliceCpuNs);
    const watch = new IdleWatch();
    for (const event of events) {
      if (event.kind === 'slice' && event.server !== null) watch.add(event.cell.target, event.server);
    }
    const thawStallMs = new Map<string, number>();
    const evidence = { idle: watch.seen(), thawStallMs, canFreezeAll: true, isEarly: false, isEnd: true };
    const facts = collectRunFacts(events);
    const found = checkBackgroundWork(facts, selectSlices(facts).allBlocks);
    const name = `${share} of ${sliceCpuNs}`;
    assert.equal(decideMode('plain', 'auto', evidence) !== null, isLoud, name);
    assert.equal(found.length > 0, isLoud, name);
  }
});
