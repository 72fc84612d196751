import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayUseUnicode } from '../../src/cli/terminal.js';

test('block characters need a locale of UTF-8 and a terminal that has them', () => {
  const rows: [NodeJS.ProcessEnv, boolean][] = [
    [{}, false],
    [{ LANG: 'C' }, false],
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LANG: 'C.utf8', TERM: 'xterm-256color' }, true],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, false],
    [{ LANG: 'C', LC_CTYPE: 'C.UTF-8' }, true],
    [{ LANG: 'C.UTF-8', LC_ALL: '' }, true],
    [{ LANG: 'C.UTF-8', TERM: 'dumb' }, false],
    [{ LANG: 'C.UTF-8', TERM: 'linux' }, false],
  ];
  for (const [env, expected] of rows) assert.equal(mayUseUnicode(env), expected, JSON.stringify(env));
});
