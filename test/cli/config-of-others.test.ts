import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserConfig } from '../../src/config/user-config.js';
import { EXIT } from '../../src/errors.js';
import { folderWith } from '../helpers/made-folder.js';
import { perfcmpHere } from './harness.js';

const RUNNING = 'http://127.0.0.1:3000/';

/** A file of a server in a folder of its own, which neither a bundled target nor a URL has. */
const OF_APP: UserConfig = {
  targets: ['app=node app.js {T}'],
  parameters: { T: [1, 2] },
  ...{ env: { LOG: 'off' }, cwd: 'packages/app', prepare: 'make', cleanup: 'make clean' },
};

/** What `run --dry-run` does in a folder with this config file: the targets that it would measure, or what it refuses. */
async function planned(file: UserConfig, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const cwd = folderWith({ 'perfcmp.config.json': file });
  const { code, stdout, stderr } = await perfcmpHere(['run', ...args, '--dry-run', '--format', 'json'], { cwd, env });
  if (code !== EXIT.ok) return { code, said: stderr };
  const { targets } = JSON.parse(stdout) as { readonly targets: readonly { readonly name: string }[] };
  return targets.map(({ name }) => name);
}

test('what a config file says of its own servers does not keep others from being measured', async () => {
  assert.deepEqual(await planned(OF_APP, ['express']), ['express']);
  assert.deepEqual(await planned(OF_APP, [RUNNING]), ['127.0.0.1:3000']);
  assert.deepEqual(await planned(OF_APP, ['--targets', 'node-http,express']), ['node-http', 'express']);
  assert.deepEqual(await planned(OF_APP, [], { PERFCMP_TARGETS: 'node-http' }), ['node-http']);
  assert.deepEqual(await planned({ cwd: 'packages/app' }, ['node-http']), ['node-http'], 'nor where it names none');
});

test('a scan of a config file varies what can be told its values, and nothing else', async () => {
  const file: UserConfig = { parameters: { N: [10, 50] }, env: { POOL: '{N}' }, cwd: 'packages/{N}' };
  assert.deepEqual(await planned(file, [RUNNING]), ['127.0.0.1:3000']);
  assert.deepEqual(await planned(file, [RUNNING, 'express']), ['127.0.0.1:3000', 'express N=10', 'express N=50']);
  const { env: _env, ...moved } = file;
  assert.deepEqual(await planned(moved, ['express']), ['express'], 'it has its own folder');
});

test('what is typed, or said of the file’s own targets, is refused where it does nothing', async () => {
  const rows: [Parameters<typeof planned>, RegExp][] = [
    [[OF_APP, ['express', '--cwd', 'app']], /^error: --cwd: is for commands: a bundled target has its own folder /],
    [
      [OF_APP, [RUNNING], { PERFCMP_PREPARE: 'make' }],
      /^error: PERFCMP_PREPARE: does nothing: no target is started by/,
    ],
    [[OF_APP, ['express', '--parameter-list', 'M', '1']], /^error: --parameter-list: parameter "M" is used nowhere /],
    [
      [{}, [RUNNING, '--parameter-list', 'N', '1,2', '--env', 'POOL={N}']],
      /^error: --env: does nothing: no target is started by perfcmp /,
    ],
    [[OF_APP, ['--targets', RUNNING, '--cwd', 'x']], /^error: --cwd: does nothing: no target is started by perfcmp /],
    [[{ targets: ['express'], cwd: 'app' }, []], /^error: \S*perfcmp\.config\.json.*, cwd: is for commands: /],
    [[{ targets: [RUNNING], prepare: 'make' }, []], /^error: \S*perfcmp\.config\.json.*, prepare: does nothing: /],
    [
      [{ targets: ['express'], parameters: { T: [1] } }, []],
      /^error: \S*perfcmp\.config\.json.*, parameters\.T: parameter "T" is used nowhere /,
    ],
  ];
  await Promise.all(
    rows.map(async ([args, problem]) => {
      const refused = await planned(...args);
      if (Array.isArray(refused)) assert.fail(`was not refused: ${args[1].join(' ')}`);
      assert.equal(refused.code, EXIT.usage, refused.said);
      assert.match(refused.said, problem);
    }),
  );
});
