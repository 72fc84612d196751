import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitCodeOf, renderError } from '../../src/cli/errors.js';
import { ConfigError, EXIT, MeasurementError, TargetError } from '../../src/errors.js';

const PLAIN = { color: false, debug: false };

test('an expected error is its line, its hint and the end of the log', () => {
  const error = new TargetError('not-ready', 'express', 'target "express" did not answer', {
    hint: 'try: perfcmp verify express',
    logTail: ['listening on 3000', 'bye'],
  });
  assert.equal(
    renderError(error, PLAIN),
    'error: target "express" did not answer\nhint: try: perfcmp verify express\n' +
      'last output of express:\n  listening on 3000\n  bye\n',
  );
  assert.equal(exitCodeOf(error), EXIT.target);
});

test('a configuration error is a line for each problem', () => {
  const error = new ConfigError([
    { where: '-c', message: 'must be\n  more', hint: 'try 1' },
    { where: '-d', message: 'must be less' },
  ]);
  assert.equal(renderError(error, PLAIN), 'error: -c: must be more  (try 1)\nerror: -d: must be less\n');
  assert.equal(exitCodeOf(error), EXIT.usage);
});

test('an error nobody foresaw is our bug: one line, and the stack only with --debug', () => {
  const error = new TypeError('x is undefined', { cause: new MeasurementError('a', 'the cause') });
  assert.equal(
    renderError(error, PLAIN),
    'error: unexpected, and a bug of perfcmp: TypeError: x is undefined\nhint: --debug shows the stack\n',
  );
  const debug = renderError(error, { color: false, debug: true });
  assert.match(debug, /TypeError: x is undefined\n\s+at .*\ncaused by:\nMeasurementError: the cause\n\s+at /s);
  assert.equal(exitCodeOf(error), EXIT.internal);
  assert.equal(exitCodeOf('thrown text'), EXIT.internal);
});

test('colour is only on the word error', () => {
  assert.equal(
    renderError(new MeasurementError('a', 'no'), { color: true, debug: false }),
    '\u001b[31merror:\u001b[39m no\n',
  );
});

test('what a server printed moves no cursor and colours nothing', () => {
  const error = new TargetError('exited', 'a', 'ended', { logTail: ['\u001b[2J\u001b[31mred\u0007'] });
  assert.equal(renderError(error, PLAIN), 'error: ended\nlast output of a:\n  ?[2J?[31mred?\n');
});
