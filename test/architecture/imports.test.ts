import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

// Which folder of src may import which: the architecture, in one table. errors.ts may be imported by all.
const TABLE: Record<string, readonly string[]> = {
  model: [],
  units: [],
  stats: [],
  config: ['model', 'units', 'scenario'],
  scenario: ['model', 'units'],
  machine: ['model', 'units'],
  store: ['model', 'units'],
  project: ['model', 'units'],
  target: ['model', 'units', 'scenario', 'machine'],
  contract: ['model', 'units', 'scenario', 'target'],
  load: ['model', 'units', 'stats', 'scenario'],
  experiment: ['model', 'units', 'stats', 'scenario', 'machine', 'target', 'contract', 'load'],
  analysis: ['model', 'units', 'stats'],
  report: ['model', 'units', 'stats'],
  session: [
    'model',
    'units',
    'stats',
    'config',
    'scenario',
    'machine',
    'store',
    'project',
    'target',
    'contract',
    'load',
    'experiment',
    'analysis',
    'report',
  ],
  api: ['session', 'config', 'report', 'model'],
  cli: ['session', 'config', 'report', 'model', 'units'],
  'index.ts': ['api', 'config', 'model'],
  'errors.ts': [],
};

// Packages with one place each, so that replacing one touches one folder.
const PACKAGES: Record<string, readonly string[]> = {
  'hdr-histogram-js': ['stats'],
  undici: ['load', 'target', 'contract'],
  commander: ['cli'],
  chalk: ['report'],
  'cli-table3': ['report'],
  echarts: ['report'],
  execa: ['target', 'machine'],
  zod: ['config', 'target', 'store', 'contract'],
  jiti: ['config'],
};

const sourceRoot = 'src';
// Statements, and calls that are no text of a file to be written.
const importPattern = /(?:^(?:import|export)\s[^'"`;]*?from\s+|^import\s+|(?<!\{)\bimport\()\s*'([^']+)'/gm;

function sourceFiles(): string[] {
  return readdirSync(sourceRoot, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
}

test('every import within src stands in the import table', () => {
  const violations: string[] = [];
  for (const file of sourceFiles()) {
    const room = file.split('/')[0] ?? file;
    for (const [, specifier = ''] of readFileSync(join(sourceRoot, file), 'utf8').matchAll(importPattern)) {
      if (specifier.startsWith('.')) {
        const imported = join(file, '..', specifier).replace(/\.js$/, '.ts').split('/')[0] ?? '';
        const allowed = imported === room || imported === 'errors.ts' || TABLE[room]?.includes(imported);
        if (!allowed) violations.push(`${file} imports ${specifier}`);
      } else if (!specifier.startsWith('node:')) {
        const packageName = specifier.startsWith('@') ? specifier : (specifier.split('/')[0] ?? '');
        if (!PACKAGES[packageName]?.includes(room)) violations.push(`${file} imports package ${specifier}`);
      }
    }
  }
  assert.deepEqual(violations, []);
});

test('every folder of src has its row in the import table', () => {
  const rooms = new Set(sourceFiles().map((file) => file.split('/')[0] ?? file));
  assert.deepEqual(
    [...rooms].filter((room) => !(room in TABLE)),
    [],
  );
});
