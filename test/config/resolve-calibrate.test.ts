import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CalibrateInput, resolveCalibrate } from '../../src/config/resolve-calibrate.js';
import { ConfigError } from '../../src/errors.js';

const resolve = (input: Partial<CalibrateInput>) =>
  resolveCalibrate({ target: undefined, flags: {}, file: null, env: {}, ...input });

test('without anything node-http is compared with itself for a minute', () => {
  const { run, budgetMs } = resolve({});
  const word = { kind: 'word', label: null, word: 'node-http', env: {} };
  assert.deepEqual([run.targets, budgetMs, run.quick, run.stopping], [[word, word], 60_000, false, null]);
});

test('what file and environment say of whom to compare and for how long is not for a calibration', () => {
  const file = { targets: ['express', 'koa'], baseline: 'koa', quick: true, launches: 9, connections: 8 };
  const env = { PERFCMP_QUICK: '1', PERFCMP_LAUNCHES: 'x', PERFCMP_BUDGET: '30s', PERFCMP_PARAMETER_STEP_SIZE: '2' };
  const { run, budgetMs } = resolve({ target: 'fastify', file, env });
  assert.deepEqual(
    run.targets.map((target) => target.kind === 'word' && target.word),
    ['fastify', 'fastify'],
  );
  assert.deepEqual([run.baseline, run.quick, run.generator.connections, budgetMs], [null, false, 8, 30_000]);
});

test('a server that a file varies is calibrated with the one value that is chosen, and not without', () => {
  const file = { parameters: { N: [4, 8], M: [1, 2] }, env: { POOL: '{N}' } };
  const given = { target: 'node a.js', file, fileName: 'f.json' };
  assert.throws(
    () => resolve(given),
    (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(error.problems, [
        {
          where: 'f.json, parameters.N',
          message: 'parameter "N" has 2 values, and both sides are started alike',
          hint: 'choose one: --parameter-list N 4',
        },
      ]);
      return true;
    },
  );
  const { run } = resolve({ ...given, flags: { parameterList: ['N=8'] } });
  const scan = { of: 'node a.js', values: { N: '8' } };
  const command = { kind: 'command', label: null, command: 'node a.js', env: {}, scan };
  assert.deepEqual(run.targets, [command, command]);
  const env = { PERFCMP_PARAMETER_LIST: 'X=1,2' };
  assert.deepEqual(resolve({ env }).run.targets.length, 2, 'the environment speaks of other runs, too');
});

test('what cannot be started twice is refused', () => {
  const refusals: [Partial<CalibrateInput>, RegExp][] = [
    [{ target: 'http://127.0.0.1:1/' }, /is running already/],
    [{ target: 'all' }, /stands for several targets/],
    [{ flags: { budget: 'soon' } }, /--budget: must be a time above 0/],
  ];
  for (const [input, message] of refusals) {
    assert.throws(
      () => resolve(input),
      (error) => error instanceof ConfigError && message.test(error.message),
    );
  }
});
