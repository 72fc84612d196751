import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TargetError } from '../errors.js';
import type { ShownStep } from './run-steps.js';

const OF_NPM = ['package-lock.json', 'npm-shrinkwrap.json'];
/** Lock files of others, whose versions and settings only the repository knows, and how they are most often installed from. */
const OF_OTHERS = {
  'pnpm-lock.yaml': 'pnpm install --frozen-lockfile',
  'yarn.lock': 'yarn install --immutable',
  'bun.lock': 'bun install --frozen-lockfile',
  'bun.lockb': 'bun install --frozen-lockfile',
} as const;

/** What makes a checkout ready to start, and where. */
export interface CheckoutBuild {
  readonly steps: readonly ShownStep[];
  readonly cwd: string;
}

/** Lines for a shell. */
export function askedBuild(cwd: string, lines: readonly string[]): CheckoutBuild {
  return { cwd, steps: lines.map((line) => ({ command: ['sh', '-c', line], shown: line })) };
}

/**
 * `npm ci` where the nearest lock file lies, the top of the repository being the last place; nothing where there is none.
 * A TargetError where it is another's: its server would end at its first import.
 */
export function lockedBuild(target: string, tree: string, cwd: string): CheckoutBuild {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const isThere = (file: string) => existsSync(join(folder, file));
    if (OF_NPM.some(isThere)) return { cwd: folder, steps: [{ command: ['npm', 'ci'] }] };
    const other = Object.entries(OF_OTHERS).find(([file]) => isThere(file));
    if (other !== undefined) throw unknownBuild(target, ...other);
    if (folder === tree || folder === dirname(folder)) return { cwd, steps: [] };
  }
}

function unknownBuild(target: string, file: string, install: string): TargetError {
  const message = `target "${target}": has ${file}, and only npm's lock files are installed from by themselves`;
  return new TargetError('unknown-build', target, message, {
    hint: `say how it is built: --build '${install}', or --build true where nothing is to be done`,
  });
}
