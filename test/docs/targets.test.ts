import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTRACT_ENDPOINTS } from '../../src/contract/endpoints.js';
import { ConfigError } from '../../src/errors.js';
import { discoverTargets } from '../../src/target/discover.js';
import { parseManifest } from '../../src/target/manifest.js';
import { codeOf, tableOf, textOf } from './documents.js';

const targets = textOf('docs/TARGETS.md');

/** As target.json's own error message lists them. */
function manifestFields(): string[] {
  try {
    parseManifest({ name: 'a', title: 'A', start: ['a'], unknown: true }, '/targets/a');
  } catch (error) {
    if (error instanceof ConfigError) return (error.problems[0]?.hint ?? '').replace('known fields: ', '').split(', ');
  }
  return [];
}

test('the table of target.json has every field and no other', () => {
  const documented = tableOf(targets, 'field', 'default').map(([field]) => codeOf(field));
  assert.deepEqual(documented.sort(), manifestFields().sort());
});

test('the table of the contract has every endpoint with its request', () => {
  const documented = tableOf(targets, 'name', 'request').map(([name, request]) => [codeOf(name), codeOf(request)]);
  const requests = CONTRACT_ENDPOINTS.map(({ name, method, path }) => [
    name,
    `${method} ${path.replace('any-key', '{key}')}`,
  ]);
  assert.deepEqual(documented, requests);
});

test('every bundled target is described', async () => {
  const documented = tableOf(targets, 'target', 'what it is').map(([name]) => codeOf(name));
  assert.deepEqual(documented.sort(), (await discoverTargets()).map(({ name }) => name).sort());
});
