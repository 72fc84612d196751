import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../src/model/events.js';
import { nothingMeasured } from '../../src/session/failed-run.js';

function failed(target: string, message: string): RunEvent {
  return { kind: 'target-failed', launch: 1, target, message, hint: null, logTail: [] };
}

test('targets that failed alike are told with their message once', () => {
  const events = [failed('a', 'answers "no"'), failed('b', 'ended with code 1'), failed('c', 'answers "no"')];
  assert.equal(
    nothingMeasured(events)?.message,
    'no target could be measured: a, c: answers "no"; b: ended with code 1',
  );
  assert.equal(nothingMeasured(events.slice(0, 1))?.message, 'target "a": answers "no"');
});
