import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitCommandWords } from '../../src/cli/command-words.js';

test('what stands behind the first -- of load and search belongs to the command', () => {
  const argv = ['load', '-d', '5s', '--', 'node', 'app.js', '-d', '--', 'x'];
  assert.deepEqual(splitCommandWords(argv), {
    own: ['load', '-d', '5s'],
    command: ['node', 'app.js', '-d', '--', 'x'],
  });
  assert.deepEqual(splitCommandWords(['search', '--']), { own: ['search'], command: [] });
});

test('without --, and for commands that start nothing, every word is our own', () => {
  for (const own of [['load', 'http://a/'], ['run', '--', 'express'], []]) {
    assert.deepEqual(splitCommandWords(own), { own, command: null });
  }
});
