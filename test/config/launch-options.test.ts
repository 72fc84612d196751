import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveCalibrate } from '../../src/config/resolve-calibrate.js';
import { resolveGate } from '../../src/config/resolve-gate.js';
import { type LoadInput, resolveLoad } from '../../src/config/resolve-load.js';
import { type RunInput, resolveRun } from '../../src/config/resolve-run.js';
import { ConfigError } from '../../src/errors.js';
import type { LaunchSetting } from '../../src/model/launch.js';

const RUN: RunInput = { positionals: ['a=node a.js'], flags: {}, file: null, env: {} };
const LOAD: LoadInput = { positionals: [], command: ['node', 'app.js'], flags: {}, file: null, env: {} };

function problemsOf(resolve: () => unknown): readonly string[] {
  try {
    resolve();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ where, message }) => `${where}: ${message}`);
    throw error;
  }
  return [];
}

/** Target, value and whether it is stronger than the target's own, of each setting in its order. */
function told<T>(settings: readonly LaunchSetting<T>[]): (readonly [string | null, T, boolean])[] {
  return settings.map(({ target, value, overrules }) => [target, value, overrules]);
}

test('nobody says anything of starts unless somebody does', () => {
  assert.equal(resolveRun(RUN).launching, undefined);
  assert.equal(resolveLoad(LOAD).server?.launch, undefined);
});

test('what is said of one target is stronger than its own words, and these than what is said of all', () => {
  const flags = { env: ['a:X=1', 'Y=a=b:c', 'URL=redis://h:6379/0'], cwd: ['a:sub', './odd:dir'] };
  const { launching } = resolveRun({ ...RUN, flags: { ...flags, prepare: ['npm run db:reset', 'a:true'] } });
  assert.ok(launching !== undefined);
  assert.deepEqual(told(launching.env), [
    [null, ['Y', 'a=b:c'], false],
    [null, ['URL', 'redis://h:6379/0'], false],
    ['a', ['X', '1'], true],
  ]);
  assert.deepEqual(told(launching.cwd), [
    [null, './odd:dir', false],
    ['a', 'sub', true],
  ]);
  assert.deepEqual(told(launching.prepare), [
    [null, 'npm run db:reset', false],
    ['a', 'true', true],
  ]);
  assert.equal(launching.timeoutMs, 60_000);
});

test('a space before it keeps a command whose first word looks like the name of a target', () => {
  const { launching } = resolveRun({ ...RUN, flags: { prepare: [' tool:run it'] } });
  assert.deepEqual(told(launching?.prepare ?? []), [[null, 'tool:run it', false]]);
});

test('what is typed is stronger than a file, the words of its targets included', () => {
  const file = { targets: [{ command: 'node a.js', env: { X: 'own' } }], env: { X: 'file' }, prepare: 'file' };
  const { launching, targets } = resolveRun({ ...RUN, positionals: [], file, flags: { env: ['X=typed'] } });
  assert.deepEqual(told(launching?.env ?? []), [
    [null, ['X', 'file'], false],
    [null, ['X', 'typed'], true],
  ]);
  assert.deepEqual(told(launching?.prepare ?? []), [[null, 'file', false]]);
  assert.deepEqual(targets, [{ kind: 'command', label: null, command: 'node a.js', env: { X: 'own' } }]);
});

test('a target of a file brings its own folder and commands', () => {
  const own = { cwd: 'api', prepare: 'make', cleanup: 'make clean' };
  const { targets } = resolveRun({ ...RUN, positionals: [], file: { targets: [{ command: 'node a.js', ...own }] } });
  assert.deepEqual(targets, [{ kind: 'command', label: null, command: 'node a.js', env: {}, launch: own }]);
  const running = { targets: [{ url: 'http://127.0.0.1:1/', prepare: 'make' }] };
  assert.deepEqual(
    problemsOf(() => resolveRun({ ...RUN, positionals: [], file: running, fileName: 'f.json' })),
    ['f.json, targets[0]: has "prepare" without "command" or "name", which it is part of'],
  );
});

test('what means nothing, or would silently do nothing, is refused', () => {
  const flags = { env: ['X'], cwd: ['one', 'two'], prepare: ['a:true', 'a:false'], prepareTimeout: '0' };
  assert.deepEqual(
    problemsOf(() => resolveRun({ ...RUN, flags })),
    [
      '--prepare-timeout: must be a time above 0, got "0"',
      '--env: must be NAME=value or target:NAME=value, got "X"',
      '--cwd: is given twice for all targets',
      '--prepare: is given twice for "a"',
    ],
  );
});

test('the only server of a load takes all of it, and no name of a target', () => {
  const flags = { env: ['X=1', 'X=2'], cwd: ['api'], prepare: ['make'], prepareTimeout: '5s' };
  const file = { load: { env: { X: '0', Y: '1' }, cleanup: 'make clean' } };
  assert.deepEqual(resolveLoad({ ...LOAD, flags, file }).server?.launch, {
    env: { X: '2', Y: '1' },
    cwd: 'api',
    around: { prepare: 'make', cleanup: 'make clean', timeoutMs: 5000 },
  });
  assert.deepEqual(
    problemsOf(() => resolveLoad({ ...LOAD, flags: { env: ['app:X=1'] } })),
    ['--env: "app:" names a target, and there is one server'],
  );
  const running = { ...LOAD, command: null, positionals: ['http://127.0.0.1:1/'] };
  assert.deepEqual(
    problemsOf(() => resolveLoad({ ...running, flags: { cwd: ['api'] } })),
    ['--cwd: is for a server that perfcmp starts'],
  );
});

test('a gate and a calibration take them, too, but for what base and head have by themselves', () => {
  const flags = { env: ['head:FEATURE=1', 'LOG=off'], prepare: ['make'] };
  const gate = resolveGate({ ...RUN, positionals: ['node a.js'], flags: { ...flags, base: 'main' } });
  assert.deepEqual(told(gate.run.launching?.env ?? []), [
    [null, ['LOG', 'off'], false],
    ['head', ['FEATURE', '1'], true],
  ]);
  assert.deepEqual(
    problemsOf(() =>
      resolveGate({
        ...RUN,
        positionals: ['node a.js'],
        flags: { base: 'main', cwd: ['x'], parameterList: ['T=1'], resume: 'last' },
      }),
    ),
    [
      '--resume: is for perfcmp run: a gate judges what one job has measured in one go',
      '--cwd: cannot be given together with --base, which makes the two targets itself',
      '--parameter-list: parameter "T" is used nowhere',
    ],
  );
  const { run } = resolveCalibrate({ target: 'node a.js', flags: { prepare: ['make'] }, file: null, env: {} });
  assert.deepEqual(told(run.launching?.prepare ?? []), [[null, 'make', false]]);
});
