import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { placeOfError } from '../../src/config/error-place.js';

function errorAt(...frames: readonly string[]): Error {
  const error = new Error('boom');
  error.stack = ['Error: boom', ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

test('the place of an error is the first frame in a file of the user, as node and as compilers name it', () => {
  const own = join(process.cwd(), 'dist/src/config/read-content.js');
  const rows: [Error, string | null][] = [
    [errorAt('file:///a/perfcmp.config.mjs:3:7'), '/a/perfcmp.config.mjs:3'],
    [errorAt('async file:///a/b.mjs:3:7', '/other.js:1:1'), '/a/b.mjs:3'],
    [errorAt('Module.<anonymous> (/a/perfcmp.config.ts:12:1)'), '/a/perfcmp.config.ts:12'],
    [errorAt('JSON.parse (<anonymous>)', 'node:internal/x:1:2', 'file:///a%20b/c.mjs:4:2'), '/a b/c.mjs:4'],
    [errorAt('deep (/a/node_modules/pkg/x.js:9:9)', 'file:///a/c.mjs?now=1:2:2'), '/a/c.mjs:2'],
    [errorAt('deep (/a/node_modules/pkg/x.js:9:9)'), '/a/node_modules/pkg/x.js:9'],
    [errorAt('eval (/a/node_modules/jiti/dist/jiti.cjs:1:9)', `load (${own}:5:5)`), null],
    [errorAt('ModuleLoader.load (node:internal/modules/esm/loader:5:5)'), null],
  ];
  for (const [error, place] of rows) {
    const found = placeOfError(error);
    assert.equal(found === null ? null : `${found.path}:${found.line}`, place, error.stack);
  }
  assert.equal(placeOfError('boom'), null);
});
