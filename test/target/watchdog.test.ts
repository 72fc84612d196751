import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readProcessTable } from '../../src/machine/process-table.js';
import { startWatchdog, type WatchdogOptions } from '../../src/target/watchdog.js';
import { argumentsOf, eventually, fixtureTarget, startElsewhere } from './server-fixtures.js';

async function killedParent(file: string): Promise<number[]> {
  const { process: parent, pid, log } = await startElsewhere(fixtureTarget(file));
  const told = log.flatMap((text) => Number(/^(?:pid|stray) (\d+)$/.exec(text)?.[1] ?? Number.NaN) || []);
  const pids = [pid ?? Number.NaN, ...told];
  assert.ok(pids.every((member) => readProcessTable().has(member)));
  parent.kill('SIGKILL');
  return pids;
}

/** A process that starts a watchdog and is killed before it can disarm it. */
async function dieWatched(groupId: number | null, options: WatchdogOptions): Promise<void> {
  const program = `
    const { startWatchdog } = await import(${JSON.stringify(join(process.cwd(), 'dist/src/target/watchdog.js'))});
    startWatchdog(${groupId}, ${JSON.stringify(options)});
    process.kill(process.pid, 'SIGKILL');`;
  await once(spawn(process.execPath, ['--input-type=module', '--eval', program]), 'exit');
}

function isAnyAlive(pids: readonly number[]): boolean {
  const table = readProcessTable();
  return pids.some((pid) => table.has(pid));
}

test('SIGKILL of perfcmp leaves neither the server nor its grandchildren', async () => {
  const pids = await killedParent('forks-a-child.mjs');
  assert.ok(pids.length >= 3);
  await eventually('all of them are gone', () => !isAnyAlive(pids));
});

test('SIGKILL of perfcmp leaves no process that had left the group either', async () => {
  const pids = await killedParent('changes-group.mjs');
  assert.equal(pids.length, 2);
  await eventually('all of them are gone', () => !isAnyAlive(pids));
});

test('what is no process of perfcmp goes by the command that follows', async () => {
  const bystander = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const ended = once(bystander, 'exit');
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-watchdog-'));
  const command = ['sh', '-c', 'echo "$1" > gone', 'aftermath', 'a container'];
  await dieWatched(bystander.pid ?? 0, { aftermath: { command, cwd: folder } });
  await ended;
  await eventually('the command has run', () => existsSync(join(folder, 'gone')));
  assert.equal(readFileSync(join(folder, 'gone'), 'utf8'), 'a container\n');
  rmSync(folder, { recursive: true });
});

test('that command has the variables of a server but for its mark, and PATH of perfcmp finds who has the mark', async () => {
  const mark = `PERFCMP_INSTANCE=test-${process.pid}`;
  const [name = '', value = ''] = mark.split('=');
  const marked = spawn('sleep', ['60'], { detached: true, stdio: 'ignore', env: { ...process.env, [name]: value } });
  const ended = once(marked, 'exit');
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-watchdog-'));
  const command = ['/bin/sh', '-c', 'echo "$WHAT $PATH [$PERFCMP_INSTANCE]" > told'];
  const env = { WHAT: 'sugar', PATH: '/nowhere', [name]: value };
  await dieWatched(null, { markers: ['PERFCMP_LAUNCH_STEP=nobody', mark], aftermath: { command, cwd: folder, env } });
  assert.equal((await ended)[1], 'SIGKILL');
  const file = join(folder, 'told');
  await eventually('the command has run', () => existsSync(file) && readFileSync(file, 'utf8') !== '');
  assert.equal(readFileSync(file, 'utf8'), 'sugar /nowhere []\n');
  rmSync(folder, { recursive: true });
});

test('where its folder is gone, that command is not run in another', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-watchdog-'));
  const bystander = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const ended = once(bystander, 'exit');
  const file = join(folder, 'ran');
  const watchers = () => [...readProcessTable().values()].filter(({ pid }) => argumentsOf(pid).includes(file));
  await dieWatched(bystander.pid ?? 0, { aftermath: { command: ['touch', file], cwd: join(folder, 'gone') } });
  await ended;
  await eventually('the watchdog has ended', () => watchers().length === 0);
  assert.equal(existsSync(file), false);
  rmSync(folder, { recursive: true });
});

test('a disarmed watchdog ends and kills nobody', async () => {
  const bystander = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const groupId = bystander.pid ?? 0;
  const isWatching = () =>
    [...readProcessTable().values()].some((row) => row.parentPid === process.pid && row.pid !== groupId);
  const watchdog = startWatchdog(groupId);
  await eventually('it watches', isWatching);
  watchdog.disarm();
  await eventually('it has ended', () => !isWatching());
  assert.equal(isAnyAlive([groupId]), true);
  process.kill(-groupId, 'SIGKILL');
  await once(bystander, 'exit');
});
