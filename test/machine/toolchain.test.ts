import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkTools, compareVersions, findOnPath, parseVersion } from '../../src/machine/toolchain.js';

const outputs: readonly [text: string, version: string | null][] = [
  ['v20.20.2\n', '20.20.2'],
  ['go version go1.26.8 linux/amd64', '1.26.8'],
  ['openjdk version "17.0.15" 2025-04-15', '17.0.15'],
  ['openjdk version "21" 2023-09-19\nOpenJDK Runtime Environment (build 21+35-2513)', '21'],
  ['java version "1.8.0_292"', '8.0'],
  ['\u001b[1mApache Maven 3.8.7\u001b[m\nMaven home: /usr/share/maven\nJava version: 17.0.15', '3.8.7'],
  ['cargo 1.95.0 (f2d3ce0bd 2026-03-21)', '1.95.0'],
  ['no number here', null],
];

for (const [text, version] of outputs) {
  test(`the version in ${JSON.stringify(text.slice(0, 40))} is ${version}`, () => {
    assert.equal(parseVersion(text), version);
  });
}

test('versions are compared number by number', () => {
  assert.ok(compareVersions('1.9', '1.10') < 0);
  assert.ok(compareVersions('17.0.15', '17') > 0);
  assert.equal(compareVersions('17', '17.0.0'), 0);
  assert.ok(compareVersions('8.0', '17') < 0);
});

test('a tool is found on PATH only where it may be run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-test-'));
  const file = join(folder, 'mytool');
  writeFileSync(file, '#!/bin/sh\necho mytool 3.4\n');
  chmodSync(file, 0o644);
  assert.equal(findOnPath('mytool', `/nowhere:${folder}`), null);
  chmodSync(file, 0o755);
  assert.equal(findOnPath('mytool', `/nowhere:${folder}`), file);
  assert.equal(findOnPath(file), file);
  rmSync(folder, { recursive: true });
});

test('a check says what was found and why it will not do', async () => {
  const [node, future, missing] = await checkTools([
    { name: 'node', minVersion: '18' },
    { name: 'node', minVersion: '999.1' },
    { name: 'no-such-tool', minVersion: null },
  ]);
  assert.equal(node?.problem, null);
  assert.match(node?.found ?? '', /^\d+\.\d+\.\d+$/);
  assert.equal(future?.problem, `node ${future?.found} is older than 999.1`);
  assert.deepEqual(missing, { name: 'no-such-tool', found: null, problem: 'no-such-tool is not on PATH' });
});
