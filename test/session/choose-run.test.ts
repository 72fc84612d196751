import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunFlags } from '../../src/config/flags.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { UserConfig } from '../../src/config/user-config.js';
import { ConfigError } from '../../src/errors.js';
import type { TargetManifest } from '../../src/model/target.js';
import { chooseRun } from '../../src/session/choose-run.js';
import { discoverTargets } from '../../src/target/discover.js';
import { parseManifest } from '../../src/target/manifest.js';

const manifests = await discoverTargets();

function choose(positionals: readonly string[], flags: RunFlags = {}, file: UserConfig | null = null) {
  return chooseRun(resolveRun({ positionals, flags, file, env: {} }), manifests, process.cwd());
}

function problems(...input: Parameters<typeof choose>): string[] {
  try {
    choose(...input);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.problems.map(({ where, message, hint }) => `${where}: ${message} (${hint})`);
  }
  return assert.fail('nothing was refused');
}

test('unknown targets, scenarios and the baseline are told together', () => {
  assert.deepEqual(problems(['expres', 'node-htp'], { scenario: ['jsn', 'cahced'], baseline: 'sprin' }), [
    'target "expres": is neither a known target nor a command on PATH (did you mean express? perfcmp list shows the targets)',
    'target "node-htp": is neither a known target nor a command on PATH (did you mean node-http? perfcmp list shows the targets)',
    'scenario "jsn": is neither built in nor in the config file (did you mean json?)',
    'scenario "cahced": is neither built in nor in the config file (did you mean cached?)',
    'baseline "sprin": does not take part (no target can take part)',
  ]);
});

test('a baseline that is a misspelt target is told once', () => {
  assert.equal(problems(['expres', 'node-http'], { baseline: 'expres' }).length, 1);
});

test('a scenario of the config file that is unknown is not put down to a flag', () => {
  assert.deepEqual(problems(['express'], {}, { scenarios: ['jsn'] }), [
    'scenario "jsn": is neither built in nor in the config file (did you mean json?)',
  ]);
});

test('a named target that has none of the chosen scenarios is refused with those it has', () => {
  assert.deepEqual(problems(['null-server', 'express'], { scenario: ['cached'] }), [
    'target "null-server": has none of the chosen scenarios: cached (it has json: choose with --scenario)',
  ]);
});

test('a named target whose target.json gives it no scenario says what to write there', () => {
  const tiny = (...endpoints: string[]) =>
    parseManifest({ name: 'tiny', title: 'Tiny', start: ['node'], implements: endpoints }, '/mine/tiny');
  const told = (manifest: TargetManifest) => {
    const config = resolveRun({ positionals: ['tiny'], flags: {}, file: null, env: {} });
    try {
      chooseRun(config, [manifest], process.cwd());
    } catch (error) {
      return error instanceof ConfigError ? error.problems : [];
    }
    return [];
  };
  const [none] = told(tiny());
  assert.equal(none?.message, 'has no scenario: "implements" in /mine/tiny/target.json names no endpoint');
  assert.match(none?.hint ?? '', /such as "implements": \["health", "json"\]/);
  assert.match(told(tiny('health'))[0]?.message ?? '', /names only health, of which no scenario is made$/);
});

test('a target that several workers cannot serve says so with what they can', () => {
  assert.deepEqual(problems(['node-http'], { scenario: ['cached'], workers: '2' }), [
    'target "node-http": has none of the chosen scenarios with 2 workers: cached (it has plaintext, json: choose with --scenario)',
  ]);
});

test('what was said about a request belongs to --path', () => {
  const flags = { method: 'PUT', header: ['A: b'], body: 'x', expectStatus: '201' };
  assert.deepEqual(
    problems(['express'], flags).map((problem) => problem.split(': ')[0]),
    ['--method', '--header', '--body', '--expect-status'],
  );
  const { scenarios } = choose(['express'], { ...flags, path: '/json' });
  assert.equal(scenarios[0]?.source.requests[0]?.method, 'PUT');
});

test('a server that perfcmp did not start cannot be frozen, so freeze is refused beside it', () => {
  assert.deepEqual(problems(['node a.js', 'old=http://127.0.0.1:3000/'], { mode: 'freeze' }), [
    'mode: freeze cannot stop "old", which perfcmp did not start ' +
      '(leave it out, or name the command that starts the server instead)',
  ]);
});

test('a command beside a URL is ready when it answers the path that both are asked', () => {
  const { targets } = choose(['http://127.0.0.1:1/items', 'node a.js']);
  const [command] = targets.flatMap(({ target }) => (target.kind === 'command' ? [target.healthPath] : []));
  assert.equal(command, '/items');
});
