import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sideBySide } from '../../src/analysis/gate-evidence.js';
import { resolveGate } from '../../src/config/resolve-gate.js';
import type { RunEvent } from '../../src/model/events.js';
import { watchGate } from '../../src/session/watch-gate.js';
import { syntheticRun } from '../helpers/events.js';
import { quietIo, recorder } from './io.js';

/** How many launches of a gate on 5 % were finished when its listener was warned, for each warning. */
function warnedAfter(launchStddev: number): [launchesDone: number, code: string][] {
  const config = resolveGate({
    positionals: ['express=node a.js', 'fastify=node b.js'],
    flags: {},
    file: null,
    env: {},
  });
  const { events: told, onEvent } = recorder();
  const events = syntheticRun({ launches: 5, launchStddev });
  const [start] = events;
  assert.ok(start?.kind === 'run-started');
  const decide = watchGate(start.plan, { config, evidenceIn: sideBySide }, quietIo({ onEvent }));
  const seen: RunEvent[] = [];
  return events.flatMap((event): [number, string][] => {
    seen.push(event);
    if (event.kind !== 'launch-finished') return [];
    decide(seen, event.launch, 10_000);
    const warnings = told.splice(0).flatMap((one) => (one.kind === 'warning' ? [one.warning] : []));
    return warnings.map(({ code }) => [event.launch, code]);
  });
}

test('a gate whose launches scatter by more than its margin says after the third that it is out of reach, and once', () => {
  assert.deepEqual(warnedAfter(0.4), [[3, 'out-of-reach']]);
  assert.deepEqual(warnedAfter(0.001), []);
});
