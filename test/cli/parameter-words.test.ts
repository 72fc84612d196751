import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinParameterWords } from '../../src/cli/parameter-words.js';

test('name and values are joined to the word that is read, as hyperfine has them', () => {
  const rows: [string[], string[]][] = [
    [
      ['run', '--parameter-list', 'T', '1,2', 'node a.js {T}'],
      ['run', '--parameter-list', 'T=1,2', 'node a.js {T}'],
    ],
    [
      ['run', '-P', 'T', '-1', '3', '-D', '2'],
      ['run', '-P', 'T=-1:3', '-D', '2'],
    ],
    [
      ['run', '--parameter-list', 'T=1,2', 'node a.js'],
      ['run', '--parameter-list', 'T=1,2', 'node a.js'],
    ],
    [
      ['run', '--parameter-scan', 'T'],
      ['run', '--parameter-scan', 'T='],
    ],
  ];
  for (const [typed, read] of rows) assert.deepEqual(joinParameterWords(typed), read);
});
