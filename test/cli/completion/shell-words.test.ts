import assert from 'node:assert/strict';
import { test } from 'node:test';
import { behindWordBreak, shellWords } from '../../../src/cli/completion/shell-words.js';

test('a line is cut into words as a shell does, and nothing in it is expanded', () => {
  const rows: [string, readonly string[]][] = [
    ['', ['']],
    ['perfcmp', ['perfcmp']],
    ['perfcmp ', ['perfcmp', '']],
    ['perfcmp  run\texp', ['perfcmp', 'run', 'exp']],
    ['run \'node a.js\' "b c" d\\ e ', ['run', 'node a.js', 'b c', 'd e', '']],
    ["run 'node a", ['run', 'node a']],
    ['run "it\'s \\"" x', ['run', 'it\'s "', 'x']],
    ["run '' --path=/a", ['run', '', '--path=/a']],
    ['run $HOME $(date) `date`', ['run', '$HOME', '$(date)', '`date`']],
  ];
  for (const [line, words] of rows) assert.deepEqual(shellWords(line), words, line);
});

test('bash completes only what stands behind the last = or :', () => {
  assert.equal(behindWordBreak('--format=js'), 'js');
  assert.equal(behindWordBreak('--format='), '');
  assert.equal(behindWordBreak('http://127.0.0.1:30'), '30');
  assert.equal(behindWordBreak('express'), 'express');
});
