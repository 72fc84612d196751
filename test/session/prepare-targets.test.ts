import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { TargetError } from '../../src/errors.js';
import { prepareTargets } from '../../src/session/prepare-targets.js';
import type { ResolvedTarget } from '../../src/session/resolve-targets.js';
import { parseManifest } from '../../src/target/manifest.js';
import { quietIo, recorder } from './io.js';

const root = mkdtempSync(join(tmpdir(), 'perfcmp-test-'));
process.env.PERFCMP_CACHE_DIR = join(root, 'cache');
after(() => rmSync(root, { recursive: true, force: true }));

const OPTIONS = { workers: 1, rebuild: false } as const;

/** A target that is built by a line of shell. */
function built(name: string, script: string, isNamed: boolean, requires: readonly object[] = []): ResolvedTarget {
  const folder = join(root, 'targets', name);
  mkdirSync(folder, { recursive: true });
  const build = [['sh', '-c', script]];
  const json = { name, title: name, start: ['node', 'server.js'], build, requires };
  writeFileSync(join(folder, 'target.json'), JSON.stringify(json));
  const manifest = parseManifest(json, folder);
  return { target: { kind: 'bundled', name, title: name, manifest }, isNamed, env: {} };
}

function waitFor(file: string): string {
  return `until [ -e ${join(root, file)} ]; do sleep 0.02; done`;
}

const oneCore = availableParallelism() < 2 ? 'this machine has one core' : false;

test('targets are built side by side', { skip: oneCore }, async () => {
  const left = built('left', `touch ${join(root, 'l')}; ${waitFor('r')}`, true);
  const right = built('right', `touch ${join(root, 'r')}; ${waitFor('l')}`, true);
  const again = { ...left, target: { ...left.target, name: 'left #2' } };
  const { events, onEvent } = recorder();
  const { startable } = await prepareTargets([left, right, again], quietIo({ onEvent }), OPTIONS);
  assert.deepEqual([...startable.keys()], ['left', 'right', 'left #2']);
  const states = events.map((event) => (event.kind === 'build' ? `${event.target} ${event.state}` : ''));
  assert.deepEqual(states.filter((state) => state.endsWith('started')).sort(), ['left started', 'right started']);
});

test('a named target that cannot be built ends the other builds, and its error is the one told', {
  skip: oneCore,
}, async () => {
  const slow = built('slow', `touch ${join(root, 's')}; sleep 600`, true);
  const bad = built('bad', `${waitFor('s')}; echo 'no such crate'; exit 4`, true);
  await assert.rejects(prepareTargets([slow, bad], quietIo(), OPTIONS), (error) => {
    assert.ok(error instanceof TargetError, String(error));
    assert.match(error.message, /^target "bad": .* failed with code 4$/);
    return true;
  });
});

test('a target of a group that cannot be built is left out with its reason', async () => {
  const good = built('good', 'true', false);
  const bad = built('bad-too', 'exit 1', false);
  const lacking = built('lacking', 'true', false, [{ name: 'no-such-tool', hint: 'install it' }]);
  const { startable, skipped } = await prepareTargets([good, bad, lacking], quietIo(), OPTIONS);
  assert.deepEqual([...startable.keys()], ['good']);
  const reasons = skipped.map((event) => (event.kind === 'warning' ? event.warning.message : ''));
  assert.match(reasons[0] ?? '', /^sh -c 'exit 1' failed with code 1 \(the whole log is in .*\)$/);
  assert.equal(reasons[1], 'no-such-tool is not on PATH (install it)');
});

test('every tool that named targets lack is told at once, before anything is built', async () => {
  const file = join(root, 'was-built');
  const targets = [
    built('one', `touch ${file}`, true),
    built('two', 'true', true, [{ name: 'no-tool-a', hint: 'install a' }]),
    built('three', 'true', true, [{ name: 'no-tool-b' }]),
  ];
  await assert.rejects(prepareTargets(targets, quietIo(), OPTIONS), {
    code: 'tool-missing',
    message: 'target "two": no-tool-a is not on PATH; target "three": no-tool-b is not on PATH',
    hint: 'install a; install no-tool-b',
  });
  assert.equal(existsSync(file), false);
});
