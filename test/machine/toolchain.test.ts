import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  checkTools,
  compareVersions,
  findOnPath,
  parseVersion,
  toolchainIdentity,
  toolProblems,
} from '../../src/machine/toolchain.js';

const outputs: readonly [text: string, version: string | null][] = [
  ['v20.20.2\n', '20.20.2'],
  ['go version go1.26.8 linux/amd64', '1.26.8'],
  ['openjdk version "17.0.15" 2025-04-15', '17.0.15'],
  ['openjdk version "21" 2023-09-19\nOpenJDK Runtime Environment (build 21+35-2513)', '21'],
  ['java version "1.8.0_292"', '8.0'],
  ['\u001b[1mApache Maven 3.8.7\u001b[m\nMaven home: /usr/share/maven\nJava version: 17.0.15', '3.8.7'],
  ['cargo 1.95.0 (f2d3ce0bd 2026-03-21)', '1.95.0'],
  ['javac 17.0.15', '17.0.15'],
  ['rustc 1.95.0 (59807616e 2026-04-14)', '1.95.0'],
  ['Python 3.11.7', '3.11.7'],
  ['cc (Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright (C) 2022 Free Software Foundation, Inc.', '12.2.0'],
  ['Ubuntu clang version 14.0.0-1ubuntu1.1\nTarget: x86_64-pc-linux-gnu', '14.0.0'],
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
  assert.equal(toolProblems([node, missing].flatMap((check) => check ?? [])), 'no-such-tool is not on PATH');
  assert.equal(
    toolProblems(['java', 'javac', 'mvn'].map((name) => ({ name, found: null, problem: `${name} is not on PATH` }))),
    'java, javac and mvn are not on PATH',
  );
  assert.deepEqual(missing, { name: 'no-such-tool', found: null, problem: 'no-such-tool is not on PATH' });
});

test('a launcher without what it launches is no tool, whatever numbers it says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-test-'));
  const tool = (name: string, script: string): string => {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  };
  const broken = tool('broken', 'echo "error: toolchain \'1.99.0\' is not installed" >&2; exit 1');
  const silent = tool('silent', 'exit 2');
  const knowsNoVersion = tool('knows-none', "echo 'Illegal option --' >&2; exit 2");
  const none = { minVersion: null };
  const checks = await checkTools([
    { name: broken, ...none },
    { name: silent, ...none },
    { name: knowsNoVersion, ...none },
  ]);
  assert.deepEqual(
    checks.map(({ problem }) => problem),
    [
      `${broken} is on PATH and does not run: error: toolchain '1.99.0' is not installed`,
      `${silent} is on PATH and does not run: it says nothing`,
      null,
    ],
  );
  rmSync(folder, { recursive: true });
});

test('what a tool calls belongs to its identity, and node only with its major version', async () => {
  const identity = await toolchainIdentity([{ name: 'node' }, { name: 'mvn' }]);
  assert.match(identity, /^javac (\d[\d.]*|null), mvn (\d[\d.]*|null), node \d+$/);
});
