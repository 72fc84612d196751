import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { assignments, commandText } from '../../src/units/command-text.js';

test('plain words stay as they are, others are quoted, text is left alone', () => {
  assert.equal(commandText(['npm', 'ci', '--prefix=./a', '{port}']), 'npm ci --prefix=./a {port}');
  assert.equal(commandText(['sh', '-c', 'echo broken; exit 1']), "sh -c 'echo broken; exit 1'");
  assert.equal(commandText('node a.js | cat'), 'node a.js | cat');
});

test('a shell that is given the text takes the same words', () => {
  const words = [
    'printf',
    '%s\\0',
    '',
    'two words',
    "it's",
    '$HOME',
    '*',
    '~',
    '#',
    'a\nb',
    '"',
    '\\',
    'A=b',
    '{port}',
  ];
  const printed = execFileSync('sh', ['-c', commandText(words)], { encoding: 'utf8' });
  assert.deepEqual(printed.split('\0').slice(0, -1), words.slice(2));
});

test('variables before a command are quoted where a shell needs it', () => {
  const env = { EMPTY: '', URL: 'postgres://u:***@h/db', TWO: 'two words', STAR: '*', HOME_OF: '$HOME' };
  assert.deepEqual(assignments(env), [
    'EMPTY=',
    'URL=postgres://u:***@h/db',
    "TWO='two words'",
    'STAR=*',
    "HOME_OF='$HOME'",
  ]);
  const line = `${assignments(env).join(' ')} env`;
  const told = execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\n');
  for (const [name, value] of Object.entries(env)) assert.ok(told.includes(`${name}=${value}`), name);
});
