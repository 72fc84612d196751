import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readProcessTable } from '../../src/machine/process-table.js';
import type { LaunchCommands } from '../../src/model/launch.js';
import {
  argumentsOf,
  eventually,
  fixtureCommand,
  fixtureTarget,
  instanceOptions,
  startElsewhere,
  startError,
  startInstance,
  stopAll,
} from './server-fixtures.js';

const folder = mkdtempSync(join(tmpdir(), 'perfcmp-around-'));
after(async () => {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
});

function around(changes: Partial<LaunchCommands>): { readonly around: LaunchCommands } {
  return { around: { prepare: null, cleanup: null, timeoutMs: 20_000, ...changes } };
}

/** A dead one that nobody has waited for does not count. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
}

/** A line that writes its own process id into a file of the test. */
function tells(name: string): { readonly file: string; readonly pid: () => number } {
  const file = join(folder, name);
  return { file, pid: () => Number(readFileSync(file, 'utf8')) };
}

test('prepare is run before the server and cleanup after it, in its folder and with its variables', async () => {
  const said = join(folder, 'said');
  const target = fixtureTarget('hello.mjs', { cwd: process.cwd(), env: { WHAT: 'sugar' } });
  const logFile = join(folder, 'hello.log');
  const line = (word: string) => `echo "${word} $WHAT $PORT {port} $PWD" | tee -a ${said}`;
  const commands = around({ prepare: line('before'), cleanup: line('after') });
  const instance = await startInstance(target, instanceOptions({ ...commands, logFile }));
  const { port } = instance.endpoint;
  assert.equal(readFileSync(said, 'utf8'), `before sugar ${port} ${port} ${process.cwd()}\n`);
  await Promise.all([instance.stop(), instance.stop()]);
  const lines = readFileSync(said, 'utf8').trim().split('\n');
  assert.deepEqual(
    lines.map((text) => text.split(' ')[0]),
    ['before', 'after'],
    'once each, however often it is stopped',
  );
  const log = readFileSync(logFile, 'utf8');
  assert.match(log, /^\$ echo "before .*\nbefore sugar \d+ /);
  assert.match(log, /\nafter sugar \d+ .*\n$/);
});

test('the time that prepare takes is none of the start', async () => {
  const times = join(folder, 'times');
  const prepare = `date +%s%3N > ${times}; sleep 0.3; date +%s%3N >> ${times}`;
  const beganMs = performance.now();
  const instance = await startInstance(fixtureTarget('hello.mjs'), instanceOptions(around({ prepare })));
  const tookMs = performance.now() - beganMs;
  await instance.stop();
  const [from = 0, to = 0] = readFileSync(times, 'utf8').trim().split('\n').map(Number);
  assert.ok((instance.startupMs ?? Infinity) <= tookMs - (to - from) + 2, `${instance.startupMs} of ${tookMs} ms`);
});

test('what prepare leaves running lives as long as the server, and is none of its processes', async () => {
  const { file, pid } = tells('left');
  const instance = await startInstance(
    fixtureTarget('hello.mjs'),
    instanceOptions(
      around({
        prepare: `sh -c 'echo $$ > ${file}; while :; do :; done' >/dev/null 2>&1 & until [ -s ${file} ]; do :; done`,
      }),
    ),
  );
  assert.ok(isAlive(pid()));
  const environment = readFileSync(`/proc/${pid()}/environ`, 'utf8');
  assert.ok(environment.includes('PORT=') && !environment.includes('PERFCMP_INSTANCE='), environment);
  await instance.stop();
  await eventually('what was left has ended', () => !isAlive(pid()));
});

test('a prepare that fails is the end of its target, told with what it printed; cleanup is run all the same', async () => {
  const cleaned = join(folder, 'cleaned');
  const target = fixtureTarget('hello.mjs', { name: 'app' });
  const commands = around({ prepare: 'echo no database >&2; exit 3', cleanup: `touch ${cleaned}` });
  const error = await startError(target, commands);
  assert.equal(error.code, 'prepare-failed');
  assert.equal(error.message, 'target "app": prepare failed with code 3: echo no database >&2; exit 3');
  assert.ok(error.logTail.includes('no database'));
  assert.ok(existsSync(cleaned));
});

test('what is told of a prepare that fails, or logged of it, has no value that lets somebody in', async () => {
  const logFile = join(folder, 'secret.log');
  const error = await startError(fixtureTarget('hello.mjs', { name: 'app' }), {
    ...around({ prepare: 'PGPASSWORD=hush sh -c "exit 3"' }),
    logFile,
  });
  assert.equal(error.message, 'target "app": prepare failed with code 3: PGPASSWORD=*** sh -c "exit 3"');
  assert.deepEqual(error.logTail, ['$ PGPASSWORD=*** sh -c "exit 3"']);
  assert.ok(!readFileSync(logFile, 'utf8').includes('hush'));
});

test('nor has what is said of a server that runs', async () => {
  const target = fixtureTarget('hello.mjs', { command: `API_KEY=hush ${fixtureCommand('hello.mjs')}` });
  const instance = await startInstance(target, instanceOptions());
  assert.equal(instance.description.command, `API_KEY=*** ${fixtureCommand('hello.mjs')}`);
  await instance.stop();
});

test('a prepare that hangs is ended at its limit, with all that it started', async () => {
  const { file, pid } = tells('hanging');
  const prepare = `sh -c 'echo $$ > ${file}; sleep 60; sleep 60' & wait`;
  const error = await startError(fixtureTarget('hello.mjs', { name: 'app' }), around({ prepare, timeoutMs: 1000 }));
  assert.match(error.message, /^target "app": prepare was stopped after 1s, the limit of --prepare-timeout: sh -c/);
  assert.ok(!isAlive(pid()));
});

test('an interruption ends prepare, and cleanup is run', async () => {
  const begun = join(folder, 'begun');
  const cleaned = join(folder, 'interrupted-cleaned');
  const controller = new AbortController();
  const starting = startInstance(
    fixtureTarget('hello.mjs'),
    instanceOptions({
      ...around({ prepare: `touch ${begun}; sleep 60; sleep 60`, cleanup: `touch ${cleaned}` }),
      signal: controller.signal,
    }),
  );
  await eventually('prepare has begun', () => existsSync(begun));
  controller.abort('SIGINT');
  await assert.rejects(starting, { code: 'interrupted' });
  assert.ok(existsSync(cleaned));
});

test('a cleanup that fails is told, and the server is gone', async () => {
  const instance = await startInstance(
    fixtureTarget('hello.mjs', { name: 'app' }),
    instanceOptions(around({ cleanup: 'exit 4' })),
  );
  await assert.rejects(instance.stop(), {
    code: 'cleanup-failed',
    message: 'target "app": cleanup failed with code 4: exit 4',
  });
  assert.notEqual(instance.exit, null);
});

test('cleanup is run after a server that never became ready', async () => {
  const cleaned = join(folder, 'never-ready');
  const error = await startError(fixtureTarget('exits-at-once.mjs'), around({ cleanup: `touch ${cleaned}` }));
  assert.match(error.message, /ended with code 7/);
  assert.ok(existsSync(cleaned));
});

test('cleanup is run after a SIGKILL of perfcmp, too, with the variables of the server, which is gone', async () => {
  const said = join(folder, 'after-sigkill');
  const target = fixtureTarget('hello.mjs', { env: { WHAT: 'sugar' } });
  const cleanup = `echo "$WHAT $PORT {port} $PWD [$PERFCMP_INSTANCE]" >> ${said}`;
  const { process: parent, pid, port } = await startElsewhere(target, around({ cleanup }));
  parent.kill('SIGKILL');
  await eventually('cleanup has run', () => existsSync(said) && readFileSync(said, 'utf8').endsWith('\n'));
  assert.equal(readFileSync(said, 'utf8'), `sugar ${port} ${port} ${process.cwd()} []\n`);
  await eventually('the server is gone', () => !isAlive(pid ?? 0));
});

test('cleanup is run after a SIGKILL in the midst of prepare', async () => {
  const begun = join(folder, 'begun-before-sigkill');
  const cleaned = join(folder, 'cleaned-after-sigkill');
  const prepare = `echo $PPID > ${begun}; sleep 60; sleep 60`;
  const starting = startElsewhere(fixtureTarget('hello.mjs'), around({ prepare, cleanup: `touch ${cleaned}` }));
  starting.catch(() => {});
  await eventually('prepare has begun', () => existsSync(begun) && readFileSync(begun, 'utf8') !== '');
  process.kill(Number(readFileSync(begun, 'utf8')), 'SIGKILL');
  await eventually('cleanup has run', () => existsSync(cleaned));
});

test('no cleanup is run after a SIGKILL while prepare is at work, whichever watchdog comes first', async () => {
  const [begun, state] = [join(folder, 'begun-at-work'), join(folder, 'state-at-cleanup')];
  const prepare = `echo $PPID $$ > ${begun}; sleep 60; sleep 60`;
  const cleanup = `cat /proc/$(cut -d' ' -f2 ${begun})/stat > ${state}; echo end >> ${state}`;
  startElsewhere(fixtureTarget('hello.mjs'), around({ prepare, cleanup })).catch(() => {});
  const pids = () => (existsSync(begun) ? readFileSync(begun, 'utf8').trim().split(' ').map(Number) : []);
  await eventually('prepare has begun', () => pids().length === 2);
  const [parent = 0, preparing = 0] = pids();
  // That of prepare itself, as if it were late.
  const late = () =>
    [...readProcessTable().values()].find((row) => {
      const [program, , , name, group] = row.parentPid === parent ? argumentsOf(row.pid) : [];
      return program !== undefined && name === 'perfcmp-watchdog' && group === String(preparing);
    });
  await eventually('it is watched', () => late() !== undefined);
  process.kill(late()?.pid ?? 0, 'SIGKILL');
  process.kill(parent, 'SIGKILL');
  await eventually('cleanup has run', () => existsSync(state) && readFileSync(state, 'utf8').endsWith('end\n'));
  assert.doesNotMatch(readFileSync(state, 'utf8'), /\) [^ZX] /);
});
