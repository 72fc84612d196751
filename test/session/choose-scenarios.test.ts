import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RunInput, resolveRun } from '../../src/config/resolve-run.js';
import { ConfigError, type Problem } from '../../src/errors.js';
import { fixedSource } from '../../src/model/request-source.js';
import type { Target } from '../../src/model/target.js';
import { BUILTIN_SCENARIOS } from '../../src/scenario/builtin.js';
import { chooseScenarios, scenariosOf } from '../../src/session/choose-scenarios.js';
import { resolveTargets } from '../../src/session/resolve-targets.js';
import { discoverTargets } from '../../src/target/discover.js';
import { syntheticScenario } from '../helpers/recordings.js';

const manifests = await discoverTargets();

function choose(input: Partial<RunInput>) {
  const config = resolveRun({ positionals: [], flags: {}, file: null, env: {}, ...input });
  const settings = { cwd: '/', healthPath: '/', readyTimeoutMs: 1 };
  const problems: Problem[] = [];
  const targets = resolveTargets(config.targets, manifests, settings, problems).map(({ target }) => target);
  const scenarios = chooseScenarios(config, targets, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return scenarios;
}

function names(positionals: readonly string[], flags: RunInput['flags'] = {}): string[] {
  return choose({ positionals, flags }).map(({ name }) => name);
}

test('contract targets are asked the two default scenarios, a quick run only the first', () => {
  assert.deepEqual(names([]), ['json', 'benchmark-no-wait']);
  assert.deepEqual(names(['express'], { quick: true }), ['json']);
  assert.deepEqual(names(['express'], { quick: true, scenario: ['cached,plaintext'] }), ['cached', 'plaintext']);
});

test('with any other target it is one path: asked for, of the URL, or /', () => {
  const rows: [readonly string[], RunInput['flags'], string][] = [
    [['express', 'node a.js'], {}, '/'],
    [['express'], { path: '/stats' }, '/stats'],
    [['http://127.0.0.1:1/items?a=1', 'node a.js'], {}, '/items?a=1'],
    [['http://127.0.0.1:1/items', 'node a.js'], { path: '/other' }, '/other'],
  ];
  for (const [positionals, flags, path] of rows) {
    const [scenario, ...others] = choose({ positionals, flags });
    assert.deepEqual([scenario?.name, scenario?.source.requests[0]?.path, others.length], [path, path, 0], path);
  }
});

test('the request of the flags is what is sent, and its status what counts', () => {
  const flags = { method: 'put', body: 'hi', header: ['X-One: 1'], expectStatus: '201' };
  const [scenario] = choose({ positionals: ['node a.js'], flags });
  assert.deepEqual(scenario, {
    name: '/',
    source: fixedSource([
      { method: 'PUT', path: '/', headers: { 'X-One': '1' }, body: Uint8Array.from(Buffer.from('hi')) },
    ]),
    expect: { status: [{ from: 201, to: 201 }], mediaType: null, body: null },
    env: {},
  });
});

test('a scenario of the config file goes before a built-in one of the same name', () => {
  const file = { scenarios: [{ name: 'json', path: '/mine' }, 'plaintext'] };
  const chosen = choose({ positionals: ['express'], file });
  assert.deepEqual(
    chosen.map(({ name, source }) => [name, source.requests[0]?.path]),
    [
      ['json', '/mine'],
      ['plaintext', '/plaintext'],
    ],
  );
});

test('URLs of different paths and unknown scenarios are refused with a way out', () => {
  const rows: [() => unknown, string, string][] = [
    [
      () => names(['http://127.0.0.1:1/a', 'http://127.0.0.1:2/b']),
      'the URLs name different paths: /a, /b',
      'targets are compared on the same request: give it with --path',
    ],
    [
      () => names(['express'], { scenario: ['jsn'] }),
      'is neither built in nor in the config file',
      'did you mean json?',
    ],
    [
      () => names(['express'], { scenario: ['qwerty'] }),
      'is neither built in nor in the config file',
      `choose from ${[...BUILTIN_SCENARIOS.map(({ name }) => name), 'all'].join(', ')}`,
    ],
  ];
  for (const [choosing, message, hint] of rows) {
    assert.throws(choosing, (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual([error.problems[0]?.message, error.problems[0]?.hint], [message, hint]);
      return true;
    });
  }
});

test('a bundled target takes part in what it implements, any other in everything', () => {
  const scenarios = [...choose({ positionals: ['express'] }), syntheticScenario('of-my-own')];
  const all = scenarios.map(({ name }) => name);
  const part = (target: Target) => scenariosOf(target, scenarios).map(({ name }) => name);
  const [express] = manifests.filter(({ name }) => name === 'express');
  assert.ok(express);
  const bundled = (implemented: readonly string[]): Target => {
    const manifest = { ...express, implements: implemented };
    return { kind: 'bundled', name: 'express', title: 'Express', manifest };
  };
  assert.deepEqual(part(bundled(express.implements)), all);
  assert.deepEqual(part(bundled(['json'])), ['json', 'of-my-own']);
  const endpoint = { protocol: 'http', host: 'a', port: 1, socketPath: null, authority: 'a:1', tls: null } as const;
  assert.deepEqual(part({ kind: 'url', name: 'a', url: 'http://a:1/', endpoint }), all);
});
