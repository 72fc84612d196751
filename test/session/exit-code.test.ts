import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { Report } from '../../src/model/report.js';
import { exitCodeOf } from '../../src/session/exit-code.js';
import { bundled, compared, runReport } from '../helpers/reports.js';

const FASTER = compared('node-http', 'json', [3.9, 3.8, 4], 'faster');
const INVALID = compared('spring-like', 'json', [0.9, 0.8, 1], 'invalid');
const FAILED = { ...bundled('spring-like', null, 0), failure: 'ended with code 1 before it answered' };
const ALONE = bundled('express', null, 0);
const BUSY = {
  code: 'client-bound',
  level: 'invalid',
  target: null,
  scenario: null,
  profile: null,
  message: 'busy',
} as const;

function interruptedBy(signal: string): Partial<Report> {
  return { run: { ...runReport({}).run, interrupted: signal } };
}

test('the exit code is that of the worst that happened', () => {
  const rows: [string, Partial<Report>, number][] = [
    ['nothing to complain about', { comparisons: [FASTER] }, EXIT.ok],
    ['slower is a result, not a failure', { comparisons: [{ ...FASTER, verdict: 'slower' }] }, EXIT.ok],
    ['inconclusive is an answer', { comparisons: [{ ...FASTER, verdict: 'inconclusive' }] }, EXIT.ok],
    ['one invalid comparison', { comparisons: [FASTER, INVALID] }, EXIT.invalid],
    ['a failed target', { targets: [FAILED], comparisons: [FASTER] }, EXIT.target],
    ['a failed target before an invalid comparison', { targets: [FAILED], comparisons: [INVALID] }, EXIT.target],
    ['an invalid warning where others are compared', { comparisons: [FASTER], warnings: [BUSY] }, EXIT.ok],
    ['an invalid warning about the only target', { targets: [ALONE], warnings: [BUSY] }, EXIT.invalid],
    ['SIGINT', interruptedBy('SIGINT'), EXIT.sigint],
    ['SIGTERM', interruptedBy('SIGTERM'), EXIT.sigterm],
    ['SIGHUP', interruptedBy('SIGHUP'), EXIT.sigterm],
    ['a signal before everything', { ...interruptedBy('SIGINT'), targets: [FAILED] }, EXIT.sigint],
  ];
  for (const [what, parts, code] of rows) assert.equal(exitCodeOf(runReport(parts)), code, what);
});
