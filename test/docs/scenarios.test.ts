import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkUserConfig } from '../../src/config/check-file.js';
import { keysAt } from '../../src/config/schema.js';
import { requestLines } from '../../src/model/request-source.js';
import { BUILTIN_SCENARIOS } from '../../src/scenario/builtin.js';
import { blocksOf, codeOf, tableOf, textOf } from './documents.js';

const text = textOf('docs/SCENARIOS.md');

test('the table of built-in scenarios is what they are', () => {
  const documented = tableOf(text, 'scenario', 'asks').map(([name, asks, needs = '', connections]) => [
    codeOf(name),
    codeOf(asks),
    needs.trim().split(' ').map(codeOf),
    connections?.trim(),
  ]);
  const scenarios = BUILTIN_SCENARIOS.map(({ name, source, endpoints, connections = 'any' }) => {
    const [first] = requestLines(source);
    return [name, `${first?.method} ${first?.path}`, endpoints, String(connections)];
  });
  assert.deepEqual(documented, scenarios);
});

test('the table of members has those that a scenario of the config file may have', () => {
  const documented = tableOf(text, 'member', 'meaning').map(([member]) => codeOf(member));
  const inPath = ['method', 'headers', 'body', 'json'];
  assert.deepEqual([...documented, ...inPath].sort(), [...keysAt(['scenarios', 0])].sort());
});

test('the example is a configuration', () => {
  const [example = ''] = blocksOf(text, 'json');
  assert.deepEqual(checkUserConfig(JSON.parse(example), 'perfcmp.config.json').problems, []);
});
