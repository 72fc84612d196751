import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { HookProblem, loadHook, withReturned } from '../../src/load/hook-module.js';
import type { RequestSpec } from '../../src/model/scenario.js';
import { folderWith } from '../helpers/made-folder.js';

const BASE: RequestSpec = { method: 'GET', path: '/base', headers: { Accept: 'a/b', 'X-Key': '1' }, body: null };

const MERGED: readonly [string, unknown, Partial<RequestSpec>][] = [
  ['nothing', {}, {}],
  ['undefined members', { method: undefined, path: undefined, headers: undefined, body: undefined }, {}],
  ['a path', { path: '/a?b=c' }, { path: '/a?b=c' }],
  ['a method in lower case', { method: 'delete' }, { method: 'DELETE' }],
  ['text, which makes a POST', { body: 'é' }, { method: 'POST', body: Buffer.from('é') }],
  [
    'bytes with a method',
    { method: 'PUT', body: new Uint8Array([0, 255]) },
    { method: 'PUT', body: new Uint8Array([0, 255]) },
  ],
  [
    'headers in another case',
    { headers: { 'x-key': 2, New: 'n' } },
    { headers: { Accept: 'a/b', 'x-key': '2', New: 'n' } },
  ],
];

for (const [what, returned, changes] of MERGED) {
  test(`a hook that returns ${what} changes only that`, () => {
    assert.deepEqual(withReturned(BASE, returned), { ...BASE, ...changes });
  });
}

const REFUSED: readonly [unknown, string][] = [
  [undefined, 'returned undefined'],
  [null, 'returned null'],
  ['/path', 'returned "/path"'],
  [[], 'returned a list'],
  [Promise.resolve({}), 'returned a promise'],
  [{ url: '/' }, 'returned an unknown "url"'],
  [{ path: 'a' }, 'returned the path "a"'],
  [{ path: '/a b' }, 'returned the path "/a b"'],
  [{ path: 7 }, 'returned the path 7'],
  [{ method: 'G T' }, 'returned the method "G T"'],
  [{ headers: ['a'] }, 'returned the headers a list'],
  [{ headers: { a: 'b\r\nc: d' } }, 'returned the header a: "b\\r\\nc: d"'],
  // Its second byte by itself is a line feed.
  [{ headers: { a: 'b\u010ac: d' } }, 'returned the header a: "b\u010ac: d"'],
  [{ headers: { 'a b': 'c' } }, 'returned the header a b: "c"'],
  [{ headers: { a: null } }, 'returned the header a: null'],
  [{ body: { a: 1 } }, 'returned the body an object'],
];

for (const [returned, message] of REFUSED) {
  test(`a hook is told: ${message}`, () => {
    assert.throws(
      () => withReturned(BASE, returned),
      (error: unknown) => error instanceof HookProblem && error.message === message,
    );
  });
}

const skip =
  !('typescript' in process.features && process.features.typescript) && 'needs a node that strips types, from 22.18 on';

test('a hook in TypeScript is read by node itself where it strips types', { skip }, async () => {
  const text = 'export const request = ({ seq }: { seq: number }): object => ({ path: "/" + String(seq) });';
  const url = pathToFileURL(join(folderWith({ 'hook.mts': text }), 'hook.mts')).href;
  const { request } = await loadHook({ url, name: 'hook.mts', tsxUrl: null, records: [] });
  assert.deepEqual(request({ seq: 7, thread: 0, row: null, random: () => 0 }), { path: '/7' });
});
