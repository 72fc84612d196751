import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveResume } from '../../src/config/resolve-resume.js';
import type { RunInput } from '../../src/config/resolve-run.js';
import { ConfigError } from '../../src/errors.js';

function resolve(input: Partial<RunInput>): ReturnType<typeof resolveResume> {
  return resolveResume({ positionals: [], flags: {}, file: null, env: {}, ...input });
}

/** What is refused, each with its hint. */
function problems(input: Partial<RunInput>): string[] {
  try {
    resolve(input);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map(({ where, message, hint }) => `${where}: ${message} (${hint})`);
  }
  return [];
}

test('the run comes from the flag, else from its variable', () => {
  const env = { PERFCMP_RESUME: '20261126-0233-4a15', PERFCMP_FORMAT: 'json' };
  assert.equal(resolve({ env }).run, '20261126-0233-4a15');
  assert.equal(resolve({ env }).output.format, 'json');
  assert.equal(resolve({ env, flags: { resume: 'last' } }).run, 'last');
});

test('what would make another run of it is refused with the way out that fits', () => {
  const typed = { positionals: ['express'], flags: { launches: '9' } };
  assert.deepEqual(problems({ ...typed, flags: { ...typed.flags, resume: 'last' } }), [
    'target "express": a run that is resumed has its targets (leave it out, or measure anew without --resume)',
    '--launches: would make another run of the one that is resumed (leave it out, or measure anew without --resume)',
  ]);
  assert.deepEqual(problems({ ...typed, env: { PERFCMP_RESUME: 'last' } }), [
    'target "express": a run that is resumed has its targets (unset PERFCMP_RESUME to measure anew)',
    '--launches: would make another run of the one that is resumed (unset PERFCMP_RESUME to measure anew)',
  ]);
});

test('variables of runs may stay set, but not those that ask for no measurement', () => {
  const flags = { resume: 'last' };
  assert.deepEqual(problems({ flags, env: { PERFCMP_LAUNCHES: '9', PERFCMP_DRY_RUN: '0' } }), []);
  const message = 'asks for no measurement, and a run that is resumed is measured (unset it)';
  assert.deepEqual(problems({ flags, env: { PERFCMP_PRINT_CONFIG: '1', PERFCMP_DRY_RUN: 'yes' } }), [
    `PERFCMP_PRINT_CONFIG: ${message}`,
    `PERFCMP_DRY_RUN: ${message}`,
  ]);
});
