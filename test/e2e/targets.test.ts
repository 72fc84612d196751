import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before } from 'node:test';
import { testContractTarget } from '../targets/contract-promises.js';
import { targetFile } from '../targets/running-target.js';

// The targets that have to be built, built as target.json says, in a copy that keeps their places beside each other.
const root = mkdtempSync(join(tmpdir(), 'perfcmp-targets-'));

interface Built {
  readonly build: readonly (readonly string[])[];
  readonly start: readonly string[];
  readonly sources: readonly string[];
}

function manifestOf(name: string): Built {
  return JSON.parse(readFileSync(targetFile(`${name}/target.json`), 'utf8')) as Built;
}

function build(name: string): void {
  const { build: steps, sources } = manifestOf(name);
  const folder = join(root, name);
  const isOwn = (source: string) => !['node_modules', 'dist'].includes(basename(source));
  cpSync(targetFile(name), folder, { recursive: true, filter: isOwn });
  for (const source of sources) cpSync(join(targetFile(name), source), join(folder, source), { recursive: true });
  for (const [command = '', ...args] of steps) execFileSync(command, args, { cwd: folder, stdio: 'pipe' });
}

for (const name of ['express', 'spring-like']) {
  before(() => build(name));
  testContractTarget(name, () => join(root, name, manifestOf(name).start[1]!));
}

after(() => rmSync(root, { recursive: true, force: true }));
