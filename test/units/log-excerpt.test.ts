import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellingLines } from '../../src/units/log-excerpt.js';

const NODE = [
  'node:internal/modules/cjs/loader:1228',
  '  throw err;',
  '  ^',
  '',
  "Error: Cannot find module '/app/server.js'",
  '    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15)',
  '    at Module._load (node:internal/modules/cjs/loader:1051:27)',
  "  code: 'MODULE_NOT_FOUND',",
  '  requireStack: []',
  '}',
  'Node.js v20.20.2',
].filter((line) => line !== '');

test('the line that says why a server ended is not lost behind its stack', () => {
  assert.deepEqual(tellingLines(NODE, 5), [
    "Error: Cannot find module '/app/server.js'",
    '...',
    "  code: 'MODULE_NOT_FOUND',",
    '  requireStack: []',
    '}',
    'Node.js v20.20.2',
  ]);
});

test('a cause far above the end is found, and few lines are all kept', () => {
  const log = [
    'starting',
    'Caused by: java.net.BindException: Address in use',
    ...Array(50).fill('\tat a.B.c(B.java)'),
  ];
  assert.deepEqual(tellingLines([...log, 'bye'], 3), [...log.slice(0, 2), '...', 'bye']);
  assert.deepEqual(tellingLines(['a', 'b'], 2), ['a', 'b']);
  assert.deepEqual(tellingLines(['npm error code E404', 'npm error at f (a.js:1)', 'bye', 'x'], 3), [
    'npm error code E404',
    '...',
    'bye',
    'x',
  ]);
});
