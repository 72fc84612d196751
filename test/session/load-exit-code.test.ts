import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { Report } from '../../src/model/report.js';
import { exitCodeOfLoad } from '../../src/session/load-exit-code.js';
import { loadJudged, loadOk, loadUnanswered } from '../helpers/load-cases.js';

function refused(report: Report): Report {
  const connections = { requested: 10, opened: 0, reopened: 0 };
  return { ...report, measurements: report.measurements.map((measurement) => ({ ...measurement, connections })) };
}

function interrupted(report: Report, signal: string): Report {
  return { ...report, run: { ...report.run, interrupted: signal } };
}

test('a load that was answered is fine unless too much failed or a threshold is broken', () => {
  const judged = loadJudged();
  const kept = (judged.thresholds ?? []).filter(({ passed }) => passed);
  assert.equal(exitCodeOfLoad(loadOk()), EXIT.ok);
  assert.equal(exitCodeOfLoad(judged), EXIT.no);
  assert.equal(exitCodeOfLoad({ ...judged, thresholds: kept }), EXIT.ok);
  const warning = { ...judged.warnings[0]!, code: 'error-limit' };
  assert.equal(exitCodeOfLoad({ ...loadOk(), warnings: [warning] }), EXIT.no);
});

test('of several codes the worst is taken, and an interruption before all', () => {
  const unanswered = { ...loadUnanswered(), thresholds: loadJudged().thresholds ?? [] };
  assert.equal(exitCodeOfLoad(unanswered), EXIT.invalid);
  assert.equal(exitCodeOfLoad(refused(unanswered)), EXIT.target);
  assert.equal(exitCodeOfLoad(interrupted(loadJudged(), 'SIGINT')), EXIT.sigint);
  assert.equal(exitCodeOfLoad(interrupted(unanswered, 'SIGTERM')), EXIT.sigterm);
});
