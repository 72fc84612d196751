import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { codeOf, tableOf, textOf } from './documents.js';

const architecture = textOf('docs/ARCHITECTURE.md');

test('the table of folders has every folder of src and no other', () => {
  const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const documented = tableOf(architecture, 'folder', 'its one responsibility').map(([folder]) => codeOf(folder));
  assert.deepEqual(documented.sort(), folders.map((folder) => `${folder.name}/`).sort());
});

test('the architecture fits two pages', () => {
  assert.ok(architecture.split('\n').length <= 130);
});
