import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadConfigFile, withConfigFile } from '../../src/config/load-file.js';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { UserConfig } from '../../src/config/user-config.js';
import { ConfigError } from '../../src/errors.js';

const created: string[] = [];
after(() => {
  for (const folder of created) rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-file-'));
  created.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function problemsOf(folder: string, named?: string): Promise<readonly string[]> {
  try {
    await loadConfigFile(named, folder);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ where, message, hint }) => `${where}: ${message} | ${hint ?? ''}`);
    }
    throw error;
  }
  return [];
}

test('the config file of the folder is found, JSON before modules', async () => {
  assert.equal(await loadConfigFile(undefined, folderWith({})), null);
  const both = folderWith({
    'perfcmp.config.json': '{ "connections": 5 }',
    'perfcmp.config.mjs': 'export default { connections: 6 };',
  });
  assert.deepEqual(await loadConfigFile(undefined, both), {
    path: join(both, 'perfcmp.config.json'),
    config: { connections: 5 },
    name: 'perfcmp.config.json',
  });
  assert.deepEqual((await loadConfigFile('perfcmp.config.mjs', both))?.config, { connections: 6 });
});

test('a file that is missing, broken or exports nothing is one line', async () => {
  const folder = folderWith({ 'perfcmp.config.json': '{ "a": ', 'empty.mjs': 'export const a = 1;' });
  assert.deepEqual(await problemsOf(folder, 'nope.json'), [
    `--config: no such file: "nope.json" | looked for in ${folder}; leave it out for none`,
  ]);
  assert.match((await problemsOf(folder)).join(), /^perfcmp.config.json: cannot be read: .* \| it must be plain JSON$/);
  assert.deepEqual(await problemsOf(folder, 'empty.mjs'), ['empty.mjs: must be an object, got nothing | ']);
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
    load: { latncy: true, store: 1 },
    output: 5,
  };
  const problems = await problemsOf(folderWith({ 'perfcmp.config.json': JSON.stringify(content) }));
  assert.deepEqual(problems.filter((line) => !line.includes('xyzzy')).toSorted(), [
    'perfcmp.config.json, load.store: must be true or false, got 1 | ',
    'perfcmp.config.json, load: unknown key "latncy" | did you mean latency?',
    'perfcmp.config.json, output: must be text or a list, got 5 | ',
    'perfcmp.config.json, path: must be text, got 7 | ',
    'perfcmp.config.json, quick: must be true or false, got "yes" | ',
    'perfcmp.config.json, scenarios[0].name: must be text, got nothing | ',
    'perfcmp.config.json, scenarios[1].expect.bytes: must not be empty or negative, got -1 | ',
    'perfcmp.config.json, scenarios[1].expect: unknown key "statsu" | did you mean status?',
    'perfcmp.config.json, scenarios[2].requests[0]: unknown key "paht" | did you mean path?',
    'perfcmp.config.json, targets[1]: must be text or an object, got 5 | ',
    'perfcmp.config.json, targets[2]: unknown key "comand" | did you mean command?',
    'perfcmp.config.json, targets[3].env.A: must be text, got 1 | ',
    'perfcmp.config.json: unknown key "conections" | did you mean connections?',
  ]);
  assert.match(problems.find((line) => line.includes('xyzzy')) ?? '', /known keys: .*connections/);
});

test('unknown keys and values that are wrong are told together', async () => {
  const resolved = (content: object, use: (file: UserConfig | null) => unknown): Promise<readonly string[]> => {
    const cwd = folderWith({ 'perfcmp.config.json': JSON.stringify(content) });
    return withConfigFile({ named: undefined, cwd }, (file) => use(file?.config ?? null)).then(
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

test('a TypeScript file is refused with a way out, a CommonJS module is read', async () => {
  assert.deepEqual(await problemsOf(folderWith({ 'perfcmp.config.ts': 'export default {}' })), [
    'perfcmp.config.ts: is TypeScript, which node cannot read as it is | compile it, or write it as perfcmp.config.mjs: export default { ... }',
  ]);
  const folder = folderWith({ 'perfcmp.config.cjs': 'module.exports = { connections: 7 };' });
  assert.deepEqual((await loadConfigFile(undefined, folder))?.config, { connections: 7 });
});
