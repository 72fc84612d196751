import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunFlags } from '../../src/config/flags.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { UserConfig } from '../../src/config/user-config.js';
import { ConfigError } from '../../src/errors.js';
import { chooseRun } from '../../src/session/choose-run.js';
import type { ResolvedTarget } from '../../src/session/resolve-targets.js';
import { discoverTargets } from '../../src/target/discover.js';

const manifests = await discoverTargets();

function choose(positionals: readonly string[], flags: RunFlags, file: UserConfig | null = null) {
  const config = resolveRun({ positionals, flags: { path: '/', ...flags }, file, fileName: 'f.json', env: {} });
  return chooseRun(config, manifests, process.cwd()).targets;
}

function variables({ target, env }: ResolvedTarget): Readonly<Record<string, string>> {
  return target.kind === 'command' ? target.env : env;
}

function problemsOf(...args: Parameters<typeof choose>): readonly string[] {
  try {
    choose(...args);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ where, message, hint }) => `${where}: ${message} | ${hint}`);
    }
    throw error;
  }
  return [];
}

test('the nearest word on a variable wins: all, then its own, then its name', () => {
  const [a, b, bundled] = choose(['a=X=own Y=own node a.js', 'b=node b.js', 'express'], {
    env: ['X=all', 'Z=all', 'a:Y=named', 'express:X=named'],
  });
  assert.ok(a !== undefined && b !== undefined && bundled !== undefined);
  assert.deepEqual(variables(a), { X: 'own', Z: 'all', Y: 'named' });
  assert.deepEqual(variables(b), { X: 'all', Z: 'all' });
  assert.deepEqual(variables(bundled), { X: 'named', Z: 'all' });
});

test('what is typed of all wins over what a file says of one', () => {
  const file = { targets: [{ label: 'a', command: 'node a.js', env: { X: 'file' }, prepare: 'file' }], prepare: 'all' };
  const [written] = choose([], {}, file);
  assert.deepEqual(
    [written?.target.kind === 'command' && written.target.env, written?.around?.prepare],
    [{ X: 'file' }, 'file'],
  );
  const [typed] = choose([], { env: ['X=typed'], prepare: ['typed'] }, file);
  assert.deepEqual(
    [typed?.target.kind === 'command' && typed.target.env, typed?.around?.prepare],
    [{ X: 'typed' }, 'typed'],
  );
});

test('a command is run in its folder, a bundled target in its own', () => {
  const [a, b, bundled] = choose(['a=node a.js', 'b=node b.js', 'express'], { cwd: ['src', 'b:test'] });
  const folderOf = (one: ResolvedTarget | undefined) => one?.target.kind === 'command' && one.target.cwd;
  assert.deepEqual([folderOf(a), folderOf(b)], [join(process.cwd(), 'src'), join(process.cwd(), 'test')]);
  assert.deepEqual([a?.said, bundled?.said], [{ cwd: 'src' }, undefined]);
});

test('every target of a scan gets its own values, in what is said of all as well', () => {
  const scanned = choose(['a=node a.js'], { parameterList: ['T=1,2'], env: ['T={T}'], prepare: ['a:make {T} {port}'] });
  assert.deepEqual(
    scanned.map((one) => [one.target.name, variables(one), one.around?.prepare, one.said]),
    ['1', '2'].map((value) => [`a T=${value}`, { T: value }, `make ${value} {port}`, { parameters: { T: value } }]),
  );
});

test('a setting with a place for a parameter is for those alone that have a value of it', () => {
  const file = { parameters: { N: [4, 8] }, env: { POOL: '{N}', LOG: 'off' }, prepare: 'make {N}' };
  const [varied, , ...others] = choose(['app=node a.js', 'default'], {}, file);
  assert.ok(varied !== undefined && others.length > 1);
  assert.deepEqual([variables(varied), varied.around?.prepare], [{ POOL: '4', LOG: 'off' }, 'make 4']);
  for (const one of others) assert.deepEqual([variables(one), one.around], [{ LOG: 'off' }, undefined]);
});

test('both instances of a target that is compared with itself are told the same', () => {
  const [first, second] = choose(['node a.js', 'node a.js'], { env: ['X=1'], prepare: ['make'] });
  assert.deepEqual([first?.target.name, second?.target.name], ['node a.js', 'node a.js #2']);
  assert.deepEqual(first?.around, second?.around);
});

test('what a file says of its own servers is for those others that can take it', () => {
  const file = {
    targets: ['node own.js'],
    ...{ env: { X: 'file' }, cwd: 'src', prepare: 'make', cleanup: 'make clean' },
  };
  const [url, image, bundled, command] = choose(
    ['http://127.0.0.1:1/', 'docker:a:1', 'express', 'node b.js'],
    {},
    file,
  );
  assert.deepEqual([url?.around, image?.around], [undefined, undefined]);
  assert.deepEqual(image?.target.kind === 'docker' && image.target.env, { X: 'file' });
  assert.deepEqual([bundled?.env, bundled?.said, bundled?.around?.prepare], [{ X: 'file' }, undefined, 'make']);
  assert.deepEqual([command?.said, command?.around?.cleanup], [{ cwd: 'src' }, 'make clean']);
  assert.deepEqual(problemsOf(['docker:a:1'], {}, file), []);
});

test('what would silently do nothing is refused with what would do something', () => {
  const url = 'http://127.0.0.1:1/';
  const rows: [Parameters<typeof choose>, RegExp][] = [
    [[['app=node a.js'], { env: ['apq:X=1'] }], /^--env: names no target: "apq" \| did you mean app\?$/],
    [[[url], { prepare: ['make'] }], /^--prepare: does nothing: no target is started by perfcmp \|/],
    [[[`a=${url}`, 'node b.js'], { prepare: ['a:make'] }], /^--prepare: does nothing: "a" is running already \|/],
    [[['express'], { cwd: ['src'], path: '/json' }], /^--cwd: is for commands: a bundled target has its own folder \|/],
    [[['node a.js'], { cwd: ['no-such-folder'] }], /^cwd of "node a\.js": no such folder: "no-such-folder"/],
    [
      [[], {}, { targets: [{ label: 'a', command: 'node a.js', cwd: 'no-such-folder' }] }],
      /^cwd of "a": no such folder: "no-such-folder"/,
    ],
    [[[], {}, { targets: [{ name: 'express', cwd: 'src' }] }], /^target "express": has its own folder/],
  ];
  for (const [args, problem] of rows) assert.match(problemsOf(...args).join('\n'), problem);
  assert.deepEqual(
    problemsOf([url, 'node b.js'], { env: ['X=1'], cwd: ['src'] }),
    [],
    'it is for the one that is started',
  );
});
