import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { MANIFEST_FILE } from '../target/manifest-problems.js';
import { targetsRoot } from '../target/targets-root.js';

/** What a name can be the name of. */
export type NameKind = 'targets' | 'groups' | 'scenarios' | 'presets' | 'runs';

/** A name and what it stands for. */
export interface KnownName {
  readonly word: string;
  readonly text: string;
}

/** Where names are looked for. */
export interface NamePlaces {
  readonly targetsDirs: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Names that can be typed, found without asking any tool for its version. */
export async function knownNames(kinds: readonly NameKind[], places: NamePlaces): Promise<readonly KnownName[]> {
  const found = await Promise.all(kinds.map((kind) => FINDERS[kind](places)));
  return found.flat();
}

const FINDERS: Readonly<Record<NameKind, (places: NamePlaces) => Promise<readonly KnownName[]>>> = {
  async targets({ targetsDirs, cwd }) {
    const roots = [targetsRoot(), ...targetsDirs.map((folder) => resolve(cwd, folder))];
    return roots.flatMap(foldersIn).flatMap(targetIn);
  },
  async groups() {
    return [
      { word: 'default', text: 'those that run compares by itself' },
      { word: 'all', text: 'all that can run here' },
    ];
  },
  async scenarios() {
    const { ALL_SCENARIOS, BUILTIN_SCENARIOS } = await import('../scenario/builtin.js');
    const every = { word: ALL_SCENARIOS, text: 'all that are built in' };
    return [...BUILTIN_SCENARIOS.map(({ name }) => ({ word: name, text: '' })), every];
  },
  async presets() {
    const { listPresets } = await import('../config/preset-file.js');
    return listPresets().map(({ name, title }) => ({ word: name, text: title }));
  },
  async runs({ cwd, env }) {
    const { openStore } = await import('../store/run-store.js');
    const runs = openStore({ cwd, env }).listRuns();
    const last = runs.some(({ hasReport }) => hasReport) ? [{ word: 'last', text: 'the newest' }] : [];
    return [...last, ...runs.map(({ id }) => ({ word: id, text: '' }))];
  },
};

function foldersIn(root: string): string[] {
  try {
    return readdirSync(root).map((name) => join(root, name));
  } catch {
    return [];
  }
}

/** A target is called as its folder. Its file is only looked at: to check it takes the schema library. */
function targetIn(folder: string): KnownName[] {
  try {
    const { title }: { title?: unknown } = JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8'));
    return [{ word: basename(folder), text: String(title ?? '') }];
  } catch {
    return [];
  }
}
