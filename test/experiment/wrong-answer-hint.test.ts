import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wrongAnswerHint } from '../../src/experiment/wrong-answer-hint.js';
import type { Target } from '../../src/model/target.js';

const bundled = { kind: 'bundled', name: 'mine', manifest: { name: 'express' } } as unknown as Target;
const command = { kind: 'command', name: 'node app.js' } as unknown as Target;
const both = [bundled, command];

test('the hint of a wrong answer names what can be changed about it', () => {
  const rows: [Target, readonly Target[], string, 'status' | 'content', RegExp][] = [
    [bundled, both, 'json', 'content', /^perfcmp verify express shows every deviation$/],
    [bundled, both, '/', 'status', /^beside commands and URLs it is asked \/ as they are: .* --path \/json$/],
    [command, both, '/', 'status', /another --path, or accept the status with --expect-status$/],
    [command, both, '/', 'content', /^choose another --path$/],
    [command, [command], 'json', 'content', /^scenario "json" is part of the endpoint contract; with --path instead/],
    [command, [command], 'items', 'status', /scenario "items" wants is its "expect" in the config file$/],
  ];
  for (const [target, all, endpoint, wrong, expected] of rows) {
    assert.match(wrongAnswerHint(target, { endpoint, wrong }, all), expected);
  }
});
