import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { readProcessTable } from '../../src/machine/process-table.js';
import { startWatchdog } from '../../src/target/watchdog.js';
import { eventually, fixtureCommand } from './server-fixtures.js';

const instanceModule = join(process.cwd(), 'dist/src/target/instance.js');
const parentProgram = join(process.cwd(), 'test/fixtures/servers/starts-and-waits.mjs');

async function killedParent(file: string): Promise<number[]> {
  const parent = spawn(process.execPath, [parentProgram, instanceModule, fixtureCommand(file)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: parent.stdout }), 'line');
  const { pid, log } = JSON.parse(String(line)) as { pid: number; log: string[] };
  const pids = [pid, ...log.flatMap((text) => Number(/^(?:pid|stray) (\d+)$/.exec(text)?.[1] ?? Number.NaN) || [])];
  assert.ok(pids.every((member) => readProcessTable().has(member)));
  parent.kill('SIGKILL');
  return pids;
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
  const program = `
    const { startWatchdog } = await import(${JSON.stringify(join(process.cwd(), 'dist/src/target/watchdog.js'))});
    startWatchdog(${bystander.pid}, { aftermath: ${JSON.stringify({ command, cwd: folder })} });
    process.kill(process.pid, 'SIGKILL');`;
  await once(spawn(process.execPath, ['--input-type=module', '--eval', program]), 'exit');
  await ended;
  await eventually('the command has run', () => existsSync(join(folder, 'gone')));
  assert.equal(readFileSync(join(folder, 'gone'), 'utf8'), 'a container\n');
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
