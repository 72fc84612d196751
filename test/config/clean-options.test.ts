import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CleanFlags, resolveClean } from '../../src/config/clean-options.js';
import { ConfigError } from '../../src/errors.js';
import { CLEAN_KINDS } from '../../src/model/clean.js';

function problemsOf(flags: CleanFlags): readonly string[] {
  try {
    resolveClean(flags);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ where, message }) => `${where}: ${message}`);
    throw error;
  }
  return [];
}

test('nothing is chosen, and nothing meant, unless somebody says so', () => {
  assert.deepEqual(resolveClean({}), { kinds: [], olderThanMs: null, keep: 0, isMeant: false });
  assert.deepEqual(resolveClean({ runs: true, builds: true, olderThan: '7d', keep: '5', yes: true }), {
    kinds: ['builds', 'runs'],
    olderThanMs: 7 * 24 * 3_600_000,
    keep: 5,
    isMeant: true,
  });
  assert.deepEqual(resolveClean({ all: true }).kinds, [...CLEAN_KINDS]);
  const ages = ['2w', '1.5d', '12h', '90'].map((olderThan) => resolveClean({ all: true, olderThan }).olderThanMs);
  assert.deepEqual(ages, [1_209_600_000, 129_600_000, 43_200_000, 90_000]);
});

test('what would do nothing, or contradicts itself, is refused', () => {
  assert.deepEqual(problemsOf({ yes: true, olderThan: '7d' }), [
    '--older-than: says nothing of what',
    '--yes: says nothing of what',
  ]);
  assert.deepEqual(problemsOf({ all: true, yes: true, dryRun: true, olderThan: 'long', keep: '-1' }), [
    '--dry-run: cannot be given together with --yes',
    '--older-than: must be an age, got "long"',
    '--keep: must be a whole number from 0 to 1000000, got "-1"',
  ]);
});
