import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfigFile, withConfigFile } from '../../src/config/load-file.js';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { UserConfig } from '../../src/config/user-config.js';
import type { ConfigError } from '../../src/errors.js';
import { folderWith } from '../helpers/made-folder.js';
import { problemsIn, requestIn } from './config-folder.js';

test('the config file of the folder is found, JSON before modules', async () => {
  assert.equal(await loadConfigFile(requestIn(folderWith({}))), null);
  const both = folderWith({
    'perfcmp.config.json': '{ "connections": 5 }',
    'perfcmp.config.mjs': 'export default { connections: 6 };',
  });
  const found = await loadConfigFile(requestIn(both));
  assert.deepEqual(
    [found?.path, found?.config, found?.names, found?.nameOf('connections')],
    [join(both, 'perfcmp.config.json'), { connections: 5 }, ['perfcmp.config.json'], 'perfcmp.config.json'],
  );
  const named = await loadConfigFile(requestIn(both, { named: 'perfcmp.config.mjs' }));
  assert.deepEqual(named?.config, { connections: 6 });
});

test('a file that is missing, broken or a folder is one line', async () => {
  const folder = folderWith({ 'perfcmp.config.json': '{\n  "a": ', 'deep/x.json': '{}' });
  assert.deepEqual(await problemsIn(folder, { named: 'nope.json' }), [
    `--config: no such file: "nope.json" | looked for in ${folder}; leave it out for none`,
  ]);
  assert.deepEqual(await problemsIn(folder), [
    'perfcmp.config.json, line 2, column 8: ends where a value is expected | something is not closed',
  ]);
  assert.match((await problemsIn(folder, { named: 'deep' })).join(), /^deep: cannot be read: /);
});

test('every unknown key and wrong type is told with its path and the nearest key', async () => {
  const content = {
    conections: 5,
    quick: 'yes',
    path: 7,
    xyzzy: 1,
    targets: ['express', 5, { label: 'a', comand: 'x' }, { label: 'b', env: { A: 1 } }],
    scenarios: [
      { path: '/a' },
      { name: 'b', expect: { statsu: 200, bytes: -1 } },
      { name: 'c', requests: [{ paht: '/' }] },
    ],
    load: { latncy: true, store: 1, command: 'node a.js' },
    output: 5,
    margins: 'small',
  };
  const problems = await problemsIn(folderWith({ 'perfcmp.config.json': JSON.stringify(content) }));
  assert.deepEqual(problems.filter((line) => !line.includes('xyzzy')).toSorted(), [
    'perfcmp.config.json, load.command: must be a list, got "node a.js" | write it in brackets: ["node a.js"]',
    'perfcmp.config.json, load.store: must be true or false, got 1 | write true or false, without quotes',
    'perfcmp.config.json, load: unknown key "latncy" | did you mean latency?',
    'perfcmp.config.json, margins: must be an object, got "small" | write it in braces: { ... }',
    'perfcmp.config.json, output: must be text or a list, got 5 | write it in quotes: "5"',
    'perfcmp.config.json, path: must be text, got 7 | write it in quotes: "7"',
    'perfcmp.config.json, quick: must be true or false, got "yes" | write true or false, without quotes',
    'perfcmp.config.json, scenarios[0].name: is missing | it must be text',
    'perfcmp.config.json, scenarios[1].expect.bytes: must not be empty or negative, got -1 | ',
    'perfcmp.config.json, scenarios[1].expect: unknown key "statsu" | did you mean status?',
    'perfcmp.config.json, scenarios[2].requests[0]: unknown key "paht" | did you mean path?',
    'perfcmp.config.json, targets[1]: must be text or an object, got 5 | write it in quotes: "5"',
    'perfcmp.config.json, targets[2]: unknown key "comand" | did you mean command?',
    'perfcmp.config.json, targets[3].env.A: must be text, got 1 | write it in quotes: "1"',
    'perfcmp.config.json: unknown key "conections" | did you mean connections?',
  ]);
  assert.match(problems.find((line) => line.includes('xyzzy')) ?? '', /known keys: .*connections/);
});

test('unknown keys and values that are wrong are told together', async () => {
  const resolved = (content: object, use: (file: UserConfig | null) => unknown): Promise<readonly string[]> => {
    const cwd = folderWith({ 'perfcmp.config.json': JSON.stringify(content) });
    return withConfigFile(requestIn(cwd), (file) => use(file?.config ?? null)).then(
      () => [],
      (error: ConfigError) => error.problems.map(({ where, message }) => `${where}: ${message}`),
    );
  };
  const run = await resolved({ conections: 5, quick: 'yes', launches: 'many', output: ['report.xyz'] }, (file) =>
    resolveRun({ positionals: [], flags: {}, file, env: { PERFCMP_SEED: 'x' } }),
  );
  assert.deepEqual(run.map((line) => line.replace(/: (unknown key|must be true)?.*$/, ' $1')).toSorted(), [
    'PERFCMP_SEED ',
    'config file, launches ',
    'config file, output ',
    'perfcmp.config.json unknown key',
    'perfcmp.config.json, quick must be true',
  ]);
  const load = await resolved({ load: { latncy: true, url: 'http://127.0.0.1:1/', timeout: 'x' } }, (file) =>
    resolveLoad({ positionals: [], flags: {}, file, env: {} }),
  );
  assert.deepEqual(
    load.map((line) => line.split(':')[0]),
    ['perfcmp.config.json, load', 'config file, load.timeout'],
  );
  // Without its URL everything else would be complained about, too.
  const lost = await resolved({ load: { url: 5, timeout: 'x' } }, (file) =>
    resolveLoad({ positionals: [], flags: {}, file, env: {} }),
  );
  assert.deepEqual(
    lost.map((line) => line.split(':')[0]),
    ['perfcmp.config.json, load.url'],
  );
});
