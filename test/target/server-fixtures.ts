import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { TargetError } from '../../src/errors.js';
import type { Target } from '../../src/model/target.js';
import { type Instance, type InstanceOptions, startInstance as start } from '../../src/target/instance.js';

type CommandTarget = Extract<Target, { kind: 'command' }>;

/** The command that runs a program of test/fixtures/servers. */
export function fixtureCommand(file: string): string {
  return `node ${join(process.cwd(), 'test/fixtures/servers', file)}`;
}

/** A command target that runs a program of test/fixtures/servers. */
export function fixtureTarget(file: string, changes: Partial<CommandTarget> = {}): CommandTarget {
  return {
    kind: 'command',
    name: file.replace(/\.mjs$/, ''),
    command: fixtureCommand(file),
    cwd: process.cwd(),
    env: {},
    healthPath: '/',
    readyTimeoutMs: 20_000,
    ...changes,
  };
}

/** Options for startInstance: no log file, never interrupted. */
export function instanceOptions(changes: Partial<InstanceOptions> = {}): InstanceOptions {
  return { logFile: null, signal: new AbortController().signal, ...changes };
}

/** Polls until it holds; rejects after ten seconds. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`did not happen within 10 s: ${what}`);
    await delay(10);
  }
}

/** The command line of a process; none where it is gone. */
export function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** The TargetError that a start ends with; fails when it starts. */
export async function startError(target: Target, changes: Partial<InstanceOptions> = {}): Promise<TargetError> {
  const error = await startInstance(target, instanceOptions(changes)).then(
    (instance) => assert.fail(`started at ${instance.endpoint.authority}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof TargetError, String(error));
  return error;
}

/** What is to perfcmp as perfcmp is to a server: a process that has started an instance, and can be killed. */
export interface StartingProcess {
  readonly process: ChildProcess;
  readonly pid: number | null;
  readonly port: number;
  readonly log: readonly string[];
}

/** Starts an instance in another process. */
export async function startElsewhere(
  target: Target,
  options: Pick<InstanceOptions, 'around'> = {},
): Promise<StartingProcess> {
  const program = join(process.cwd(), 'test/fixtures/servers/starts-and-waits.mjs');
  const module = join(process.cwd(), 'dist/src/target/instance.js');
  const words = [program, module, JSON.stringify({ target, options })];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { ...(JSON.parse(String(line)) as Omit<StartingProcess, 'process'>), process: child };
}

const started: Instance[] = [];

/** Starts an instance that `stopAll` stops, should its test fail before it does. */
export async function startInstance(target: Target, options: InstanceOptions): Promise<Instance> {
  const instance = await start(target, options);
  started.push(instance);
  return instance;
}

/** Stops whatever still runs. */
export async function stopAll(): Promise<void> {
  await Promise.allSettled(started.map((instance) => instance.stop()));
}
