import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateSeconds } from '../../src/experiment/estimate.js';
import { confirmingLaunches, mostConfirmingSeconds } from '../../src/session/confirm-run.js';
import { syntheticRun } from '../helpers/events.js';

test('a loss is shown again by half of the launches, with the baseline twice, in as much time', () => {
  const [start] = syntheticRun({ launches: 12 });
  assert.ok(start?.kind === 'run-started');
  const { plan } = start;
  assert.deepEqual(
    [12, 15, 2].map((launches) => confirmingLaunches({ ...plan, launches })),
    [6, 8, 6],
  );
  const half = estimateSeconds({ ...plan, launches: 6 });
  const seconds = mostConfirmingSeconds(plan);
  assert.ok(seconds > 1.4 * half && seconds < 1.6 * half, `${seconds} beside ${half}`);
});
