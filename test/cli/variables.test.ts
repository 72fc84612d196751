import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { folderWith } from '../helpers/made-folder.js';
import { perfcmp, perfcmpHere } from './harness.js';

test('PERFCMP_RESUME resumes as --resume does, and an empty one does not', async () => {
  const cwd = folderWith({});
  process.env.XDG_STATE_HOME = cwd;
  const asked = await perfcmpHere(['run'], { cwd, env: { PERFCMP_RESUME: 'last' } });
  assert.equal(asked.code, EXIT.usage);
  assert.match(asked.stderr, /^error: no interrupted run is stored in /);
  const empty = await perfcmpHere(['run', 'a=exit 1', 'b=exit 1', '--print-config'], {
    cwd,
    env: { PERFCMP_RESUME: '' },
  });
  assert.equal(empty.code, EXIT.ok, empty.stderr);
});

test('PERFCMP_DEBUG shows the stack of an error as --debug does', async () => {
  const stackOf = async (env: NodeJS.ProcessEnv) => /^ +at /m.test((await perfcmp(['run', '-c', '0'], { env })).stderr);
  const asked = [{ PERFCMP_DEBUG: '0' }, { PERFCMP_DEBUG: '1' }];
  assert.deepEqual(await Promise.all(asked.map(stackOf)), [false, true]);
});
