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

/** What a Python program says that needs a package, or null where Python or the package is missing. */
export function runPython(module: string, program: string, input: string): { stdout: string; stderr: string } | null {
  const env = { ...process.env, PYTHONPATH: join(folder, 'python') };
  if (spawnSync('python3', ['-c', `import ${module}`], { env }).status !== 0) return null;
  const { stdout, stderr } = spawnSync('python3', ['-c', program], { env, input, encoding: 'utf8' });
  return { stdout, stderr };
}
