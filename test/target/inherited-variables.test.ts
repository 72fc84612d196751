import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { changedVariables, inheritedVariables } from '../../src/target/inherited-variables.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-inherited-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

function changes(before: NodeJS.ProcessEnv, now: NodeJS.ProcessEnv): string[] {
  return changedVariables(inheritedVariables(before), now).map(({ name, change }) => `${name} ${change}`);
}

/** A folder for PATH with a program of that name. */
function folderOf(name: string, program: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  writeFileSync(join(folder, program), '#!/bin/sh\n');
  chmodSync(join(folder, program), 0o755);
  return folder;
}

test('variables by which a runtime is told how to run are compared, each way', () => {
  assert.deepEqual(
    changes(
      { NODE_OPTIONS: '--max-old-space-size=64', GOGC: '50', LD_PRELOAD: '/a.so', PYTHONHASHSEED: '0' },
      { NODE_OPTIONS: '--jitless', LD_PRELOAD: '/a.so', PYTHONHASHSEED: '0', JAVA_TOOL_OPTIONS: '-Xint' },
    ),
    ['GOGC unset', 'JAVA_TOOL_OPTIONS set', 'NODE_OPTIONS other'],
  );
  assert.deepEqual(changes({ PERFCMP_BENCH_DELAY_US: '0' }, {}), ['PERFCMP_BENCH_DELAY_US unset']);
});

test('what is of a terminal, a job or perfcmp itself is not, and an empty variable is none', () => {
  const now = {
    ...{ TERM: 'dumb', PWD: '/b', SSH_TTY: '/dev/pts/3', GITHUB_RUN_ID: '7', RUSTFLAGS: '-O', DATABASE_URL: 'x' },
    ...{ NODE_AUTH_TOKEN: 'x', PYTHONSTARTUP: 'x.py', PERFCMP_CACHE_DIR: '/c', PERFCMP_CONNECTIONS: '9' },
    ...{ NODE_OPTIONS: '' },
  };
  assert.deepEqual(changes({}, now), []);
});

test('of PATH only the runtimes that it finds matter', () => {
  const node = folderOf('node', 'node');
  const other = folderOf('other', 'node');
  const tools = folderOf('tools', 'grep');
  const ofShell = join(scratch, 'shell');
  symlinkSync(node, ofShell);
  assert.deepEqual(changes({ PATH: node }, { PATH: `${tools}:${ofShell}` }), []);
  assert.deepEqual(changes({ PATH: node }, { PATH: `${other}:${node}` }), ['PATH other']);
  assert.deepEqual(changes({ PATH: node }, {}), ['PATH other']);
});

test('no value is kept, and nobody can tell two runs of one value', () => {
  const env = { NODE_OPTIONS: '--import=/home/me/hush.mjs' };
  const [first, second] = [inheritedVariables(env), inheritedVariables(env)];
  assert.ok(!JSON.stringify(first).includes('hush'));
  assert.notEqual(first.hashes.NODE_OPTIONS, second.hashes.NODE_OPTIONS);
  assert.match(first.hashes.NODE_OPTIONS ?? '', /^[0-9a-f]{64}$/);
});
