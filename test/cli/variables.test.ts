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
  const stackOf = async (run: typeof perfcmp, env: NodeJS.ProcessEnv) =>
    /^ +at /m.test((await run(['run', '-c', '0'], { env })).stderr);
  const rows: readonly (readonly [env: NodeJS.ProcessEnv, isShown: boolean])[] = [
    [{}, false],
    [{ PERFCMP_DEBUG: '' }, false],
    [{ PERFCMP_DEBUG: '0' }, false],
    [{ PERFCMP_DEBUG: 'maybe' }, false],
    [{ PERFCMP_DEBUG: '1' }, true],
  ];
  for (const [env, isShown] of rows) assert.equal(await stackOf(perfcmpHere, env), isShown, env.PERFCMP_DEBUG);
  assert.equal(await stackOf(perfcmp, { PERFCMP_DEBUG: '1' }), true);
});
