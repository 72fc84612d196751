import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PerfcmpError } from '../../src/errors.js';
import { openFileLimit } from '../../src/machine/open-files.js';
import type { ClosedLoadProfile } from '../../src/model/load-profile.js';
import { checkOpenFiles } from '../../src/session/open-files.js';
import { RawServer } from '../helpers/hostile-servers.js';

const bin = fileURLToPath(new URL('../../../bin/perfcmp.js', import.meta.url));

const profile = (connections: number): ClosedLoadProfile => ({
  kind: 'closed',
  name: 'test',
  connections,
  pipelining: 1,
  threads: 2,
  engine: 'socket',
  timeoutMs: 1000,
  connectTimeoutMs: 1000,
  bodySampleEvery: 10,
  requestsPerConnection: null,
  think: null,
});

test('as many connections are loaded as there are files for, and no more', () => {
  checkOpenFiles(profile(904), 1000);
  checkOpenFiles(profile(1_000_000), null);
  assert.throws(
    () => checkOpenFiles(profile(905), 1000),
    (error) => {
      assert.ok(error instanceof PerfcmpError);
      assert.equal(error.exitCode, 2);
      assert.equal(error.message, '905 connections need 1001 open files, and this process may have 1000');
      assert.match(error.hint ?? '', /ulimit -n 1001/);
      return true;
    },
  );
});

test('a load that the shell has too few files for is refused before it connects', () => refuses('load -c 300'));

test('so is a search, with the most connections that it would try', () => refuses('search --sweep 1,300,8'));

test('and a run, whose targets and scenarios all keep theirs', () =>
  refuses('run --baseline a -c 150 b=unix:/nowhere.sock --path /', 'a=', 'of all targets and scenarios '));

/** `before` the URL its label; `whose` connections they are in the message. */
async function refuses(words: string, before = '', whose = ''): Promise<void> {
  if (openFileLimit() === null) return;
  const server = await RawServer.start({});
  try {
    const command = `ulimit -n 200; exec "$0" "$1" ${words} ${before}http://127.0.0.1:${server.port}/`;
    const child = spawn('sh', ['-c', command, process.execPath, bin], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const [code] = await once(child, 'close');
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(`300 connections ${whose}need 380 open files, and this process may have 200`));
    assert.equal(server.connections, 0);
  } finally {
    await server.close();
  }
}
