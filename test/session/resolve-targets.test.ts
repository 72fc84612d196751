import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveRun } from '../../src/config/resolve-run.js';
import { parseTargetRequest } from '../../src/config/target-request.js';
import { ConfigError, type Problem } from '../../src/errors.js';
import { type ResolvedTarget, resolveTargets } from '../../src/session/resolve-targets.js';
import { discoverTargets } from '../../src/target/discover.js';

const SETTINGS = { cwd: '/srv', healthPath: '/up', readyTimeoutMs: 1234 };
const manifests = await discoverTargets();

function resolve(...texts: string[]): ResolvedTarget[] {
  const requests = texts.map((text) => {
    const parsed = parseTargetRequest(text);
    assert.ok(parsed.ok, text);
    return parsed.value;
  });
  const problems: Problem[] = [];
  const resolved = resolveTargets(requests, manifests, SETTINGS, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return resolved;
}

function kindsAndNames(...texts: string[]): (readonly [string, string])[] {
  return resolve(...texts).map(({ target }) => [target.kind, target.name] as const);
}

test('a positional is a URL, a known name, a program on PATH or a command line', () => {
  assert.deepEqual(kindsAndNames('http://127.0.0.1:3000/a', 'unix:/run/a.sock', 'express', 'node', 'node a.js --x'), [
    ['url', '127.0.0.1:3000'],
    ['url', '/run/a.sock'],
    ['bundled', 'express'],
    ['command', 'node'],
    ['command', 'node a.js --x'],
  ]);
});

test('a command gets the settings of the run, a label its name, and NAME=value its environment', () => {
  assert.deepEqual(resolve('new=DELAY=5 node a.js'), [
    {
      target: { kind: 'command', name: 'new', command: 'node a.js', env: { DELAY: '5' }, ...SETTINGS },
      isNamed: true,
      env: {},
    },
  ]);
  const [express] = resolve('slow=PERFCMP_BENCH_DELAY_US=500 express');
  assert.deepEqual(
    [express?.target.kind, express?.target.name, express?.isNamed, express?.env],
    ['bundled', 'slow', true, { PERFCMP_BENCH_DELAY_US: '500' }],
  );
});

test('a group stands for bundled targets that may be missing, and never for the ceiling', () => {
  const group = resolve('default');
  assert.deepEqual(group.map(({ target }) => target.name).sort(), ['express', 'node-http', 'spring-like']);
  assert.ok(group.every(({ isNamed }) => !isNamed));
  const all = resolve('all').map(({ target }) => target.name);
  assert.ok(all.includes('express') && !all.includes('null-server'));
  assert.deepEqual(kindsAndNames('null-server'), [['bundled', 'null-server']]);
});

test('what was named and is in a group too takes part once; what is named twice is compared with itself', () => {
  const both = resolve('express', 'default');
  assert.deepEqual(both.map(({ target, isNamed }) => `${target.name} ${isNamed}`).sort(), [
    'express true',
    'node-http false',
    'spring-like false',
  ]);
  assert.deepEqual(kindsAndNames('express', 'express', 'node a.js', 'node a.js', 'node a.js'), [
    ['bundled', 'express'],
    ['bundled', 'express #2'],
    ['command', 'node a.js'],
    ['command', 'node a.js #2'],
    ['command', 'node a.js #3'],
  ]);
});

test('everything that cannot be found comes in one error, each with the nearest name', () => {
  assert.throws(
    () => resolve('expres', 'express', 'qwertyuiop'),
    (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(
        error.problems.map(({ where, hint }) => [where, hint]),
        [
          ['target "expres"', 'did you mean express? perfcmp list shows the targets'],
          [
            'target "qwertyuiop"',
            'perfcmp list shows the targets; --targets-dir names a folder with targets of your own; ' +
              'a command line is written in quotes: "node server.js"',
          ],
        ],
      );
      return true;
    },
  );
});

test('who named a folder of targets is not told of it', () => {
  const problems: Problem[] = [];
  const request = { kind: 'word', label: null, word: 'qwertyuiop', env: {} } as const;
  resolveTargets([request], manifests, { ...SETTINGS, hasOwnFolders: true }, problems);
  assert.equal(
    problems[0]?.hint,
    'perfcmp list shows the targets; a command line is written in quotes: "node server.js"',
  );
});

test('what differs in its variables only is told from each other by them', () => {
  assert.deepEqual(
    resolve(
      'A=1 POOL=4 node a.js',
      'A=1 node a.js',
      "A=1 POOL='4 5' node a.js",
      'A=1 POOL=4 node a.js',
      'A=1 node b.js',
    ).map(({ target }) => target.name),
    ['POOL=4 node a.js', 'node a.js', "POOL='4 5' node a.js", 'POOL=4 node a.js #2', 'node b.js'],
  );
  assert.deepEqual(kindsAndNames('express', 'X=1 express', 'new=X=2 express'), [
    ['bundled', 'express'],
    ['bundled', 'X=1 express'],
    ['bundled', 'new'],
  ]);
});

test('names tell no secrets of the variables that differ', () => {
  const namesOf = (...texts: string[]) => resolve(...texts).map(({ target }) => target.name);
  assert.deepEqual(namesOf('DB_PASSWORD=a POOL=4 node x.js', "DB_PASSWORD='b c' POOL=8 node x.js", 'node x.js'), [
    'DB_PASSWORD=*** POOL=4 node x.js',
    'DB_PASSWORD=*** POOL=8 node x.js',
    'node x.js',
  ]);
  // The differing values themselves are what must not be shown.
  assert.deepEqual(namesOf('DB_PASSWORD=a node x.js', 'DB_PASSWORD=b node x.js'), [
    'DB_PASSWORD=*** node x.js',
    'DB_PASSWORD=*** node x.js #2',
  ]);
  assert.deepEqual(
    namesOf('DATABASE_URL=postgres://u:hush@h/one node x.js', 'DATABASE_URL=postgres://u:hush@h/two node x.js'),
    ['DATABASE_URL=postgres://u:***@h/one node x.js', 'DATABASE_URL=postgres://u:***@h/two node x.js'],
  );
  assert.deepEqual(namesOf('new=API_KEY=a express', 'new=API_KEY=b express'), [
    'API_KEY=*** new',
    'API_KEY=*** new #2',
  ]);
});

test('the baseline may be named as it was typed, with a secret before it', () => {
  const typed = 'DB_PASSWORD=a node x.js';
  const positionals = [typed, 'DB_PASSWORD=b node x.js'];
  const config = resolveRun({ positionals, file: null, env: {}, flags: { path: '/', baseline: typed } });
  const [first] = resolveTargets(config.targets, [], SETTINGS, []);
  assert.equal(config.baseline, first?.target.name);
});

test('what is named wins over what a group stands for, with its environment', () => {
  const [first, ...rest] = resolve('default', 'X=1 express').filter(({ target }) => target.name === 'express');
  assert.deepEqual(rest, []);
  assert.deepEqual([first?.isNamed, first?.env], [true, { X: '1' }]);
});

test('a group takes neither a label nor variables', () => {
  for (const text of ['a=all', 'X=1 default']) {
    assert.throws(() => resolve(text), /stands for several targets, so it takes neither/, text);
  }
});

test('containers and services are called as they were asked for, and get the settings of the run', () => {
  assert.deepEqual(
    kindsAndNames(
      'docker:app:2',
      'docker:app:2@80',
      'docker:app:2 --fast',
      'compose:web',
      'POOL=4 compose:web',
      'new=docker:x',
    ),
    [
      ['docker', 'docker:app:2'],
      ['docker', 'docker:app:2@80'],
      ['docker', 'docker:app:2 --fast'],
      ['compose', 'compose:web'],
      ['compose', 'POOL=4 compose:web'],
      ['docker', 'new'],
    ],
  );
  const [web] = resolve('compose:web');
  assert.deepEqual(web?.target, {
    ...{ kind: 'compose', name: 'compose:web', service: 'web', port: null, files: [], env: {} },
    ...SETTINGS,
  });
  const request = {
    kind: 'service',
    label: null,
    url: 'http://127.0.0.1:3000/x',
    start: 'make up',
    stop: null,
    env: {},
  } as const;
  const [service] = resolveTargets([request], manifests, SETTINGS, []);
  assert.ok(service?.target.kind === 'service');
  assert.deepEqual([service.target.name, service.target.endpoint.port], ['127.0.0.1:3000', 3000]);
});

test('a command is called without what lets somebody in, and so is the baseline that is named by it', () => {
  const input = { positionals: ['node a.js --token hush', 'node b.js'], file: null, env: {} };
  const config = resolveRun({ ...input, flags: { path: '/', baseline: 'node a.js --token hush' } });
  const problems: Problem[] = [];
  const settings = { cwd: process.cwd(), healthPath: '/', readyTimeoutMs: 1000 };
  const [first] = resolveTargets(config.targets, [], settings, problems);
  assert.deepEqual([first?.target.name, config.baseline, problems], ['node a.js --token ***', first?.target.name, []]);
  assert.equal(first?.target.kind === 'command' && first.target.command, 'node a.js --token hush');
});
