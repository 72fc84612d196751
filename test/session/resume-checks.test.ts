import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProgramIdentity } from '../../src/model/resume.js';
import { inheritedProblems, programProblems } from '../../src/session/resume-checks.js';
import { inheritedVariables } from '../../src/target/inherited-variables.js';

const COMMAND: ProgramIdentity = { tree: 't', changes: 'c', files: 'f' };
const [ONE, TWO] = ['1', '2'].map((digit) => `sha256:${digit.repeat(64)}`) as [string, string];

/** The first difference of a target named a. */
function difference(was: ProgramIdentity, is: ProgramIdentity): string | null {
  const [first, ...others] = programProblems({ a: was }, { a: is });
  assert.deepEqual(others, [], 'one a target');
  return first?.message.replace('target "a": ', '') ?? null;
}

test('of a target the difference is told that explains the others', () => {
  assert.equal(difference(COMMAND, COMMAND), null);
  assert.equal(difference(COMMAND, { tree: 'u', changes: 'd', files: 'g' }), 'another commit lies in its folder');
  assert.equal(difference(COMMAND, { ...COMMAND, files: 'g' }), 'the files that it is started from have changed');
  assert.deepEqual(
    programProblems({ a: COMMAND }, {}).map(({ message }) => message),
    ['target "a" is not there any more'],
  );
});

test('an image that is another under its name is told by both ids, one that is not here yet is not', () => {
  const image = (id: string | null): ProgramIdentity => ({
    tree: null,
    changes: null,
    files: null,
    images: { app: id },
  });
  assert.equal(difference(image(ONE), image(TWO)), 'image "app" is 222222222222, and was 111111111111');
  assert.equal(difference(image(ONE), image(ONE)), null);
  assert.equal(difference(image(ONE), image(null)), null);
});

test('what compose makes of its files is compared', () => {
  const composed = { ...COMMAND, services: 's', images: { app: ONE } };
  assert.match(
    difference(composed, { ...composed, services: 'x' }) ?? '',
    /^compose makes other services of its files/,
  );
  assert.match(difference(composed, { ...composed, images: { app: TWO } }) ?? '', /^image "app" is 2{12}/);
});

test('what the version that stored a run did not look at is not compared', () => {
  const former = { tree: null, changes: null, files: ONE };
  assert.equal(difference(former, { tree: null, changes: null, files: null, images: { app: TWO } }), null);
  assert.equal(difference(COMMAND, { ...COMMAND, services: 's', images: { app: ONE } }), null);
  assert.deepEqual(inheritedProblems({}, { NODE_OPTIONS: '--jitless' }), []);
});

test('variables that servers would inherit otherwise are told by name, with what to do', () => {
  const inherited = inheritedVariables({ NODE_OPTIONS: 'a', GOGC: '50' });
  const problems = inheritedProblems({ inherited }, { NODE_OPTIONS: 'b', UV_THREADPOOL_SIZE: '8' });
  assert.deepEqual(
    problems.map(({ message }) => message),
    [
      'variable GOGC is not set, and was',
      'variable NODE_OPTIONS has another value than it had',
      'variable UV_THREADPOOL_SIZE is set, and was not',
    ],
  );
  assert.match(problems[0]?.hint ?? '', /^make GOGC what it was, or measure anew: /);
});
