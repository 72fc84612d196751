import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRevisions } from '../../src/analysis/checks/revisions.js';
import { type Revision, revisionName, type TargetDescription } from '../../src/model/target.js';

function described(name: string, revision: Revision | null): TargetDescription {
  const facts = {
    name,
    title: name,
    kind: 'command',
    version: null,
    runtime: null,
    command: 'node a.js',
    url: null,
  } as const;
  return { ...facts, ...(revision && { revision }) };
}

const BASE: Revision = { ref: 'HEAD~1', commit: 'a'.repeat(40), tree: '1', changedFiles: 0 };
const HEAD: Revision = { ref: 'HEAD', commit: 'b'.repeat(40), tree: '2', changedFiles: 0 };

for (const [title, base, head, expected] of [
  ['another tree is what is to be compared', BASE, HEAD, []],
  [
    'the same commit has nothing to compare',
    HEAD,
    HEAD,
    ['warn same-code: HEAD and HEAD are the same commit: whatever differs is noise'],
  ],
  [
    'a commit that changed no file is told, too',
    BASE,
    { ...HEAD, tree: '1' },
    ['warn same-code: HEAD~1 and HEAD are commits with the same files: whatever differs is noise'],
  ],
  [
    'changes that are in no commit are told, and are a difference',
    BASE,
    { ...BASE, ref: 'HEAD', changedFiles: 3 },
    ['note uncommitted: measured with 3 changed files that are in no commit: aaaaaaa-dirty'],
  ],
  [
    'one of them is one',
    BASE,
    { ...HEAD, changedFiles: 1 },
    ['note uncommitted: measured with a changed file that is in no commit: bbbbbbb-dirty'],
  ],
  ['what was not checked out is not spoken of', null, null, []],
] as const) {
  test(title, () => {
    const warnings = checkRevisions([described('base', base), described('head', head)], 'base');
    assert.deepEqual(
      warnings.map(({ level, code, message }) => `${level} ${code}: ${message}`),
      expected,
    );
    assert.ok(warnings.every(({ target }) => target === 'head'));
  });
}

test('a revision is named as git describes it', () => {
  assert.deepEqual([revisionName(HEAD), revisionName({ ...HEAD, changedFiles: 2 })], ['bbbbbbb', 'bbbbbbb-dirty']);
});
