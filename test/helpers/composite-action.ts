import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A step of a composite action that runs a script. */
export interface ActionStep {
  readonly name: string;
  readonly if?: string;
  readonly run: string;
  readonly shell: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What an action says of itself. */
export interface CompositeAction {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] };
}

/** A YAML file, or null where the reader is not installed. */
export function readYaml<T>(path: string): T | null {
  const text = readFileSync(path, 'utf8');
  try {
    const { parse } = createRequire(import.meta.url)('yaml') as { parse: (source: string) => T };
    return parse(text);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/** Runs a step's script as the runner does, with its expressions replaced by these values. */
export function runStep(
  step: ActionStep,
  options: {
    readonly values: Readonly<Record<string, string>>;
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
  },
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const filled = Object.entries(step.env ?? {}).map(([name, text]): [string, string] => [
    name,
    text.replace(/\$\{\{\s*(\S+)\s*\}\}/g, (_, expression: string) => options.values[expression] ?? ''),
  ]);
  const env = { PATH: process.env.PATH, ...options.env, ...Object.fromEntries(filled) };
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run];
  return spawnSync('bash', args, { cwd: options.cwd, env, encoding: 'utf8' });
}
