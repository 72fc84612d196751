import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

// The programs that formats are made for, where `.ci/consumers` has fetched them or the machine has them.
const folder = process.env.PERFCMP_CONSUMERS ?? join(homedir(), '.cache', 'perfcmp-consumers');

/** Where `benchstat` is, or null. */
export function findBenchstat(): string | null {
  const places = [join(folder, 'bin'), ...(process.env.PATH ?? '').split(delimiter)];
  return places.map((place) => join(place, 'benchstat')).find((path) => existsSync(path)) ?? null;
}

/**
 * What a Python program says to these documents, a line to each, or null where Python or the package it needs is missing.
 * One process reads all: to start it costs more than what it does. `read` is the body of a function of `text`.
 */
export function readWithPython(module: string, read: readonly string[], documents: readonly string[]): string[] | null {
  const env = { ...process.env, PYTHONPATH: join(folder, 'python') };
  if (spawnSync('python3', ['-c', `import ${module}`], { env }).status !== 0) return null;
  const program = [
    'import json, sys',
    'def read(text):',
    ...read.map((line) => `  ${line}`),
    'for text in json.load(sys.stdin.buffer): print(read(text))',
  ].join('\n');
  const input = JSON.stringify(documents);
  const { stdout, stderr } = spawnSync('python3', ['-c', program], { env, input, encoding: 'utf8' });
  return `${stdout}${stderr}`.trimEnd().split('\n');
}
